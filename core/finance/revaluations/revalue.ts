import { sql } from "kysely";
import { attempt } from "#core/kernel/amount-faults.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { convertMinor } from "#core/kernel/exchange.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor, minorOf } from "#core/kernel/money.ts";
import { determineAccounts } from "../determination/determine-accounts.ts";
import { type Posting, type PostingLine, postEntries } from "../entries/post-entry.ts";
import { openPositions, type Position } from "./open-positions.ts";
import type { RevaluationBody, RevaluationInput, RevaluationLine } from "./revaluation.ts";

/** A position and what it is worth at the rate of the day. */
type Revalued = Readonly<{ position: Position; value: bigint; difference: bigint }>;

const dayAfter = (date: string) => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const ratesMissing = (currencies: readonly string[], on: string): Fault<"invalid"> => ({
  kind: "invalid",
  code: "rate.missing",
  detail: `There is no exchange rate of ${currencies.join(", ")} on ${on} or before.`,
  errors: currencies.map((currency) => ({ pointer: `/rates/${currency}`, detail: `There is no rate of ${currency}.` })),
});

/** Every position at the rate of the day. One without a rate refuses all of it: a missing rate is never zero. */
const revalued = (positions: readonly Position[], base: string, on: string): Outcome<Revalued[], Fault<"invalid">> => {
  const lacking = [...new Set(positions.filter(({ rate }) => rate === null).map(({ currency }) => currency))].sort();
  if (lacking.length > 0) return refuse(ratesMissing(lacking, on));
  return attempt(() =>
    positions.flatMap((position): Revalued[] => {
      const value = convertMinor(position.amount, { from: position.currency, to: base, rate: position.rate ?? "" });
      const difference = value - position.carried;
      return difference === 0n ? [] : [{ position, value, difference }];
    }),
  );
};

/** Each difference against the account for gains or for losses, currency by currency: amounts of zero, so that every currency stays balanced. */
const linesOf = (all: readonly Revalued[], accounts: Readonly<{ gain: string; loss: string }>): PostingLine[] => {
  const lines = all.map(
    ({ position: { accountId, partyId, currency }, difference }): PostingLine => ({
      ...{ accountId, partyId: partyId ?? undefined, currency, amount: 0n, companyAmount: difference },
    }),
  );
  for (const [currency, group] of Map.groupBy(all, ({ position }) => position.currency)) {
    const sum = (wanted: (difference: bigint) => boolean) =>
      group.reduce((total, { difference }) => (wanted(difference) ? total + difference : total), 0n);
    const [gain, loss] = [sum((difference) => difference > 0n), sum((difference) => difference < 0n)];
    if (gain !== 0n) lines.push({ accountId: accounts.gain, currency, amount: 0n, companyAmount: -gain });
    if (loss !== 0n) lines.push({ accountId: accounts.loss, currency, amount: 0n, companyAmount: -loss });
  }
  return lines;
};

const entriesOf = (tx: TxCtx, id: string, journalId: string, on: string, lines: readonly PostingLine[]): [Posting, Posting] => {
  const source = { sourceType: "revaluation", sourceId: id, journalId };
  const entry: Posting = { ...source, id: tx.newId(), kind: "revaluation", effectiveOn: on, description: `Revaluation on ${on}`, lines };
  const reversal: Posting = {
    ...{ ...source, id: tx.newId(), kind: "reversal", reversesEntryId: entry.id, effectiveOn: dayAfter(on) },
    description: `Reversal of the revaluation on ${on}`,
    lines: lines.map((line) => ({ ...line, companyAmount: -line.companyAmount })),
  };
  return [entry, reversal];
};

