import { behind, foundBy, rowsOfPage, type Sort } from "#core/database/keyset.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query, singleQuery } from "#core/kernel/query.ts";
import { namedBy } from "../open-items/open-item.ts";
import { allocationsOf } from "../open-items/read-allocations.ts";
import type { PaymentBody, PaymentFilter, PaymentSummary } from "./payment.ts";

type Reader = Readonly<{ db: Db; actor: Readonly<{ companyId: string }> }>;

const summaries = ({ db, actor }: Reader) =>
  db
    .selectFrom("finance.payment as p")
    .innerJoin("finance.party as r", (join) => join.onRef("r.companyId", "=", "p.companyId").onRef("r.id", "=", "p.partyId"))
    .innerJoin("finance.paymentMethod as m", (join) => join.onRef("m.companyId", "=", "p.companyId").onRef("m.id", "=", "p.methodId"))
    .select([
      "p.id",
      "p.number",
      "p.direction",
      "p.state",
      "p.partyId",
      "r.name as partyName",
      "m.code as method",
      "p.paidOn",
      "p.currency",
    ])
    .select(["p.amountMinor", "p.unallocatedMinor", "p.reference", "p.version", "p.entryId"])
    .where("p.companyId", "=", actor.companyId);

type Row = Awaited<ReturnType<ReturnType<typeof summaries>["execute"]>>[number];

const summaryOf = (row: Row): PaymentSummary => ({
  id: row.id,
  number: row.number,
  direction: row.direction as PaymentSummary["direction"],
  state: row.state as PaymentSummary["state"],
  party: { id: row.partyId, name: row.partyName },
  method: row.method,
  paidOn: row.paidOn,
  currency: row.currency,
  amount: formatMinor(row.amountMinor, row.currency),
  unallocated: formatMinor(row.unallocatedMinor, row.currency),
  reference: row.reference,
  version: row.version,
});

const sorts = {
  "-created": { columns: ["p.id"], types: ["uuid"], direction: "desc" },
  paidOn: { columns: ["p.paidOn", "p.id"], types: ["date", "uuid"], direction: "asc" },
  "-paidOn": { columns: ["p.paidOn", "p.id"], types: ["date", "uuid"], direction: "desc" },
  number: { columns: ["p.number"], types: ["text"], direction: "asc" },
  "-number": { columns: ["p.number"], types: ["text"], direction: "desc" },
  amount: { columns: ["p.amountMinor", "p.id"], types: ["bigint", "uuid"], direction: "asc" },
  "-amount": { columns: ["p.amountMinor", "p.id"], types: ["bigint", "uuid"], direction: "desc" },
} as const satisfies Record<PaymentFilter["sort"], Sort>;
const cursors: Readonly<Record<PaymentFilter["sort"], (payment: Row) => string[]>> = {
  "-created": ({ id }) => [id],
  paidOn: ({ paidOn, id }) => [paidOn, id],
  "-paidOn": ({ paidOn, id }) => [paidOn, id],
  number: ({ number }) => [number],
  "-number": ({ number }) => [number],
  amount: ({ amountMinor, id }) => [`${amountMinor}`, id],
  "-amount": ({ amountMinor, id }) => [`${amountMinor}`, id],
};

/** Newest first unless asked otherwise. `unallocated=true` shows money still on account; `q` searches number, reference and party. */
export const listPayments = singleQuery("finance.payment.read", async (read, filter: PaymentFilter) => {
  const sort = sorts[filter.sort];
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, sort.columns.length);
  if (cursor && !cursor.ok) return cursor;
  let payments = summaries(read);
  if (filter.direction !== undefined) payments = payments.where("p.direction", "=", filter.direction);
  if (filter.partyId !== undefined) payments = payments.where("p.partyId", "=", filter.partyId);
  if (filter.unallocated !== undefined) payments = payments.where("p.unallocatedMinor", filter.unallocated ? ">" : "=", 0n);
  if (filter.paidFrom !== undefined) payments = payments.where("p.paidOn", ">=", filter.paidFrom);
  if (filter.paidTo !== undefined) payments = payments.where("p.paidOn", "<=", filter.paidTo);
  if (filter.q) payments = payments.where(foundBy("p.id", "finance.search_payments", filter.q));
  const rows = await behind(payments, sort, cursor?.value).limit(rowsOfPage(filter.limit)).execute();
  return done(pageOf(rows, filter.limit, cursors[filter.sort], summaryOf));
});

/** The first line of its entry is the money. */
const accountAmountOf = ({
  currency,
  accountCurrency,
  accountMinor,
}: {
  currency: string;
  accountCurrency: string;
  accountMinor: bigint;
}) =>
  accountCurrency === currency
    ? null
    : { currency: accountCurrency, amount: formatMinor(accountMinor < 0n ? -accountMinor : accountMinor, accountCurrency) };

/** A payment with the documents it settled; undefined when it is not there. */
export const readPayment = async (read: Reader, id: string): Promise<PaymentBody | undefined> => {
  const [payment, allocations] = await Promise.all([
    summaries(read)
      .leftJoin("finance.payeeAccount as a", (join) => join.onRef("a.companyId", "=", "p.companyId").onRef("a.id", "=", "p.payeeAccountId"))
      .innerJoin("finance.journalLine as l", (join) =>
        join.onRef("l.companyId", "=", "p.companyId").onRef("l.entryId", "=", "p.entryId").on("l.position", "=", 1),
      )
      .select(["p.payeeAccountId", "a.hint as payeeHint", "l.currency as accountCurrency", "l.amount as accountMinor"])
      .where("p.id", "=", id)
      .executeTakeFirst(),
    allocationsOf(read, { payment: id }),
  ]);
  if (!payment) return undefined;
  return {
    ...summaryOf(payment),
    entryId: payment.entryId,
    accountAmount: accountAmountOf(payment),
    payeeAccount: payment.payeeAccountId === null ? null : { id: payment.payeeAccountId, hint: payment.payeeHint ?? "" },
    allocations: allocations
      .filter(({ kind }) => kind === "invoice" || kind === "payment" || kind === "entry")
      .map(({ amountMinor, documentId, kind, own, number, id: edge, allocatedOn, undoneOn }) => ({
        id: edge,
        kind: own as PaymentBody["allocations"][number]["kind"],
        ...namedBy(kind, documentId),
        invoiceNumber: number ?? "",
        amount: formatMinor(amountMinor, payment.currency),
        allocatedOn,
        undoneOn,
      })),
  };
};

export const getPayment = query("finance.payment.read", async (read, { id }: { id: string }): Promise<Outcome<PaymentBody>> => {
  const payment = await readPayment(read, id);
  return payment ? done(payment) : refuse(missing("payment", id));
});
