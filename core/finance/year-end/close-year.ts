import { sql } from "kysely";
import { type Posting, postEntries } from "#core/finance/entries/post-entry.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, type Fault, invalid, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import type { Checklist } from "../close/checklist.ts";
import { keepProof, proveClose } from "../close/prove-close.ts";
import { periodsOf } from "../periods/list-periods.ts";
import { type Balance, closingLines, earningsBalances } from "./closing-balances.ts";
import type { CloseYearInput, YearEndBody } from "./year-end.ts";

onConstraint("period_of_open_year", (message) => conflict("fiscal_year.is_closed", message));

export type YearTarget = Readonly<{ id: string; expectedVersion?: number | undefined }>;
export type YearFault = Fault<"conflict" | "invalid" | "missing" | "stale">;
export type YearRow = Readonly<{ id: string; name: string; startsOn: string; endsOn: string; state: string; version: number }>;
type PeriodRow = Readonly<{ id: string; name: string; state: string }>;

/** The year, held, and its periods from the first on, each locked against postings: what is under way is in before. */
export const holdYear = async (
  tx: TxCtx,
  { id, expectedVersion }: YearTarget,
): Promise<Outcome<{ year: YearRow; periods: PeriodRow[] }, YearFault>> => {
  const { companyId } = tx.actor;
  const year = await tx.db
    .selectFrom("finance.fiscalYear")
    .select(["id", "name", "startsOn", "endsOn", "state", "version"])
    .where("companyId", "=", companyId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!year) return refuse(missing("fiscal year", id));
  if (expectedVersion !== undefined && expectedVersion !== year.version) return refuse(stale("fiscal year", year.version));
  await sql`select count(pg_advisory_xact_lock(finance.period_lock(${companyId}, p.id)))
              from (select p.id from finance.period p where p.company_id = ${companyId} and p.fiscal_year_id = ${id} order by p.starts_on) p`.execute(
    tx.db,
  );
  const periods = await tx.db
    .selectFrom("finance.period")
    .select(["id", "name", "state"])
    .where("companyId", "=", companyId)
    .where("fiscalYearId", "=", id)
    .orderBy("startsOn")
    .execute();
  return done({ year, periods });
};

/** Earlier years go first: their result is not this year's. One without any result need not. */
const earlierYear = async (tx: TxCtx, { startsOn }: YearRow): Promise<Fault<"conflict"> | undefined> => {
  const earlier = await tx.db
    .selectFrom("finance.fiscalYear")
    .select(["name", "endsOn"])
    .where("companyId", "=", tx.actor.companyId)
    .where("startsOn", "<", startsOn)
    .where("state", "=", "open")
    .orderBy("startsOn", "desc")
    .executeTakeFirst();
  if (!earlier || (await earningsBalances(tx.db, tx.actor.companyId, earlier.endsOn)).length === 0) return undefined;
  return conflict("fiscal_year.earlier_open", `The fiscal year ${earlier.name} has a result that is not closed yet; close it first.`);
};

type Places = Readonly<{ accountId: string | null; journalId: string | null }>;
const placesOf = async (tx: TxCtx, wanted: string | undefined): Promise<Outcome<{ accountId: string; journalId: string }, YearFault>> => {
  const { companyId } = tx.actor;
  const { rows } = await sql<Places>`
    select (select a.id from finance.account a where a.company_id = ${companyId} and a.type = 'equity' and a.active
              and a.id = coalesce(${wanted ?? null}::uuid, (select r.account_id from finance.account_rule r
                                                            where r.company_id = ${companyId} and r.purpose = 'retained_earnings' and r.key = ''))) as "accountId",
           (select j.id from finance.journal j where j.company_id = ${companyId} and j.kind = 'closing' and j.active order by j.code limit 1) as "journalId"`.execute(
    tx.db,
  );
  const { accountId = null, journalId = null } = rows[0] ?? {};
  if (accountId === null)
    return refuse(
      invalid("fiscal_year.retained_earnings", "Retained earnings go to an active account of equity.", "/retainedEarningsAccountId"),
    );
  if (journalId === null) return refuse(conflict("journal.missing", "There is no active journal for closing."));
  return done({ accountId, journalId });
};

const resultOf = (balances: readonly Balance[]) => -balances.reduce((sum, { companyAmount }) => sum + companyAmount, 0n);