const lineBody = ({ position, value, difference }: Revalued, base: string): RevaluationLine => ({
  account: { id: position.accountId, code: position.code, name: position.name },
  party: position.partyId === null ? null : { id: position.partyId, name: position.partyName ?? "" },
  currency: position.currency,
  amount: formatMinor(position.amount, position.currency),
  carried: formatMinor(position.carried, base),
  rate: position.rate ?? "",
  ratedOn: position.ratedOn ?? "",
  value: formatMinor(value, base),
  difference: formatMinor(difference, base),
});

type Written = Readonly<{ id: string; entryId: string; reversalEntryId: string }>;

/** A revaluation as it is shown; its sums come from its lines. */
export const revaluationBody = (
  base: string,
  on: string,
  written: Written | undefined,
  lines: readonly RevaluationLine[],
): RevaluationBody => {
  const differences = lines.map(({ difference }) => minorOf(difference, base));
  const sum = (wanted: (minor: bigint) => boolean) => differences.filter(wanted).reduce((total, minor) => total + minor, 0n);
  const [gain, loss] = [sum((minor) => minor > 0n), -sum((minor) => minor < 0n)];
  return {
    ...{ id: written?.id ?? null, on, currency: base },
    ...{ entryId: written?.entryId ?? null, reversalEntryId: written?.reversalEntryId ?? null, reversedOn: dayAfter(on) },
    ...{ gain: formatMinor(gain, base), loss: formatMinor(loss, base), result: formatMinor(gain - loss, base) },
    lines: [...lines],
  };
};

const write = async (tx: TxCtx, on: string, all: readonly Revalued[], lines: readonly RevaluationLine[]): Promise<Written> => {
  const companyId = tx.actor.companyId;
  const [[gain = "", loss = ""], journal] = await Promise.all([
    determineAccounts(tx, [{ purpose: "unrealised_gain" }, { purpose: "unrealised_loss" }]),
    tx.db.selectFrom("finance.journal").select("id").where("companyId", "=", companyId).where("code", "=", "GEN").executeTakeFirstOrThrow(),
  ]);
  const id = tx.newId();
  const entries = entriesOf(tx, id, journal.id, on, linesOf(all, { gain, loss }));
  await postEntries(tx, [entries[0]]);
  await postEntries(tx, [entries[1]]);
  const written = { id, entryId: entries[0].id, reversalEntryId: entries[1].id };
  await tx.db
    .insertInto("finance.revaluation")
    .values({ ...written, companyId, revaluedOn: on, lines: JSON.stringify(lines), createdBy: tx.actor.id })
    .execute();
  return written;
};

/**
 * Brings what is open in other currencies to the rates of a day: unrealised gains and losses on banks, receivables, payables and what else is money, taken back
 * on the day after. Repeating it posts only what has changed since, so once everything is revalued nothing more is posted. Refuses a day to come, a currency
 * without a rate, a closed period, a day after that has no period. Locks: the company's revaluations, so that two at once do not both post the same.
 */
export const revalue = command(
  "finance.revaluation.run",
  async (tx, { on }: RevaluationInput): Promise<Outcome<RevaluationBody, Fault<"invalid">>> => {
    if (on > todayOf(tx)) return refuse(invalid("date.future", "This day is still to come.", "/on"));
    const base = tx.company.baseCurrency;
    await sql`select pg_advisory_xact_lock(finance.revaluation_lock(${tx.actor.companyId}))`.execute(tx.db);
    const all = revalued(await openPositions(tx.db, tx.actor.companyId, base, on), base, on);
    if (!all.ok) return all;
    const lines = all.value.map((one) => lineBody(one, base));
    if (all.value.length === 0) return done(revaluationBody(base, on, undefined, []));
    const body = revaluationBody(base, on, await write(tx, on, all.value, lines), lines);
    const told = { id: body.id, on, gain: body.gain, loss: body.loss, currency: base, entryId: body.entryId };
    tx.audit({ action: "revaluation.run", subjectType: "revaluation", subjectId: body.id ?? "", after: told });
    tx.event({ type: "revaluation.posted", subject: body.id ?? "", data: told });
    return done(body);
  },
);
