import { CompiledQuery } from "kysely";
import { exchangeOn, type FinanceImportContext, type KnownParty, partyMissing, readFinanceContext } from "#core/finance/import-context.ts";
import { todayOf } from "#core/kernel/clock.ts";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { convertMinor } from "#core/kernel/exchange.ts";
import { done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";
import { defineImport, type ItemResult } from "#core/platform/imports/import-kind.ts";
import { knownBy } from "#core/platform/imports/known.ts";
import { type Posting, postEntries } from "../entries/post-entry.ts";
import { allocationStatement, type Edge, exchangeOf } from "../open-items/allocations.ts";
import { lockOpenDocuments, type OpenDocument, openOf } from "../open-items/open-item.ts";
import { itemsAfter, settle, sharesOf } from "../open-items/settle.ts";
import { type ImportedPayment, paymentImportColumns, readImportedPayment } from "./imported-payment.ts";
import { refusedOut } from "./pay-out.ts";
import { paymentStatement } from "./record-payment.ts";

type Context = Readonly<{
  finance: FinanceImportContext;
  methods: ReadonlyMap<string, { id: string; accountId: string }>;
  /** By id; a row that settles one puts what is left of it in its place. */
  documents: Map<string, OpenDocument>;
}>;
type Ready = Readonly<{
  row: Record<string, unknown> & { id: string; amount: string; currency: string; partyId: string; paidOn: string };
  postings: readonly Posting[];
  edges: readonly Edge[];
}>;

const settles = { in: ["invoice", "debit_note"], out: ["bill", "credit_note"] } as const;

const readContext = async (tx: TxCtx, items: readonly ImportedPayment[]): Promise<Context> => {
  const { companyId } = tx.actor;
  const finance = await readFinanceContext(tx, {
    parties: items.map(({ party }) => party),
    currencies: items.map(({ currency }) => currency),
  });
  const methods = await tx.db
    .selectFrom("finance.paymentMethod")
    .select(["id", "code", "accountId"])
    .where("companyId", "=", companyId)
    .where("active", "=", true)
    .execute();
  const numbers = items.flatMap(({ invoice }) => invoice ?? []);
  const named = await tx.db
    .selectFrom("finance.invoice")
    .select("id")
    .where("companyId", "=", companyId)
    .where("number", "in", ["", ...numbers])
    .where("state", "<>", "draft")
    .execute();
  // Locked in key order, so that two imports queue instead of deadlocking.
  const documents = await lockOpenDocuments(
    tx,
    null,
    named.map(({ id }) => id),
  );
  return {
    finance,
    methods: new Map(methods.map((method) => [method.code, method])),
    documents: new Map(documents.map((one) => [one.id, one])),
  };
};

/** The document that a row names, as far as the payment can settle it. */
const namedDocument = (
  { invoice, direction }: ImportedPayment,
  party: KnownParty,
  { documents }: Context,
  paid: Readonly<{ amountMinor: bigint; currency: string }>,
): Outcome<OpenDocument | undefined> => {
  if (invoice === undefined) return done(undefined);
  const refused = (detail: string) => refuse(invalid("import.invoice", detail, "/invoice"));
  const document = [...documents.values()].find(
    (one) => one.number === invoice && one.partyId === party.id && (settles[direction] as readonly string[]).includes(one.kind),
  );
  if (!document) return refused(`${party.name} has no such document ${invoice}.`);
  if (document.currency !== paid.currency) return refused(`${invoice} is in ${document.currency}.`);
  const open = openOf([document]);
  if (paid.amountMinor > open) return refused(`Only ${formatMinor(open, document.currency)} ${document.currency} is open on ${invoice}.`);
  return done(document);
};

type Money = Readonly<{ currency: string; amountMinor: bigint; companyMinor: bigint }>;

const moneyOf = (tx: TxCtx, item: ImportedPayment, currency: string, finance: FinanceImportContext): Outcome<Money> => {
  const minor = parseMinor(item.amount, currency);
  if (!minor.ok) return refuse({ ...minor.fault, errors: [{ pointer: "/amount", detail: minor.fault.detail }] });
  const exchange = exchangeOn(tx, finance, currency, item.paidOn);
  if (!exchange.ok) return exchange;
  return done({
    currency,
    amountMinor: minor.value,
    companyMinor: exchange.value ? convertMinor(minor.value, exchange.value) : minor.value,
  });
};

const entryOf = (
  item: ImportedPayment,
  { currency, amountMinor, companyMinor }: Money,
  {
    accountId,
    controlAccountId,
    party,
    journalId,
    ...ids
  }: Readonly<Record<"id" | "sourceId" | "accountId" | "controlAccountId" | "journalId", string>> & Readonly<{ party: KnownParty }>,
): Posting => {
  const side = item.direction === "in" ? 1n : -1n;
  return {
    ...ids,
    journalId,
    effectiveOn: item.paidOn,
    description: `Payment ${item.direction === "in" ? "from" : "to"} ${party.name}`,
    sourceType: "payment",
    lines: [
      { accountId, currency, amount: side * amountMinor, companyAmount: side * companyMinor },
      { accountId: controlAccountId, partyId: party.id, currency, amount: -side * amountMinor, companyAmount: -side * companyMinor },
    ],
  };
};

const prepare = (tx: TxCtx, item: ImportedPayment, context: Context): Outcome<Ready> => {
  const { finance } = context;
  const party = finance.parties.get(item.party);
  if (!party) return refuse(partyMissing(item.party));
  const method = context.methods.get(item.method);
  if (!method) return refuse(invalid("import.method", `There is no active payment method ${item.method}.`, "/method"));
  if (item.paidOn > todayOf(tx)) return refuse(invalid("import.future", "A payment is recorded when it has happened.", "/paid_on"));
  const money = moneyOf(tx, item, item.currency ?? party.currency, finance);
  if (!money.ok) return money;
  const named = namedDocument(item, party, context, money.value);
  if (!named.ok) return named;
  const document = named.value;
  const { currency, amountMinor, companyMinor } = money.value;
  const ledger = document?.items[0]?.ledger ?? (item.direction === "in" ? "receivable" : "payable");
  const held = refusedOut(tx, { direction: item.direction, ledger }, companyMinor);
  if (held) return refuse(held);
  const controlAccountId = document?.items[0]?.accountId ?? finance.accountFor(ledger, party.id);
  const [paymentId, entryId] = [tx.newId(), tx.newId()];
  const ids = {
    id: entryId,
    sourceId: paymentId,
    accountId: method.accountId,
    controlAccountId,
    journalId: finance.journals.get("BNK") ?? "",
  };
  const entry = entryOf(item, money.value, { ...ids, party });
  const funds = {
    entryId,
    position: 2,
    debit: item.direction === "out",
    leftMinor: amountMinor,
    leftCompanyMinor: companyMinor,
    effectiveOn: item.paidOn,
  };
  const { edges } = settle(tx, funds, document ? sharesOf(document.items, amountMinor) : [], item.paidOn);
  if (document) context.documents.set(document.id, { ...document, items: itemsAfter(document.items, edges) });
  const settled = exchangeOf(tx, edges, {
    ...{ partyId: party.id, partyName: party.name, currency, controlAccountId },
    exchangeAccountId: finance.accountFor("exchange"),
    exchangeJournalId: finance.journals.get("GEN") ?? "",
  });
  const { externalId: id, direction, paidOn, reference = null } = item;
  const row = {
    id: paymentId,
    externalId: id,
    direction,
    ledger,
    paidOn,
    reference,
    partyId: party.id,
    methodId: method.id,
    currency,
    entryId,
  };
  return done({
    row: { ...row, amountMinor, companyMinor, amount: formatMinor(amountMinor, currency) },
    postings: [entry, ...settled.postings],
    edges: settled.edges,
  });
};

const run = ({ sql, parameters }: Statement, tx: TxCtx) => tx.db.executeQuery(CompiledQuery.raw(sql, [...parameters]));

/** Entries, payments with their numbers, allocations: a statement each. */
const write = async (tx: TxCtx, ready: readonly Ready[]) => {
  if (ready.length === 0) return;
  await postEntries(
    tx,
    ready.flatMap(({ postings }) => postings),
  );
  await run(paymentStatement(ready.map(({ row }) => row)), tx);
  const edges = ready.flatMap((one) => one.edges);
  if (edges.length > 0) await run(allocationStatement(edges), tx);
  for (const { row } of ready) {
    const { id, amount, currency, partyId, paidOn, direction, externalId: own } = row;
    const told = { id, amount, currency, partyId, paidOn, direction, externalId: own };
    tx.audit({ action: "payment.recorded", subjectType: "payment", subjectId: id, after: told });
    tx.event({ type: "payment.recorded", subject: id, data: told });
  }
};

/** Payments received or made, on account or for the document that a row names. Known by their external id. */
export const paymentImport = defineImport<ImportedPayment>({
  name: "payments",
  title: "Payments",
  grant: "finance.payment.write",
  columns: paymentImportColumns,
  read: ([cells = {}]) => readImportedPayment(cells),
  write: async (tx, items) => {
    const known = await knownBy(
      tx,
      "finance.payment",
      "externalId",
      items.map(({ externalId: id }) => id),
    );
    const context = await readContext(tx, items);
    const ready: Ready[] = [];
    const results = items.map((item): ItemResult => {
      if (known.has(item.externalId)) return "unchanged";
      const one = prepare(tx, item, context);
      if (!one.ok) return { fault: one.fault };
      ready.push(one.value);
      return "created";
    });
    await write(tx, ready);
    return results;
  },
});
