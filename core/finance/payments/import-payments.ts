import { CompiledQuery, sql } from "kysely";
import { exchangeOn, type FinanceImportContext, type KnownParty, partyMissing, readFinanceContext } from "#core/finance/import-context.ts";
import { todayOf } from "#core/kernel/clock.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { convertMinor } from "#core/kernel/exchange.ts";
import { done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";
import { defineImport, type ItemResult } from "#core/platform/imports/import-kind.ts";
import { knownBy } from "#core/platform/imports/known.ts";
import { jsonWithIntegers, type Posting, postEntries } from "../entries/post-entry.ts";
import { allocationStatement, companyShare, type Edge, exchangePosting } from "./allocations.ts";
import { type ImportedPayment, paymentImportColumns, readImportedPayment } from "./imported-payment.ts";

type OpenDocument = {
  id: string;
  kind: string;
  number: string;
  partyId: string;
  currency: string;
  openMinor: bigint;
  openCompanyMinor: bigint;
};
type Context = Readonly<{
  finance: FinanceImportContext;
  methods: ReadonlyMap<string, { id: string; accountId: string }>;
  documents: readonly OpenDocument[];
}>;
type Ready = Readonly<{
  row: Record<string, unknown> & { id: string; amount: string; currency: string; partyId: string; paidOn: string };
  postings: readonly Posting[];
  edge: Edge | undefined;
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
  // In key order, so that two imports queue instead of deadlocking.
  const { rows } = await sql<OpenDocument>`
    select id, kind, number, party_id, currency, open_minor, open_company_minor from finance.invoice
     where company_id = ${companyId} and number = any (${numbers}::text[]) and state <> 'draft' order by id for update`.execute(tx.db);
  return { finance, methods: new Map(methods.map((method) => [method.code, method])), documents: rows.map((row) => ({ ...row })) };
};

type Funds = Readonly<{ paymentId: string; amountMinor: bigint; companyMinor: bigint; currency: string }>;

/** What the payment settles of the invoice that its row names; lowers what later rows find open. */
const edgeOf = (
  tx: TxCtx,
  item: ImportedPayment,
  party: KnownParty,
  { documents }: Context,
  funds: Funds,
): Outcome<{ edge: Edge; kind: string } | undefined> => {
  const { invoice, direction } = item;
  if (invoice === undefined) return done(undefined);
  const document = documents.find(
    (one) => one.number === invoice && one.partyId === party.id && (settles[direction] as readonly string[]).includes(one.kind),
  );
  if (!document) return refuse(invalid("import.invoice", `${party.name} has no such document ${invoice}.`, "/invoice"));
  if (document.currency !== funds.currency) return refuse(invalid("import.invoice", `${invoice} is in ${document.currency}.`, "/invoice"));
  if (funds.amountMinor > document.openMinor)
    return refuse(
      invalid(
        "import.invoice",
        `Only ${formatMinor(document.openMinor, document.currency)} ${document.currency} is open on ${invoice}.`,
        "/invoice",
      ),
    );
  const companyMinor = companyShare(funds.amountMinor, document.openMinor, document.openCompanyMinor);
  document.openMinor -= funds.amountMinor;
  document.openCompanyMinor -= companyMinor;
  const edge = {
    id: tx.newId(),
    invoiceId: document.id,
    paymentId: funds.paymentId,
    amountMinor: funds.amountMinor,
    companyMinor,
    settledCompanyMinor: funds.companyMinor,
    allocatedOn: item.paidOn,
  };
  return done({ edge, kind: document.kind });
};

const prepare = (tx: TxCtx, item: ImportedPayment, context: Context): Outcome<Ready> => {
  const { finance } = context;
  const party = finance.parties.get(item.party);
  if (!party) return refuse(partyMissing(item.party));
  const method = context.methods.get(item.method);
  if (!method) return refuse(invalid("import.method", `There is no active payment method ${item.method}.`, "/method"));
  if (item.paidOn > todayOf(tx)) return refuse(invalid("import.future", "A payment is recorded when it has happened.", "/paid_on"));
  const currency = item.currency ?? party.currency;
  const minor = parseMinor(item.amount, currency);
  if (!minor.ok) return refuse({ ...minor.fault, errors: [{ pointer: "/amount", detail: minor.fault.detail }] });
  const exchange = exchangeOn(tx, finance, currency, item.paidOn);
  if (!exchange.ok) return exchange;
  const companyMinor = exchange.value ? convertMinor(minor.value, exchange.value) : minor.value;
  const paymentId = tx.newId();
  const settled = edgeOf(tx, item, party, context, { paymentId, amountMinor: minor.value, companyMinor, currency });
  if (!settled.ok) return settled;
  const kind = settled.value?.kind ?? (item.direction === "in" ? "invoice" : "bill");
  const controlAccountId = finance.accountFor(kind === "invoice" || kind === "credit_note" ? "receivable" : "payable", party.id);
  const side = item.direction === "in" ? 1n : -1n;
  const entry: Posting = {
    id: tx.newId(),
    journalId: finance.journals.get("BNK") ?? "",
    effectiveOn: item.paidOn,
    description: `Payment ${item.direction === "in" ? "from" : "to"} ${party.name}`,
    sourceType: "payment",
    sourceId: paymentId,
    lines: [
      { accountId: method.accountId, currency, amount: side * minor.value, companyAmount: side * companyMinor },
      { accountId: controlAccountId, partyId: party.id, currency, amount: -side * minor.value, companyAmount: -side * companyMinor },
    ],
  };
  const edge = settled.value?.edge;
  const difference = exchangePosting(tx, edge ? [edge] : [], {
    partyId: party.id,
    partyName: party.name,
    on: item.paidOn,
    currency,
    controlAccountId,
    exchangeAccountId: finance.accountFor("exchange"),
    exchangeJournalId: finance.journals.get("GEN") ?? "",
    debit: item.direction === "in",
  });
  const { externalId: id, direction, paidOn, reference = null } = item;
  const row = {
    id: paymentId,
    externalId: id,
    direction,
    paidOn,
    reference,
    partyId: party.id,
    methodId: method.id,
    currency,
    entryId: entry.id,
  };
  return done({
    row: { ...row, amountMinor: minor.value, companyMinor, amount: formatMinor(minor.value, currency) },
    postings: difference ? [entry, difference] : [entry],
    edge,
  });
};

/** Entries, payments with their numbers, allocations: a statement each. */
const write = async (tx: TxCtx, ready: readonly Ready[]) => {
  if (ready.length === 0) return;
  await postEntries(
    tx,
    ready.flatMap(({ postings }) => postings),
  );
  await sql`
    insert into finance.payment (id, company_id, direction, party_id, method_id, number, paid_on, currency, amount_minor, unallocated_minor, company_minor,
                                 unallocated_company_minor, reference, entry_id, external_id)
    select r.id, ${tx.actor.companyId}::uuid, r.direction, r."partyId", r."methodId", shared.take_number(${tx.actor.companyId}::uuid, 'payment', r."paidOn"), r."paidOn", r.currency,
           r."amountMinor", r."amountMinor", r."companyMinor", r."companyMinor", r.reference, r."entryId", r."externalId"
      from rows from (jsonb_to_recordset(${jsonWithIntegers(ready.map(({ row }) => row))}::jsonb) as (id uuid, direction text, "partyId" uuid, "methodId" uuid, "paidOn" date, currency text,
           "amountMinor" bigint, "companyMinor" bigint, reference text, "entryId" uuid, "externalId" text)) with ordinality
        as r (id, direction, "partyId", "methodId", "paidOn", currency, "amountMinor", "companyMinor", reference, "entryId", "externalId", place) order by r.place`.execute(
    tx.db,
  );
  const edges = ready.flatMap(({ edge }) => edge ?? []);
  if (edges.length > 0) {
    const { sql: statement, parameters } = allocationStatement(edges);
    await tx.db.executeQuery(CompiledQuery.raw(statement, [...parameters]));
  }
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
