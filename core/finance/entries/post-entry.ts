import { CompiledQuery } from "kysely";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, invalid } from "#core/kernel/fault.ts";
import { callStatement, oneList } from "#core/kernel/join-calls.ts";
import { formatMinor } from "#core/kernel/money.ts";

/** Minor units; a debit is positive. `companyAmount` is the same in company currency (equal when the currencies are). */
export type PostingLine = Readonly<{
  accountId: string;
  partyId?: string | undefined;
  /** Of a line by hand on a control account; the day of the entry when absent. */
  dueOn?: string | undefined;
  /** Of `finance.dimension_set`; see `core/finance/dimensions`. */
  dimensionSetId?: string | undefined;
  currency: string;
  amount: bigint;
  companyAmount: bigint;
  description?: string | undefined;
  taxCodeId?: string | undefined;
  taxBase?: bigint | undefined;
}>;

export type Posting = Readonly<{
  id: string;
  journalId: string;
  kind?: "standard" | "exchange" | "revaluation" | "opening" | "closing" | "reversal" | undefined;
  effectiveOn: string;
  description: string;
  sourceType?: string | undefined;
  sourceId?: string | undefined;
  reversesEntryId?: string | undefined;
  externalId?: string | undefined;
  lines: readonly PostingLine[];
}>;

onConstraint("entry_balances", (message) => invalid("entry.unbalanced", message, "/lines"));
onConstraint("entry_in_a_period", (message) => conflict("period.missing", message));
onConstraint("entry_in_an_open_period", (message) => conflict("period.closed", message));
onConstraint("entry_in_an_adjustable_period", (message) => conflict("period.soft_closed", message));
onConstraint("entry_reversed_once", conflict("entry.already_reversed", "This entry has been reversed already."));
onConstraint("entry_external_id_once", conflict("entry.external_id_taken", "An entry with this external id exists already."));

/** One side of an entry, in company currency. */
export const debitsOf = ({ lines }: Readonly<{ lines: readonly Pick<PostingLine, "companyAmount">[] }>): bigint =>
  lines.reduce((sum, { companyAmount }) => (companyAmount > 0n ? sum + companyAmount : sum), 0n);

const withIntegersAsText = (value: unknown): unknown => {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return value.map(withIntegersAsText);
  if (typeof value !== "object" || value === null || "toJSON" in value) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) copy[name] = withIntegersAsText(field);
  return copy;
};

/**
 * JSON for Postgres with bigints as strings, which `jsonb_to_recordset` reads exactly; a JavaScript number would round above 2^53. Copied first: writing with
 * a function that is asked about each field takes twice as long.
 */
export const jsonWithIntegers = (value: unknown): string => JSON.stringify(withIntegersAsText(value));

/**
 * The one statement that posts entries with their lines. Postgres refuses entries that do not balance, have fewer than two lines, or fall in a
 * closed period; it takes the period's lock shared. For work that needs no answer from it, defer it to the last round trip.
 */
export const postingStatement = (entries: readonly Posting[]): Statement =>
  callStatement("finance.post_entries($1::jsonb)", [jsonWithIntegers(entries)], { turn: "entries", merge: oneList });

/** Says when the items are due that entries opened; nothing where no line says it. Goes after the entries, in the same transaction. */
const dueDatesStatement = (entries: readonly Posting[]): Statement | undefined => {
  const dues = entries.flatMap(({ id, lines }) =>
    lines.flatMap(({ dueOn }, index) => (dueOn === undefined ? [] : [{ entryId: id, position: index + 1, dueOn }])),
  );
  return dues.length === 0
    ? undefined
    : callStatement("finance.set_due_dates($1::jsonb)", [JSON.stringify(dues)], { turn: "due dates", merge: oneList });
};

/** Posts at once, inside the caller's transaction. */
export const postEntries = async (tx: TxCtx, entries: readonly Posting[]): Promise<void> => {
  for (const entry of entries) tx.previewEntry(previewOf(entry));
  for (const statement of [postingStatement(entries), dueDatesStatement(entries)])
    if (statement) await tx.db.executeQuery(CompiledQuery.raw(statement.sql, [...statement.parameters]));
};

/** Posts in the last round trip, together with the pipeline's rows and COMMIT. */
export const deferPosting = (tx: TxCtx, entries: readonly Posting[]): void => {
  for (const entry of entries) tx.previewEntry(previewOf(entry));
  tx.defer(postingStatement(entries));
  const dueDates = dueDatesStatement(entries);
  if (dueDates) tx.defer(dueDates);
};

/** What a dry run shows of an entry. */
const previewOf = (entry: Posting) => ({
  ...entry,
  lines: entry.lines.map(({ amount, companyAmount, taxBase, ...line }) => ({
    ...line,
    debit: amount > 0n ? formatMinor(amount, line.currency) : null,
    credit: amount < 0n ? formatMinor(-amount, line.currency) : null,
  })),
});
