import * as z from "zod";
import { type ImportedDimensions, readImportedDimensions } from "#core/finance/dimensions/imported-dimensions.ts";
import { exchangeOn, type FinanceImportContext, partyMissing, readFinanceContext } from "#core/finance/import-context.ts";
import { todayOf } from "#core/kernel/clock.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { currencyCode, nonNegativeAmount } from "#core/kernel/money.ts";
import { calendarDate, externalId, line } from "#core/kernel/text.ts";
import { needsOwnRequest, needsSecondPerson } from "#core/platform/approvals/second-person.ts";
import { cell, dateCell, decimalCell, present, readBy } from "#core/platform/imports/cells.ts";
import { type Cells, defineImport, type ImportColumn, type ItemResult } from "#core/platform/imports/import-kind.ts";
import { knownBy } from "#core/platform/imports/known.ts";
import { convertEntry } from "./convert-entry.ts";
import type { EntryInput } from "./entry.ts";
import { partyNeeded } from "./party-needed.ts";
import { debitsOf, type Posting, postEntries } from "./post-entry.ts";

const ImportedLine = z
  .strictObject({
    account: z.string().max(32),
    debit: nonNegativeAmount().optional(),
    credit: nonNegativeAmount().optional(),
    currency: currencyCode().optional(),
    party: z.string().max(200).optional(),
    dueOn: calendarDate().optional(),
    description: line(500).optional(),
    dimensions: z.string().max(2000).optional(),
  })
  .refine(({ debit, credit }) => (debit === undefined) !== (credit === undefined), {
    path: ["debit"],
    error: "Write either a debit or a credit.",
  });
const ImportedEntry = z.strictObject({
  reference: externalId(),
  effectiveOn: calendarDate(),
  description: line(500),
  journal: z.string().max(20),
  kind: z.enum(["standard", "opening"]),
  lines: z.array(ImportedLine).min(2, "An entry has at least two lines.").max(5000),
});
type ImportedEntry = z.infer<typeof ImportedEntry>;

const lineColumns: readonly ImportColumn[] = [
  { name: "account", required: true, also: ["account_code", "account_number"], about: "Code of the account" },
  { name: "debit", about: "Amount on the debit side" },
  { name: "credit", about: "Amount on the credit side" },
  { name: "amount", about: "Instead of both: a debit positive, a credit negative" },
  { name: "currency", about: "The company's when absent" },
  { name: "party", also: ["customer", "supplier"], about: "External id or code of a customer or supplier" },
  { name: "due_on", also: ["due_date"], about: "When an open item on a control account is due; the day of the entry when absent" },
  { name: "line_description", about: "Of this line" },
  { name: "dimensions", about: "Values by their codes, like cost-centre=210; project=P1" },
];

const isZero = (text: string | undefined) => text === undefined || /^-?0*(\.0*)?$/.test(text);

/** A file has both columns, one of them empty or zero; or one amount with a sign. */
const sidesOf = (cells: Cells) => {
  const amount = cell(cells, "amount", decimalCell);
  if (amount !== undefined) return amount.startsWith("-") ? { credit: amount.slice(1) } : { debit: amount };
  const [debit, credit] = [cell(cells, "debit", decimalCell), cell(cells, "credit", decimalCell)];
  return present({ debit: isZero(debit) ? undefined : debit, credit: isZero(credit) ? undefined : credit });
};

const lineOf = (cells: Cells) =>
  present({
    account: cells.account,
    ...sidesOf(cells),
    currency: cells.currency,
    party: cells.party,
    dueOn: cell(cells, "due_on", dateCell),
    description: cells.line_description,
    dimensions: cells.dimensions,
  });

const accountFault = (
  account: { active: boolean; manualPosting: boolean; control: string | null } | undefined,
  { account: code, party, dueOn }: ImportedEntry["lines"][number],
  opening: boolean,
): Fault | undefined => {
  if (!account) return invalid("import.account", `There is no account ${code}.`, "/account");
  if (!account.active) return invalid("import.account", `Account ${code} is not active.`, "/account");
  if (account.control && party === undefined) return invalid("entry.party_needed", partyNeeded(code), "/party");
  if (!account.control && dueOn !== undefined)
    return invalid("entry.party_needed", `Account ${code} is no control account, so nothing on it is due.`, "/due_on");
  return account.manualPosting || opening
    ? undefined
    : invalid("import.account", `Account ${code} is posted to by documents only.`, "/account");
};

type Composed = Readonly<{ posting: Posting; lines: EntryInput["lines"] }>;

