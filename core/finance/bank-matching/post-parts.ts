import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import { convertMinor } from "#core/kernel/exchange.ts";
import { conflict, done, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import type { LockedBankAccount } from "../bank-accounts/find-bank-account.ts";
import type { BankLineRow } from "../bank-statements/list-bank-lines.ts";
import { rateOn } from "../currencies/rate-on.ts";
import { composeEntry } from "../entries/compose-entry.ts";
import type { EntryInput } from "../entries/entry.ts";
import { deferPosting, type PostingLine, postEntries } from "../entries/post-entry.ts";
import { PaymentInput } from "../payments/payment.ts";
import { recordSettledPayment } from "../payments/record-settled-payment.ts";
import type { EntryPart, ExistingPart, PaymentPart, TransferPart } from "./confirmation.ts";
import { includedTax } from "./included-tax.ts";
import { runNow } from "./run-now.ts";

/** Where a part of a line stands in the ledger. `posted` says what undoing it has to take back. */
export type PostedPart = Readonly<{
  entryId: string;
  position: number;
  amountMinor: bigint;
  posted: "payment" | "entry" | "return" | "nothing";
  paymentId?: string | undefined;
  /** The line of another bank account that the same entry answers for. */
  other?: Readonly<{ lineId: string; position: number; amountMinor: bigint }> | undefined;
}>;

/** A line, its account, and the payment method through which payments go to it. */
export type Place = Readonly<{ line: BankLineRow; account: LockedBankAccount; method: string }>;

const absolute = (minor: bigint) => (minor < 0n ? -minor : minor);
const describe = ({ line }: Place): string =>
  [line.partyName, line.text]
    .filter((part) => part)
    .join(": ")
    .slice(0, 480) || `Bank, ${line.bookedOn}`;

/** The amount in company currency at the rate of the day. */
const companyAmount = async (tx: TxCtx, minor: bigint, currency: string, on: string): Promise<Outcome<bigint>> => {
  const to = tx.company.baseCurrency;
  if (currency === to) return done(minor);
  const rate = await rateOn(tx.db, { id: tx.actor.companyId, baseCurrency: to }, currency, on);
  return rate.ok ? done(convertMinor(minor, { from: currency, to, rate: rate.value })) : rate;
};

type ExchangePlace = Readonly<{ accountId: string; method: string }>;

/** The exchange account, and the payment method through which payments in other currencies go to it; made when it is first needed. */
const exchangePlace = async (tx: TxCtx): Promise<ExchangePlace> => {
  const company = tx.actor.companyId;
  const { rows } = await sql<{ accountId: string; method: string | null }>`
    select r.account_id, (select m.code from finance.payment_method m where m.company_id = r.company_id and m.account_id = r.account_id and m.active order by m.code limit 1) as method
      from finance.account_rule r where r.company_id = ${company} and r.purpose = 'exchange' and r.key = ''`.execute(tx.db);
  const found = rows[0];
  if (!found) throw new Error("The company has no exchange account.");
  if (found.method !== null) return { accountId: found.accountId, method: found.method };
  const code = "exchange";
  await tx.db
    .insertInto("finance.paymentMethod")
    .values({ id: tx.newId(), companyId: company, code, name: "Exchange between currencies", accountId: found.accountId })
    .execute();
  return { accountId: found.accountId, method: code };
};

const paymentOf = (tx: TxCtx, part: PaymentPart, place: Place, money: Readonly<{ method: string; currency: string; amount: string }>) =>
  runNow(tx, (inner) =>
    recordSettledPayment(
      inner,
      PaymentInput.parse({
        ...money,
        direction: part.amount.startsWith("-") ? "out" : "in",
        partyId: part.partyId,
        paidOn: place.line.bookedOn,
        reference: (place.line.endToEndId ?? place.line.text ?? undefined)?.slice(0, 200),
        allocations: part.allocations,
      }),
    ),
  );

/** The line of an entry on this account of the ledger. */
const positionOf = async (tx: TxCtx, entryId: string, accountId: string): Promise<number> => {
  const line = await tx.db
    .selectFrom("finance.journalLine")
    .select("position")
    .where("companyId", "=", tx.actor.companyId)
    .where("entryId", "=", entryId)
    .where("accountId", "=", accountId)
    .orderBy("position")
    .executeTakeFirst();
  if (!line) throw new Error(`Entry ${entryId} does not touch the bank's account.`);
  return line.position;
};

/**
 * Records a payment of the party and settles its documents. Paid in another currency than the account's, the payment goes to the exchange account in its currency, and
 * the money comes from there in the account's: both balance, and the gain or loss is what stays there.
 */
export const postPayment = async (tx: TxCtx, part: PaymentPart, amountMinor: bigint, place: Place): Promise<Outcome<PostedPart>> => {
  const { account, line } = place;
  const { paid } = part;
  if (!paid || paid.currency === account.currency) {
    const amount = formatMinor(absolute(amountMinor), account.currency);
    const payment = await paymentOf(tx, part, place, { method: place.method, currency: account.currency, amount });
    if (!payment.ok) return payment;
    const { id, entryId } = payment.value;
    return done({ entryId, position: await positionOf(tx, entryId, account.accountId), amountMinor, posted: "payment", paymentId: id });
  }
  const exchange = await exchangePlace(tx);
  const payment = await paymentOf(tx, part, place, { method: exchange.method, ...paid });
  if (!payment.ok) return payment;
  const companyMinor = await companyAmount(tx, amountMinor, account.currency, line.bookedOn);
  if (!companyMinor.ok) return companyMinor;
  const entryId = await postLines(tx, place, [
    { accountId: account.accountId, currency: account.currency, amount: amountMinor, companyAmount: companyMinor.value },
    { accountId: exchange.accountId, currency: account.currency, amount: -amountMinor, companyAmount: -companyMinor.value },
  ]);
  return done({ entryId, position: 1, amountMinor, posted: "payment", paymentId: payment.value.id });
};

const postLines = async (tx: TxCtx, place: Place, lines: readonly PostingLine[], description = describe(place)): Promise<string> => {
  const id = tx.newId();
  const { line, account } = place;
  await postEntries(tx, [
    { id, journalId: account.journalId, effectiveOn: line.bookedOn, description, sourceType: "bank_line", sourceId: line.id, lines },
  ]);
  return id;
};

type OtherLine = Omit<EntryInput["lines"][number], "debit" | "credit"> & Readonly<{ minor: bigint }>;

/** The lines against the account: all of the amount, or what is left of it beside a tax that it includes. */
const otherLines = async (tx: TxCtx, part: EntryPart, minor: bigint, { account, line }: Place): Promise<Outcome<OtherLine[]>> => {
  const { accountId, partyId, dimensions, taxCodeId } = part;
  if (taxCodeId === undefined) return done([{ accountId, partyId, dimensions, minor }]);
  const tax = await includedTax(tx, { taxCodeId, minor, currency: account.currency, on: line.bookedOn });
  if (!tax.ok) return tax;
  const net = { accountId, partyId, dimensions, minor: minor - tax.value.minor };
  if (tax.value.minor === 0n) return done([net]);
  const taxBase = formatMinor(net.minor, account.currency);
  return done([net, { accountId: tax.value.accountId, taxCodeId, taxBase, dimensions, minor: tax.value.minor }]);
};

/** Posts the amount against an account, by the rules of entries by hand for that account. A tax it includes goes to its own. */
export const postEntry = async (tx: TxCtx, part: EntryPart, amountMinor: bigint, place: Place): Promise<Outcome<PostedPart>> => {
  const { account, line } = place;
  const amount = formatMinor(absolute(amountMinor), account.currency);
  const [bank, other] = amountMinor > 0n ? (["debit", "credit"] as const) : (["credit", "debit"] as const);
  const { description = describe(place) } = part;
  const id = tx.newId();
  const others = await otherLines(tx, part, absolute(amountMinor), place);
  if (!others.ok) return others;
  const composed = await composeEntry(
    tx,
    {
      description,
      journalId: account.journalId,
      currency: account.currency,
      lines: [
        { accountId: account.accountId, [bank]: amount },
        ...others.value.map(({ minor, ...rest }) => ({ ...rest, [other]: formatMinor(minor, account.currency) })),
      ],
    },
    { id, effectiveOn: line.bookedOn, documentAccounts: [account.accountId] },
  );
  if (!composed.ok) return composed;
  const { posting, interning } = composed.value;
  const posted = await runNow(tx, async (inner) => {
    if (interning) inner.defer(interning);
    deferPosting(inner, [{ ...posting, sourceType: "bank_line", sourceId: line.id }]);
    return done(undefined);
  });
  return posted.ok ? done({ entryId: id, position: 1, amountMinor, posted: "entry" }) : posted;
};

/** Finds a posting on the bank's account that is there already, with what of it no line answers for yet. */
export const findExisting = async (tx: TxCtx, part: ExistingPart, wanted: bigint, place: Place): Promise<Outcome<PostedPart>> => {
  const { rows } = await sql<{ accountId: string; leftMinor: bigint }>`
    select j.account_id, j.amount - coalesce((select sum(m.amount_minor) from finance.bank_match m
             where m.company_id = j.company_id and m.entry_id = j.entry_id and m.entry_position = j.position), 0)::bigint as left_minor
      from finance.journal_line j where j.company_id = ${tx.actor.companyId} and j.entry_id = ${part.entryId} and j.position = ${part.position}`.execute(
    tx.db,
  );
  const found = rows[0];
  if (!found) return refuse(missing("entry", part.entryId));
  if (found.accountId !== place.account.accountId)
    return refuse(invalid("bank_match.other_account", "This posting is not on the bank's account of the ledger.", "/lines"));
  const sameSide = found.leftMinor > 0n === wanted > 0n;
  if (found.leftMinor === 0n || !sameSide || absolute(found.leftMinor) < absolute(wanted))
    return refuse(
      conflict(
        "bank_match.over_matched",
        `Only ${formatMinor(found.leftMinor, place.account.currency)} of this posting is left to be matched.`,
      ),
    );
  return done({ entryId: part.entryId, position: part.position, amountMinor: wanted, posted: "nothing" });
};

/** Money between two accounts of the company, in one entry; the line of the other account, when it is there, is matched with it. */
export const postTransfer = async (
  tx: TxCtx,
  part: TransferPart,
  amountMinor: bigint,
  { place, target, otherLine }: Readonly<{ place: Place; target: LockedBankAccount | undefined; otherLine: BankLineRow | undefined }>,
): Promise<Outcome<PostedPart>> => {
  const { account, line } = place;
  if (!target || target.id === account.id) return refuse(missing("bank account", part.bankAccountId));
  if (target.currency !== account.currency)
    return refuse(
      invalid(
        "bank_match.currency",
        `${target.code} is in ${target.currency}: a transfer between currencies is entered by hand.`,
        "/lines",
      ),
    );
  if (part.lineId !== undefined && (!otherLine || otherLine.bankAccountId !== target.id)) return refuse(missing("bank line", part.lineId));
  if (otherLine && otherLine.leftMinor !== -amountMinor)
    return refuse(
      conflict("bank_match.other_amount", `The line of ${target.code} has ${formatMinor(otherLine.leftMinor, target.currency)} left.`),
    );
  const companyMinor = await companyAmount(tx, amountMinor, account.currency, line.bookedOn);
  if (!companyMinor.ok) return companyMinor;
  const description = `Transfer ${amountMinor > 0n ? `from ${target.name} to ${account.name}` : `from ${account.name} to ${target.name}`}`;
  const lines = [
    { accountId: account.accountId, currency: account.currency, amount: amountMinor, companyAmount: companyMinor.value },
    { accountId: target.accountId, currency: account.currency, amount: -amountMinor, companyAmount: -companyMinor.value },
  ];
  const entryId = await postLines(tx, place, lines, description);
  const other = otherLine ? { lineId: otherLine.id, position: 2, amountMinor: -amountMinor } : undefined;
  return done({ entryId, position: 1, amountMinor, posted: "entry", other });
};
