import type { NamedDimension } from "#core/finance/dimensions/dimension.ts";
import type { ReadCtx, TxCtx } from "#core/kernel/context.ts";
import { formatMinor } from "#core/kernel/money.ts";
import type { EntryBody, EntryKind } from "./entry.ts";
import type { Posting } from "./post-entry.ts";

export type KnownAccount = Readonly<{ id: string; code: string; name: string; control?: string | null }>;

/** A line as rows hold it. */
export type StoredLine = Readonly<{
  position: number;
  accountId: string;
  partyId: string | null;
  /** Null where the line is no open item. A debit is positive. */
  dueOn: string | null;
  openMinor: bigint | null;
  dimensions: readonly NamedDimension[] | null;
  description: string | null;
  currency: string;
  amount: bigint;
  companyAmount: bigint;
  taxCodeId: string | null;
  taxBase: bigint | null;
}>;

const magnitude = (minor: bigint) => (minor < 0n ? -minor : minor);
const debitOf = (minor: bigint) => (minor > 0n ? minor : 0n);

/** A line in wire form. */
export const lineBody = (line: StoredLine, account: KnownAccount, baseCurrency: string): EntryBody["lines"][number] => ({
  position: line.position,
  account: { id: account.id, code: account.code, name: account.name },
  partyId: line.partyId,
  dueOn: line.dueOn,
  open: line.openMinor === null ? null : formatMinor(magnitude(line.openMinor), line.currency),
  dimensions: [...(line.dimensions ?? [])],
  description: line.description,
  currency: line.currency,
  debit: formatMinor(debitOf(line.amount), line.currency),
  credit: formatMinor(debitOf(-line.amount), line.currency),
  companyDebit: formatMinor(debitOf(line.companyAmount), baseCurrency),
  companyCredit: formatMinor(debitOf(-line.companyAmount), baseCurrency),
  taxCodeId: line.taxCodeId,
  taxBase: line.taxBase === null ? null : formatMinor(magnitude(line.taxBase), line.currency),
});

/** One side of an entry in company currency. */
export const totalOf = (lines: readonly Readonly<{ companyAmount: bigint }>[]): bigint =>
  lines.reduce((total, { companyAmount }) => total + debitOf(companyAmount), 0n);

type Dimensions = ReadonlyMap<string, readonly NamedDimension[]>;

/** An entry that is about to be posted, as its answer shows it. `dimensions` says what its dimension sets hold. */
export const bodyOfPosting = (
  ctx: TxCtx | ReadCtx,
  posting: Posting,
  accounts: readonly KnownAccount[],
  dimensions: Dimensions = new Map(),
): EntryBody => {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const { baseCurrency } = ctx.company;
  return {
    id: posting.id,
    number: null,
    journalId: posting.journalId,
    kind: (posting.kind ?? "standard") satisfies EntryKind,
    effectiveOn: posting.effectiveOn,
    description: posting.description,
    sourceType: posting.sourceType ?? null,
    sourceId: posting.sourceId ?? null,
    reversesEntryId: posting.reversesEntryId ?? null,
    reversedByEntryId: null,
    reversedOn: null,
    reversalReason: null,
    externalId: posting.externalId ?? null,
    postedBy: ctx.actor.id,
    total: formatMinor(totalOf(posting.lines), baseCurrency),
    lines: posting.lines.map((line, index) => {
      const { partyId = null, dimensionSetId = "", description = null, taxCodeId = null, taxBase = null } = line;
      const account: KnownAccount = byId.get(line.accountId) ?? { id: line.accountId, code: "", name: "" };
      const named = dimensions.get(dimensionSetId) ?? null;
      const opens = account.control && partyId !== null && line.amount !== 0n;
      // A reversal settles what it takes back at once.
      const item = opens
        ? { dueOn: line.dueOn ?? posting.effectiveOn, openMinor: posting.kind === "reversal" ? 0n : line.amount }
        : { dueOn: null, openMinor: null };
      const shown = { ...line, ...item, position: index + 1, partyId, dimensions: named, description, taxCodeId, taxBase };
      return lineBody(shown, account, baseCurrency);
    }),
  };
};
