import { createRate } from "#core/finance/currencies/write-rate.ts";
import { EntryInput } from "#core/finance/entries/entry.ts";
import { postManualEntry } from "#core/finance/entries/post-manual-entry.ts";
import { draftInvoice } from "#core/finance/invoices/draft-invoice.ts";
import { InvoiceInput } from "#core/finance/invoices/invoice.ts";
import { issueInvoice } from "#core/finance/invoices/issue-invoice.ts";
import { createParty } from "#core/finance/parties/create-party.ts";
import { PartyInput } from "#core/finance/parties/party.ts";
import { PaymentInput } from "#core/finance/payments/payment.ts";
import { recordPayment } from "#core/finance/payments/record-payment.ts";
import { addDays } from "#core/kernel/clock.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { done } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import type { Random } from "./random.ts";
import { must } from "./run-trade.ts";
import { type Supplier, suppliers } from "./suppliers.ts";

type Bill = Readonly<{ supplier: number; reference: string; net: string; paidOn: string | undefined }>;
/** What the company spends on a day. Indexes name suppliers. */
export type Spending = Readonly<{ bills: readonly Bill[]; wages: string | undefined; rate: string | undefined }>;

export type PurchasePlan = Readonly<{ from: string; to: string; share: number }>;

const PAYDAY = 25;
const dayOf = (date: string) => Number(date.slice(8));

/** `share` is how large the company is beside the usual one. Bills are paid when they are due or some days later, a few not yet. */
export const planPurchases = (random: Random, { from, to, share }: PurchasePlan): ReadonlyMap<string, Spending> => {
  const plan = new Map<string, Spending>();
  let running = 1_000;
  let rate = 0.852;
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const bills = suppliers.flatMap(({ days, net: [least, most], grows, terms }, supplier): Bill[] => {
      if (!days.includes(dayOf(day))) return [];
      running += 1;
      const net = (random.between(least * 100, most * 100) / 100) * (grows ? share : 1);
      const late = random.chance(0.2) ? random.between(3, 20) : random.between(0, 1);
      const paidOn = random.chance(0.03) ? undefined : addDays(day, terms + late);
      return [{ supplier, reference: `${running}`, net: net.toFixed(2), paidOn }];
    });
    const pays = dayOf(day) === PAYDAY;
    if (dayOf(day) === 1 || day === from) rate += random.between(-70, 70) / 10_000;
    plan.set(day, {
      bills,
      wages: pays ? `${random.between(21_000, 23_500)}.00` : undefined,
      rate: dayOf(day) === 1 || day === from ? rate.toFixed(4) : undefined,
    });
  }
  return plan;
};

const accountIds = query("finance.account.read", async ({ db, actor }, _: undefined) => {
  const accounts = await db.selectFrom("finance.account").select(["id", "code"]).where("companyId", "=", actor.companyId).execute();
  return done(new Map(accounts.map(({ id, code }) => [code, id])));
});

type Due = Readonly<{ id: string; partyId: string; total: string; currency: string }>;

const entry = (description: string, lines: readonly object[]) => EntryInput.parse({ description, lines });

/** The company's own side: capital, suppliers with their bills and payments, wages, rates of the euro. Answers what to do on each day of trade. */
export const openPurchases = async (first: Ctx, plan: ReadonlyMap<string, Spending>): Promise<(ctx: Ctx, day: string) => Promise<void>> => {
  const accounts = must(await accountIds(first, undefined));
  const account = (code: string) => accounts.get(code) ?? "";
  const capital = [
    { accountId: account("1200"), debit: "150000.00" },
    { accountId: account("3000"), credit: "150000.00" },
  ];
  must(await postManualEntry(first, entry("Shares paid in by the founders", capital)));
  const partyIds: string[] = [];
  for (const { code, name, currency, country, terms } of suppliers)
    partyIds.push(must(await createParty(first, PartyInput.parse({ code, name, currency, country, paymentTermsDays: terms }))).id);
  const due = new Map<string, Due[]>();
  let euro = "1";

  const enterBill = async (ctx: Ctx, { supplier: at, reference, net, paidOn }: Bill) => {
    const { account: code, tax, text, currency } = suppliers[at] as Supplier;
    const partyId = partyIds[at] ?? "";
    const line = { description: text, quantity: "1", unitPrice: net, accountId: account(code), taxCodes: [tax] };
    const { id } = must(await draftInvoice(ctx, InvoiceInput.parse({ kind: "bill", partyId, reference, lines: [line] })));
    const { total } = must(await issueInvoice(ctx, { id }));
    if (paidOn !== undefined) due.set(paidOn, [...(due.get(paidOn) ?? []), { id, partyId, total, currency }]);
  };

  const payBill = async (ctx: Ctx, { id, partyId, total, currency }: Due) => {
    const left = { currency: ctx.company.baseCurrency, amount: (Number(total) * Number(euro) + 0.005).toFixed(2) };
    const across = currency === ctx.company.baseCurrency ? {} : { accountAmount: left };
    const allocations = [{ invoiceId: id, amount: total }];
    must(await recordPayment(ctx, PaymentInput.parse({ direction: "out", partyId, amount: total, currency, allocations, ...across })));
  };

  return async (ctx, day) => {
    const { bills = [], wages, rate } = plan.get(day) ?? {};
    if (rate !== undefined) must(await createRate(ctx, { currency: "EUR", rate, validOn: day }));
    euro = rate ?? euro;
    for (const bill of bills) await enterBill(ctx, bill);
    for (const one of due.get(day) ?? []) await payBill(ctx, one);
    if (wages === undefined) return;
    const paid = [
      { accountId: account("7003"), debit: wages },
      { accountId: account("1200"), credit: wages },
    ];
    must(await postManualEntry(ctx, entry("Salaries of the month", paid)));
  };
};