/** A period that closes with its year is proven as if it closed alone. */
const provePeriods = async (tx: TxCtx, { id }: YearRow): Promise<Outcome<Checklist[], Fault<"conflict">>> => {
  const open = await periodsOf(tx.db, tx.actor.companyId)
    .where("fiscalYearId", "=", id)
    .where("state", "<>", "closed")
    .orderBy("startsOn")
    .execute();
  const proofs: Checklist[] = [];
  for (const period of open) {
    const proof = await proveClose(tx, period, { state: "closed" });
    if (!proof.ok) return proof;
    proofs.push(proof.value);
  }
  return done(proofs);
};

const closePeriods = async (tx: TxCtx, year: YearRow): Promise<void> => {
  const own = { companyId: tx.actor.companyId, fiscalYearId: year.id };
  await sql`update finance.period p set state = 'closed', state_reason = null, version = version + 1
             where p.company_id = ${own.companyId} and p.fiscal_year_id = ${own.fiscalYearId} and p.state <> 'closed'`.execute(tx.db);
  await tx.db
    .updateTable("finance.fiscalYear")
    .set({ state: "closed", closedAt: tx.clock.now().toISOString(), closedBy: tx.actor.id, version: year.version + 1 })
    .where("companyId", "=", own.companyId)
    .where("id", "=", own.fiscalYearId)
    .execute();
};

/**
 * Closes a fiscal year: what income and expenses have, by account, currency and dimension set, goes to retained earnings by closing entries on its last day,
 * and its periods are closed. Refuses while an earlier year has a result, and when the last period is closed already (the entry is posted to it). The year
 * after may have been opened long ago. A dry run shows the entries. Locks: the year, then its periods in order, against all postings.
 */
export const closeYear = command(
  "finance.fiscal_year.close",
  async (
    tx,
    { input, ...target }: YearTarget & Readonly<{ input?: CloseYearInput | undefined }>,
  ): Promise<Outcome<YearEndBody, YearFault>> => {
    const held = await holdYear(tx, target);
    if (!held.ok) return held;
    const { year, periods } = held.value;
    if (year.state === "closed") return refuse(conflict("fiscal_year.is_closed", `The fiscal year ${year.name} is closed already.`));
    const earlier = await earlierYear(tx, year);
    if (earlier) return refuse(earlier);
    const places = await placesOf(tx, input?.retainedEarningsAccountId);
    if (!places.ok) return places;
    const proven = await provePeriods(tx, year);
    if (!proven.ok) return proven;
    const balances = await earningsBalances(tx.db, tx.actor.companyId, year.endsOn);
    const last = periods.at(-1);
    if (balances.length > 0 && last?.state === "closed")
      return refuse(
        conflict(
          "fiscal_year.last_period_closed",
          `Reopen the period ${last.name}, at least for adjustments: the closing entry is posted to it.`,
        ),
      );
    const entries = closingLines(balances, places.value.accountId).map(
      (lines): Posting => ({
        id: tx.newId(),
        journalId: places.value.journalId,
        kind: "closing",
        effectiveOn: year.endsOn,
        description: `Closing of fiscal year ${year.name}`,
        sourceType: "fiscal_year",
        sourceId: year.id,
        lines,
      }),
    );
    if (entries.length > 0) await postEntries(tx, entries);
    await closePeriods(tx, year);
    for (const checklist of proven.value) await keepProof(tx, checklist, "closed");
    const closed = periods.filter(({ state }) => state !== "closed").map(({ name }) => name);
    const body = yearEnd(tx, { ...year, state: "closed", version: year.version + 1 }, resultOf(balances), entries, closed);
    tx.audit({ action: "fiscal_year.close", subjectType: "fiscal_year", subjectId: year.id, before: year, after: body });
    tx.event({ type: "fiscal_year.closed", subject: year.id, data: body });
    return done(body);
  },
);

export const yearEnd = (
  tx: TxCtx,
  { id, name, startsOn, endsOn, state, version }: YearRow,
  result: bigint,
  entries: readonly Posting[],
  closedPeriods: string[],
): YearEndBody => ({
  ...{ id, name, startsOn, endsOn, state: state === "closed" ? "closed" : "open", version },
  ...{ result: formatMinor(result, tx.company.baseCurrency), currency: tx.company.baseCurrency, closedPeriods },
  entryIds: entries.map((entry) => entry.id),
});
