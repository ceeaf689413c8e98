import { readEntry } from "#core/finance/entries/get-entry.ts";
import { type Posting, postEntries } from "#core/finance/entries/post-entry.ts";
import { reversalOf } from "#core/finance/entries/reverse-entry.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { conflict, done, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { PendingApproval } from "#core/platform/approvals/approval.ts";
import { secondPerson } from "#core/platform/approvals/second-person.ts";
import { holdYear, type YearFault, type YearRow, type YearTarget, yearEnd } from "./close-year.ts";
import type { ReopenYearInput, YearEndBody } from "./year-end.ts";

/** The mirror of each closing entry that has none yet, on the same day. */
const reversals = async (tx: TxCtx, year: YearRow, reason: string): Promise<{ postings: Posting[]; result: bigint }> => {
  const closing = await tx.db
    .selectFrom("finance.journalEntry as e")
    .select("e.id")
    .where("e.companyId", "=", tx.actor.companyId)
    .where("e.sourceType", "=", "fiscal_year")
    .where("e.sourceId", "=", year.id)
    .where("e.kind", "=", "closing")
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom("finance.journalEntry as r")
            .select("r.id")
            .where("r.companyId", "=", tx.actor.companyId)
            .whereRef("r.reversesEntryId", "=", "e.id"),
        ),
      ),
    )
    .orderBy("e.id")
    .execute();
  const entries = await Promise.all(closing.map(({ id }) => readEntry(tx.db, tx.actor.companyId, id)));
  const found = entries.filter((entry) => entry !== undefined);
  const equity = new Set(
    (
      await tx.db
        .selectFrom("finance.account")
        .select("id")
        .where("companyId", "=", tx.actor.companyId)
        .where("type", "=", "equity")
        .execute()
    ).map(({ id }) => id),
  );
  const moved = found.flatMap(({ lines }) => lines).filter(({ accountId }) => equity.has(accountId));
  return {
    postings: found.map((entry) => ({
      ...reversalOf(entry, { id: tx.newId(), effectiveOn: year.endsOn, description: reason }),
      sourceType: "fiscal_year",
      sourceId: year.id,
    })),
    result: -moved.reduce((sum, { companyAmount }) => sum + companyAmount, 0n),
  };
};

const laterYear = (tx: TxCtx, { endsOn }: YearRow) =>
  tx.db
    .selectFrom("finance.fiscalYear")
    .select("name")
    .where("companyId", "=", tx.actor.companyId)
    .where("startsOn", ">", endsOn)
    .where("state", "=", "closed")
    .executeTakeFirst();

const reopen = async (tx: TxCtx, year: YearRow, lastPeriodId: string | undefined, reason: string): Promise<void> => {
  const { companyId } = tx.actor;
  await tx.db
    .updateTable("finance.fiscalYear")
    .set({ state: "open", closedAt: null, closedBy: null, version: year.version + 1 })
    .where("companyId", "=", companyId)
    .where("id", "=", year.id)
    .execute();
  await tx.db
    .updateTable("finance.period")
    .set((set) => ({ state: "soft_closed", stateReason: reason, version: set("version", "+", 1) }))
    .where("companyId", "=", companyId)
    .where("id", "=", lastPeriodId ?? year.id)
    .where("state", "=", "closed")
    .execute();
};

/**
 * Takes the closing of a fiscal year back: its last period is soft-closed again, for a reason, and the closing entries are reversed on the year's last day.
 * Refuses while a later year is closed. Who does it must be allowed to adjust. It may need two people. Locks as closing does.
 */
export const reopenYear = command(
  "finance.fiscal_year.reopen",
  async (
    tx,
    { input, ...target }: YearTarget & Readonly<{ input: ReopenYearInput }>,
  ): Promise<Outcome<YearEndBody | PendingApproval, YearFault>> => {
    const held = await holdYear(tx, target);
    if (!held.ok) return held;
    const { year, periods } = held.value;
    if (year.state === "open") return refuse(conflict("fiscal_year.is_open", `The fiscal year ${year.name} is open already.`));
    const later = await laterYear(tx, year);
    if (later) return refuse(conflict("fiscal_year.later_closed", `The fiscal year ${later.name} is closed; reopen it first.`));
    const waiting = secondPerson(tx, {
      action: "finance.fiscal_year.reopen",
      summary: `Reopen fiscal year ${year.name}: ${input.reason}`,
      subject: { type: "fiscal_year", id: year.id },
      request: { id: year.id, input },
    });
    if (waiting) return waiting;
    const { postings, result } = await reversals(tx, year, input.reason);
    await reopen(tx, year, periods.at(-1)?.id, input.reason);
    if (postings.length > 0) await postEntries(tx, postings);
    const body = yearEnd(tx, { ...year, state: "open", version: year.version + 1 }, result, postings, []);
    tx.audit({
      action: "fiscal_year.reopen",
      subjectType: "fiscal_year",
      subjectId: year.id,
      before: year,
      after: { ...body, reason: input.reason },
    });
    tx.event({ type: "fiscal_year.reopened", subject: year.id, data: { ...body, reason: input.reason } });
    return done(body);
  },
);
