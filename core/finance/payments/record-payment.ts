import { CompiledQuery } from "kysely";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { convertMinor } from "#core/kernel/exchange.ts";
import { conflict, done, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";
import { deferPosting } from "../entries/post-entry.ts";
import { allocationStatement, deferExchange } from "./allocations.ts";
import { edgesOf, type Funds, lockOpenDocuments } from "./open-documents.ts";
import type { AllocateInput, PaymentBody, PaymentInput } from "./payment.ts";

onConstraint("payment_external_id_once", conflict("payment.external_id_taken", "A payment with this external id exists already."));

export type PaymentSettings = Readonly<{
  partyName: string;
  partyCurrency: string;
  methodId: string | null;
  methodAccountId: string | null;
  receivableAccountId: string;
  payableAccountId: string;
  exchangeAccountId: string;
  journalId: string;
  exchangeJournalId: string;
  rate: string | null;
}>;

const settingsStatement = `
select p.name as "partyName", coalesce($3, p.currency) as "partyCurrency",
       (select m.id from finance.payment_method m where m.company_id = $1 and m.code = $4 and m.active) as "methodId",
       (select m.account_id from finance.payment_method m where m.company_id = $1 and m.code = $4 and m.active) as "methodAccountId",
       (select a.account_id from finance.account_rule a where a.company_id = $1 and a.purpose = 'receivable' and (a.key = $2::text or a.key = '') order by a.key <> '' desc limit 1) as "receivableAccountId",
       (select a.account_id from finance.account_rule a where a.company_id = $1 and a.purpose = 'payable' and (a.key = $2::text or a.key = '') order by a.key <> '' desc limit 1) as "payableAccountId",
       (select a.account_id from finance.account_rule a where a.company_id = $1 and a.purpose = 'exchange' and a.key = '') as "exchangeAccountId",
       (select j.id from finance.journal j where j.company_id = $1 and j.code = 'BNK') as "journalId",
       (select j.id from finance.journal j where j.company_id = $1 and j.code = 'GEN') as "exchangeJournalId",
       (select e.rate::text from finance.exchange_rate e where e.company_id = $1 and e.currency = coalesce($3, p.currency) and e.valid_on <= $5::date order by e.valid_on desc limit 1) as rate
  from finance.party p where p.company_id = $1 and p.id = $2::uuid`;

/** Party, method, accounts and rate of a payment, in the statement that travels with BEGIN. */
export const paymentSettings = async (
  tx: TxCtx,
  request: Readonly<{ partyId: string; currency: string | undefined; method: string; on: string }>,
) => {
  const { rows } = await tx.db.executeQuery<PaymentSettings>(
    CompiledQuery.raw(settingsStatement, [tx.actor.companyId, request.partyId, request.currency ?? null, request.method, request.on]),
  );
  return rows[0];
};

const insertStatement = (tx: TxCtx, payment: Readonly<Record<string, unknown>>): Statement => ({
  sql: `insert into finance.payment (id, company_id, direction, party_id, method_id, number, paid_on, currency, amount_minor, unallocated_minor, company_minor, unallocated_company_minor, reference, entry_id)
        select $2, $1, $3, $4, $5, shared.take_number($1, 'payment', $6), $6, $7, $8, $8, $9, $9, $10, $11`,
  parameters: [
    tx.actor.companyId,
    ...["id", "direction", "partyId", "methodId", "paidOn", "currency", "amountMinor", "companyMinor", "reference", "entryId"].map(
      (name) => payment[name] ?? null,
    ),
  ],
});

type Prepared = Readonly<{ settings: PaymentSettings; funds: Funds; companyMinor: bigint; amountMinor: bigint }>;

const prepare = (tx: TxCtx, input: PaymentInput, paidOn: string, settings: PaymentSettings | undefined): Outcome<Prepared> => {
  if (!settings) return refuse(invalid("payment.party_missing", `There is no party ${input.partyId}.`, "/partyId"));
  if (!settings.methodId) return refuse(invalid("payment.method_missing", `There is no active payment method ${input.method}.`, "/method"));
  if (paidOn > todayOf(tx)) return refuse(invalid("payment.future_date", "A payment is recorded when it has happened.", "/paidOn"));
  const currency = settings.partyCurrency;
  const minor = parseMinor(input.amount, currency);
  if (!minor.ok) return refuse({ ...minor.fault, errors: [{ pointer: "/amount", detail: minor.fault.detail }] });
  const base = tx.company.baseCurrency;
  if (currency !== base && settings.rate === null)
    return refuse(invalid("rate.missing", `There is no exchange rate for ${currency} on or before ${paidOn}.`, "/currency"));
  const companyMinor = currency === base ? minor.value : convertMinor(minor.value, { from: currency, to: base, rate: settings.rate ?? "" });
  const funds = {
    paymentId: tx.newId(),
    direction: input.direction,
    currency,
    leftMinor: minor.value,
    leftCompanyMinor: companyMinor,
    on: paidOn,
  };
  return done({ settings, funds, companyMinor, amountMinor: minor.value });
};

const bodyOf = (
  input: PaymentInput,
  { funds, settings, amountMinor }: Prepared,
  number: string,
  entryId: string,
  edges: readonly { invoiceId: string; amountMinor: bigint; document: { number: string | null } }[],
): PaymentBody => ({
  id: funds.paymentId,
  number,
  direction: input.direction,
  state: "posted",
  party: { id: input.partyId, name: settings.partyName },
  method: input.method,
  paidOn: funds.on,
  currency: funds.currency,
  amount: formatMinor(amountMinor, funds.currency),
  unallocated: formatMinor(amountMinor - edges.reduce((sum, edge) => sum + edge.amountMinor, 0n), funds.currency),
  reference: input.reference ?? null,
  version: edges.length > 0 ? 2 : 1,
  entryId,
  allocations: edges.map((edge) => ({
    invoiceId: edge.invoiceId,
    invoiceNumber: edge.document.number ?? "",
    amount: formatMinor(edge.amountMinor, funds.currency),
    allocatedOn: funds.on,
  })),
});

/**
 * Records money received or paid and settles documents with it, in two round trips. What is not allocated stays on account. In another currency the gain or
 * loss between the rates goes to the company's exchange account. Refuses an unknown party or method, a day to come, a missing rate, a closed period, more
 * than is open. Locks: the documents in key order, then the payment counter.
 */
export const recordPayment = command("finance.payment.write", async (tx, input: PaymentInput): Promise<Outcome<PaymentBody>> => {
  const paidOn = input.paidOn ?? todayOf(tx);
  const [found, documents] = await Promise.all([
    paymentSettings(tx, { partyId: input.partyId, currency: input.currency, method: input.method, on: paidOn }),
    lockOpenDocuments(tx, input.partyId, input.direction, input.allocations),
  ]);
  const prepared = prepare(tx, input, paidOn, found);
  if (!prepared.ok) return prepared;
  const { settings, funds, companyMinor, amountMinor } = prepared.value;
  const edges = edgesOf(tx, input.allocations, documents, funds);
  if (!edges.ok) return edges;
  const receivable =
    input.direction === "in" ? edges.value[0]?.document.kind !== "debit_note" : edges.value[0]?.document.kind === "credit_note";
  const controlAccountId = receivable ? settings.receivableAccountId : settings.payableAccountId;
  const side = input.direction === "in" ? 1n : -1n;
  const entryId = tx.newId();
  const { currency } = funds;
  deferPosting(tx, [
    {
      id: entryId,
      journalId: settings.journalId,
      effectiveOn: paidOn,
      description: `Payment ${input.direction === "in" ? "from" : "to"} ${settings.partyName}`,
      sourceType: "payment",
      sourceId: funds.paymentId,
      lines: [
        { accountId: settings.methodAccountId ?? "", currency, amount: side * amountMinor, companyAmount: side * companyMinor },
        { accountId: controlAccountId, partyId: input.partyId, currency, amount: -side * amountMinor, companyAmount: -side * companyMinor },
      ],
    },
  ]);
  deferExchange(tx, edges.value, {
    ...settings,
    partyId: input.partyId,
    on: paidOn,
    currency,
    controlAccountId,
    debit: input.direction === "in",
  });
  const number = tx.lateNumber("payment");
  tx.defer(
    insertStatement(tx, {
      ...input,
      id: funds.paymentId,
      methodId: settings.methodId,
      paidOn,
      currency,
      amountMinor,
      companyMinor,
      entryId,
    }),
  );
  if (edges.value.length > 0) tx.defer(allocationStatement(edges.value.map(({ document: _, ...edge }) => edge)));
  const body = bodyOf(input, prepared.value, number, entryId, edges.value);
  tell(tx, "payment.recorded", body);
  return done(body);
});

const tell = (tx: TxCtx, type: string, { id, number, party, amount, currency, allocations, direction, paidOn }: PaymentBody) => {
  tx.audit({ action: type, subjectType: "payment", subjectId: id, after: { number, amount, currency, allocations } });
  tx.event({ type, subject: id, data: { id, number, direction, partyId: party.id, paidOn, amount, currency, allocations } });
};

/**
 * Settles documents with what is left on account of an earlier payment. Refuses more than is left or open. Locks: the payment, then the documents in key order.
 */
export const allocatePayment = command(
  "finance.payment.write",
  async (tx, input: AllocateInput & { id: string }): Promise<Outcome<PaymentBody>> => {
    const payment = await tx.db
      .selectFrom("finance.payment as p")
      .innerJoin("finance.paymentMethod as m", (join) => join.onRef("m.companyId", "=", "p.companyId").onRef("m.id", "=", "p.methodId"))
      .selectAll("p")
      .select("m.code as method")
      .where("p.companyId", "=", tx.actor.companyId)
      .where("p.id", "=", input.id)
      .forUpdate("p")
      .executeTakeFirst();
    if (!payment) return refuse(missing("payment", input.id));
    const direction = payment.direction as "in" | "out";
    const on = todayOf(tx);
    const [settings, documents] = await Promise.all([
      paymentSettings(tx, { partyId: payment.partyId, currency: payment.currency, method: payment.method, on }),
      lockOpenDocuments(tx, payment.partyId, direction, input.allocations),
    ]);
    if (!settings) throw new Error(`Payment ${payment.id} has no party.`);
    const funds = {
      paymentId: payment.id,
      direction,
      currency: payment.currency,
      leftMinor: payment.unallocatedMinor,
      leftCompanyMinor: payment.unallocatedCompanyMinor,
      on,
    };
    const edges = edgesOf(tx, input.allocations, documents, funds);
    if (!edges.ok) return edges;
    if (edges.value.length === 0) return refuse(conflict("payment.nothing_open", "There is nothing open that this payment could settle."));
    const controlAccountId = direction === "in" ? settings.receivableAccountId : settings.payableAccountId;
    deferExchange(tx, edges.value, {
      ...settings,
      partyId: payment.partyId,
      on,
      currency: payment.currency,
      controlAccountId,
      debit: direction === "in",
    });
    tx.defer(allocationStatement(edges.value.map(({ document: _, ...edge }) => edge)));
    const request: PaymentInput = { ...payment, direction, amount: "", allocations: [], reference: payment.reference ?? undefined };
    const body = bodyOf(
      request,
      { settings, funds, amountMinor: payment.unallocatedMinor, companyMinor: 0n },
      payment.number,
      payment.entryId,
      edges.value,
    );
    const answered = {
      ...body,
      amount: formatMinor(payment.amountMinor, payment.currency),
      paidOn: payment.paidOn,
      version: payment.version + 1,
    };
    tell(tx, "payment.allocated", answered);
    return done(answered);
  },
);
