import { readEntry, type StoredEntry } from "#core/finance/entries/get-entry.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import { conflict, done, missing, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import type { CopyInput, EntryDraftInput } from "./entry-draft.ts";
import { storeDraft } from "./write-draft.ts";

const magnitude = (minor: bigint) => (minor < 0n ? -minor : minor);

const lineOf = (line: StoredEntry["lines"][number], mirrored: boolean): EntryDraftInput["lines"][number] => ({
  accountId: line.accountId,
  [line.amount > 0n !== mirrored ? "debit" : "credit"]: formatMinor(magnitude(line.amount), line.currency),
  currency: line.currency,
  ...(line.partyId === null ? {} : { partyId: line.partyId }),
  ...(line.dimensions ? { dimensions: line.dimensions.map(({ value }) => value.id) } : {}),
  ...(line.description === null ? {} : { description: line.description }),
  ...(line.taxCodeId === null ? {} : { taxCodeId: line.taxCodeId }),
  ...(line.taxBase === null ? {} : { taxBase: formatMinor(magnitude(line.taxBase), line.currency) }),
});

/** Makes a draft like an entry, or its mirror image. Amounts in other currencies are converted anew, at the rate of the draft's day. */
export const copyEntry = command("finance.entry.draft", async (tx, { id, input }: Readonly<{ id: string; input: CopyInput }>) => {
  const entry = await readEntry(tx.db, tx.actor.companyId, id);
  if (!entry) return refuse(missing("entry", id));
  if (entry.lines.some(({ amount }) => amount === 0n))
    return refuse(conflict("entry.of_exchange", "An entry of exchange differences cannot be written by hand, so it cannot be copied."));
  if (entry.lines.length > 1000) return refuse(conflict("entry.too_long", "An entry of more than 1000 lines cannot be copied."));
  const content: EntryDraftInput = {
    effectiveOn: input.effectiveOn ?? todayOf(tx),
    description: entry.head.description,
    journalId: entry.head.journalId,
    lines: entry.lines.map((line) => lineOf(line, input.mirrored)),
  };
  return done(await storeDraft(tx, content, id));
});
