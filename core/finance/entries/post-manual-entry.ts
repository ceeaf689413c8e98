import { CompiledQuery } from "kysely";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { done, type Fault, type InputError, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { convertEntry, currenciesToLookUp } from "./convert-entry.ts";
import type { EntryInput } from "./entry.ts";
import { bodyOfPosting, type KnownAccount } from "./entry-body.ts";
import { deferPosting, type Posting } from "./post-entry.ts";

onConstraint("journal_line_company_id_party_id_fkey", invalid("party.missing", "A line names a party that is not there.", "/lines"));
onConstraint(
  "journal_line_company_id_dimension_id_fkey",
  invalid("dimension.missing", "A line names a dimension that is not there.", "/lines"),
);
onConstraint("journal_line_company_id_tax_code_id_fkey", invalid("tax.missing", "A line names a tax that is not there.", "/lines"));

type Account = KnownAccount & Readonly<{ active: boolean; manualPosting: boolean }>;
type EntryContext = Readonly<{
  accounts: readonly Account[];
  journal: Readonly<{ id: string; kind: string }> | null;
  /** Null where a currency has none. */
  rates: Readonly<Record<string, string | null>>;
}>;

/** Accounts, journal and rates in one statement, which travels with BEGIN. */
const contextStatement = "select accounts, journal, rates from finance.entry_context($1::uuid[], $2::uuid, $3::text[], $4::date)";

const readContext = async (tx: TxCtx, input: EntryInput, effectiveOn: string): Promise<EntryContext> => {
  const accountIds = [...new Set(input.lines.map((line) => line.accountId))];
  const currencies = currenciesToLookUp(input, tx.company.baseCurrency);
  const { rows } = await tx.db.executeQuery<EntryContext>(
    CompiledQuery.raw(contextStatement, [accountIds, input.journalId ?? null, currencies, effectiveOn]),
  );
  return rows[0] ?? { accounts: [], journal: null, rates: {} };
};

const accountErrors = (input: EntryInput, accounts: ReadonlyMap<string, Account>): InputError[] =>
  input.lines.flatMap(({ accountId }, index): InputError[] => {
    const account = accounts.get(accountId);
    const pointer = `/lines/${index}/accountId`;
    if (!account) return [{ pointer, detail: `There is no account ${accountId}.` }];
    if (!account.active) return [{ pointer, detail: `Account ${account.code} is not active.` }];
    return account.manualPosting ? [] : [{ pointer, detail: `Account ${account.code} is posted to by documents only.` }];
  });

/** Entries in the journals for opening and closing are of that kind. */
const kindOf = (journalKind: string): Posting["kind"] =>
  journalKind === "opening" || journalKind === "closing" ? journalKind : "standard";

const postingOf = (tx: TxCtx, input: EntryInput, effectiveOn: string, context: EntryContext): Outcome<Posting, Fault<"invalid">> => {
  const { journal } = context;
  if (!journal) return refuse(invalid("journal.missing", "There is no such journal, or it is not active.", "/journalId"));
  const errors = accountErrors(input, new Map(context.accounts.map((account) => [account.id, account])));
  if (errors.length > 0)
    return refuse({ kind: "invalid", code: "entry.account", detail: "Not every account can be posted to.", errors: errors.slice(0, 100) });
  const stored = Object.fromEntries(Object.entries(context.rates).filter((rate): rate is [string, string] => rate[1] !== null));
  const lines = convertEntry(input, tx.company.baseCurrency, { ...stored, ...input.rates });
  if (!lines.ok) return lines;
  const { description, externalId } = input;
  return done({
    id: tx.newId(),
    journalId: journal.id,
    kind: kindOf(journal.kind),
    effectiveOn,
    description,
    externalId,
    lines: lines.value,
  });
};

/**
 * Posts a journal entry written by hand, in any currencies; each balances by itself and is converted at one rate. Two round trips: what must be
 * known is read with BEGIN, what is written goes with COMMIT. Its period, and that it balances, is Postgres's to decide.
 */
export const postManualEntry = command("finance.entry.post", async (tx, input: EntryInput) => {
  const effectiveOn = input.effectiveOn ?? todayOf(tx);
  const context = await readContext(tx, input, effectiveOn);
  const posting = postingOf(tx, input, effectiveOn, context);
  if (!posting.ok) return posting;
  deferPosting(tx, [posting.value]);
  const body = bodyOfPosting(tx, posting.value, context.accounts);
  tx.audit({ action: "entry.post", subjectType: "entry", subjectId: body.id, after: body });
  tx.event({ type: "entry.posted", subject: body.id, data: body });
  return done(body);
});
