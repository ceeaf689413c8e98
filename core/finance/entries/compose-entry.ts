import { CompiledQuery } from "kysely";
import {
  checkDimensions,
  combinationsOf,
  type DimensionBook,
  type DimensionRow,
  dimensionBook,
  interningStatement,
} from "#core/finance/dimensions/dimension-sets.ts";
import { atOrigins, expandSplits } from "#core/finance/splits/expand-splits.ts";
import { splitsOf } from "#core/finance/splits/list-splits.ts";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { done, type Fault, type InputError, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { convertEntry, currenciesToLookUp } from "./convert-entry.ts";
import type { EntryBody, EntryInput } from "./entry.ts";
import { bodyOfPosting, type KnownAccount } from "./entry-body.ts";
import { partyNeeded } from "./party-needed.ts";
import type { Posting } from "./post-entry.ts";

onConstraint("journal_line_company_id_party_id_fkey", invalid("party.missing", "A line names a party that is not there.", "/lines"));
onConstraint("control_line_has_party", (message, pointer) => invalid("entry.party_needed", message, pointer || undefined));
onConstraint("journal_line_company_id_tax_code_id_fkey", invalid("tax.missing", "A line names a tax that is not there.", "/lines"));

type Account = KnownAccount & Readonly<{ active: boolean; manualPosting: boolean }>;
/** A line on a control account is somebody's, and only such a line is ever due. */
const itemErrors = (input: EntryInput, accounts: ReadonlyMap<string, Account>): InputError[] =>
  input.lines.flatMap(({ accountId, partyId, dueOn }, index): InputError[] => {
    const account = accounts.get(accountId);
    if (account?.control && partyId === undefined) return [{ pointer: `/lines/${index}/partyId`, detail: partyNeeded(account.code) }];
    return account && !account.control && dueOn !== undefined
      ? [{ pointer: `/lines/${index}/dueOn`, detail: `Account ${account.code} is no control account, so nothing on it is due.` }]
      : [];
  });

type EntryContext = DimensionRow &
  Readonly<{
    accounts: readonly Account[];
    journal: Readonly<{ id: string; kind: string; code: string; manualPosting: boolean }> | null;
    /** Null where a currency has none. */
    rates: Readonly<Record<string, string | null>>;
  }>;

/** Accounts, journal, rates and dimensions in one statement, which travels with BEGIN. */
const contextStatement = `select accounts, journal, rates, required_dimensions, earning_accounts, dimension_sets
  from finance.entry_context($1::uuid[], $2::uuid, $3::text[], $4::date), finance.dimension_context($5::jsonb, $1::uuid[])`;
const nothing: EntryContext = {
  accounts: [],
  journal: null,
  rates: {},
  requiredDimensions: null,
  earningAccounts: null,
  dimensionSets: null,
};

const readContext = async (tx: TxCtx, input: EntryInput, effectiveOn: string, combinations: string | null): Promise<EntryContext> => {
  const accountIds = [...new Set(input.lines.map((line) => line.accountId))];
  const currencies = currenciesToLookUp(input, tx.company.baseCurrency);
  const { rows } = await tx.db.executeQuery<EntryContext>(
    CompiledQuery.raw(contextStatement, [accountIds, input.journalId ?? null, currencies, effectiveOn, combinations]),
  );
  return rows[0] ?? nothing;
};

const accountErrors = (input: EntryInput, accounts: ReadonlyMap<string, Account>, ofDocument: readonly string[] = []): InputError[] =>
  input.lines.flatMap(({ accountId }, index): InputError[] => {
    const account = accounts.get(accountId);
    const pointer = `/lines/${index}/accountId`;
    if (!account) return [{ pointer, detail: `There is no account ${accountId}.` }];
    if (!account.active) return [{ pointer, detail: `Account ${account.code} is not active.` }];
    return account.manualPosting || ofDocument.includes(accountId)
      ? []
      : [{ pointer, detail: `Account ${account.code} is posted to by documents only.` }];
  });

/** Entries in the journals for opening and closing are of that kind. */
const kindOf = (journalKind: string): Posting["kind"] =>
  journalKind === "opening" || journalKind === "closing" ? journalKind : "standard";

/** `documentAccounts` may be posted to although entries by hand may not: a document of theirs makes the entry. */
type Facts = Readonly<{ id: string; effectiveOn: string; documentAccounts?: readonly string[] | undefined }>;

const postingOf = (
  tx: TxCtx,
  input: EntryInput,
  { id, effectiveOn, documentAccounts }: Facts,
  context: EntryContext,
  dimensions: DimensionBook,
): Outcome<Posting, Fault<"invalid">> => {
  const { journal } = context;
  if (!journal) return refuse(invalid("journal.missing", "There is no such journal, or it is not active.", "/journalId"));
  if (!journal.manualPosting && documentAccounts === undefined)
    return refuse(invalid("journal.documents_only", `Journal ${journal.code} is for documents only.`, "/journalId"));
  const errors = accountErrors(input, new Map(context.accounts.map((account) => [account.id, account])), documentAccounts);
  if (errors.length > 0)
    return refuse({ kind: "invalid", code: "entry.account", detail: "Not every account can be posted to.", errors: errors.slice(0, 100) });
  const unnamed = itemErrors(input, new Map(context.accounts.map((account) => [account.id, account])));
  if (unnamed.length > 0)
    return refuse({
      kind: "invalid",
      code: "entry.party_needed",
      detail: "Lines on control accounts name a customer or supplier; no other line is due.",
      errors: unnamed.slice(0, 100),
    });
  const checked = checkDimensions(dimensions, input.lines, effectiveOn);
  if (!checked.ok) return checked;
  const stored = Object.fromEntries(Object.entries(context.rates).filter((rate): rate is [string, string] => rate[1] !== null));
  const lines = convertEntry(input, tx.company.baseCurrency, { ...stored, ...input.rates }, dimensions.setOf);
  if (!lines.ok) return lines;
  const { description, externalId } = input;
  return done({ id, journalId: journal.id, kind: kindOf(journal.kind), effectiveOn, description, externalId, lines: lines.value });
};

/** An entry written by hand that can be posted: the posting, what its answer shows, and what goes before it when lines name dimensions. */
export type ComposedEntry = Readonly<{ posting: Posting; body: EntryBody; interning: Statement | undefined }>;

const savedSplits = async (tx: TxCtx, input: EntryInput) => {
  const ids = [...new Set(input.lines.flatMap(({ splitId }) => splitId ?? []))];
  return ids.length === 0 ? [] : splitsOf(tx.db, tx.actor.companyId).where("id", "in", ids).execute();
};

/**
 * Looks up what an entry by hand names, in one statement (two when it names saved splits), writes its splits out, and checks everything about it but what
 * Postgres decides: its period, and its balance.
 */
export const composeEntry = async (tx: TxCtx, given: EntryInput, facts: Facts): Promise<Outcome<ComposedEntry, Fault<"invalid">>> => {
  const expanded = expandSplits(given.lines, await savedSplits(tx, given), given.currency ?? tx.company.baseCurrency);
  if (!expanded.ok) return expanded;
  const input = { ...given, lines: [...expanded.value.lines] };
  const combinations = combinationsOf(input.lines);
  const context = await readContext(tx, input, facts.effectiveOn, combinations);
  const dimensions = dimensionBook(combinations, context);
  const posting = postingOf(tx, input, facts, context, dimensions);
  if (!posting.ok) return refuse(atOrigins(posting.fault, expanded.value.origins));
  const sets = input.lines.flatMap((line) => dimensions.setOf(line.dimensions) ?? []);
  const body = bodyOfPosting(tx, posting.value, context.accounts, new Map(sets.map((set) => [set.id, set.dimensions])));
  return done({ posting: posting.value, body, interning: combinations === null ? undefined : interningStatement(combinations) });
};