const postingOf = (tx: TxCtx, entry: ImportedEntry, context: FinanceImportContext, dimensions: ImportedDimensions): Outcome<Composed> => {
  const { baseCurrency } = tx.company;
  if (entry.effectiveOn > todayOf(tx) && entry.kind === "opening")
    return refuse(invalid("import.future", "Balances cannot be opened on a day to come.", "/date"));
  const journalId = context.journals.get(entry.journal);
  if (!journalId) return refuse(invalid("import.journal", `There is no active journal ${entry.journal}.`, "/journal"));
  const rates: Record<string, string> = {};
  for (const one of entry.lines) {
    const fault = accountFault(context.accounts.get(one.account), one, entry.kind === "opening");
    if (fault) return refuse(fault);
    if (one.party !== undefined && !context.parties.has(one.party)) return refuse(partyMissing(one.party));
    const exchange = exchangeOn(tx, context, one.currency ?? baseCurrency, entry.effectiveOn);
    if (!exchange.ok) return exchange;
    if (exchange.value) rates[exchange.value.from] = exchange.value.rate;
  }
  const lines: EntryInput["lines"] = [];
  for (const { account, party, dimensions: text, ...rest } of entry.lines) {
    const accountId = context.accounts.get(account)?.id ?? "";
    const values =
      entry.kind === "opening" && text === undefined ? done([]) : dimensions.valuesOf({ accountId, dimensions: text }, entry.effectiveOn);
    if (!values.ok) return values;
    const partyId = party === undefined ? undefined : context.parties.get(party)?.id;
    lines.push({ ...rest, accountId, ...(partyId === undefined ? {} : { partyId }), dimensions: values.value });
  }
  const converted = convertEntry({ description: entry.description, lines }, baseCurrency, rates, dimensions.setOf);
  if (!converted.ok) return converted;
  const { reference, effectiveOn, description, kind } = entry;
  const posting = { id: tx.newId(), journalId, kind, effectiveOn, description, externalId: reference, lines: converted.value };
  return done({ posting, lines });
};

const write = async (tx: TxCtx, items: readonly ImportedEntry[]): Promise<readonly ItemResult[]> => {
  const known = await knownBy(
    tx,
    "finance.journalEntry",
    "externalId",
    items.map(({ reference }) => reference),
  );
  const lines = items.flatMap((item) => item.lines);
  const context = await readFinanceContext(tx, {
    parties: lines.map(({ party }) => party),
    accounts: lines.map(({ account }) => account),
    currencies: lines.map(({ currency }) => currency),
  });
  const dimensions = await readImportedDimensions(
    tx,
    lines.map((one) => ({ accountId: context.accounts.get(one.account)?.id ?? tx.actor.companyId, dimensions: one.dimensions })),
  );
  const composed: Composed[] = [];
  const results = items.map((item): ItemResult => {
    if (known.has(item.reference)) return "unchanged";
    const entry = postingOf(tx, item, context, dimensions);
    if (!entry.ok) return { fault: entry.fault };
    if (needsSecondPerson(tx, "finance.entry.post", debitsOf(entry.value.posting))) return { fault: needsOwnRequest };
    composed.push(entry.value);
    return "created";
  });
  const postings = composed.map(({ posting }) => posting);
  await dimensions.intern(composed.flatMap((entry) => entry.lines));
  if (postings.length > 0) await postEntries(tx, postings);
  for (const { id, effectiveOn, description, externalId: reference, kind } of postings) {
    const told = { id, effectiveOn, description, externalId: reference, kind };
    tx.audit({ action: "entry.post", subjectType: "entry", subjectId: id, after: told });
    tx.event({ type: "entry.posted", subject: id, data: told });
  }
  return results;
};

/** Journal entries, each of the rows that bear its reference. Known by it. */
export const entryImport = defineImport<ImportedEntry>({
  name: "journal-entries",
  title: "Journal entries",
  grant: "finance.entry.post",
  columns: [
    {
      name: "reference",
      required: true,
      also: ["entry", "entry_number", "number", "voucher"],
      about: "Ties the lines of an entry together; its external id",
    },
    { name: "date", required: true, also: ["effective_on", "posting_date"], about: "Day of the entry" },
    { name: "description", required: true, also: ["text"], about: "What it is about" },
    { name: "journal", about: "Code of a journal; GEN when absent" },
    ...lineColumns,
  ],
  groupBy: "reference",
  read: (rows) =>
    readBy(ImportedEntry, {
      ...present({
        reference: rows[0]?.reference,
        effectiveOn: cell(rows[0] ?? {}, "date", dateCell),
        description: rows[0]?.description,
        journal: rows[0]?.journal ?? "GEN",
      }),
      kind: "standard",
      lines: rows.map(lineOf),
    }),
  write,
});

/** The balances at cut-over: every row of a day is a line of one opening entry, which must balance. Known by its day. */
export const openingBalanceImport = defineImport<ImportedEntry>({
  name: "opening-balances",
  title: "Opening balances",
  grant: "finance.entry.post",
  columns: [{ name: "date", required: true, also: ["effective_on", "as_of"], about: "Day of the cut-over" }, ...lineColumns],
  groupBy: "date",
  read: (rows) => {
    const effectiveOn = cell(rows[0] ?? {}, "date", dateCell);
    const lines = rows.map(lineOf).filter((one) => "debit" in one || "credit" in one);
    return readBy(ImportedEntry, {
      ...present({ effectiveOn, reference: `opening:${effectiveOn}` }),
      description: "Opening balances",
      journal: "OPN",
      kind: "opening",
      lines,
    });
  },
  write,
});
