import { v7 as uuidv7 } from "uuid";
import { inject } from "vitest";
import type { ChartName } from "#core/finance/accounts/chart-templates.ts";
import { setUpFinance } from "#core/finance/set-up.ts";
import { setUpIdentity } from "#core/identity/set-up.ts";
import { clockOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { Actor, CompanyFacts, Ctx, Grant, ReadCtx, TxCtx } from "#core/kernel/context.ts";
import { done, type Outcome } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import { isPending, type PendingApproval } from "#core/platform/approvals/approval.ts";
import { setUpSales } from "#core/sales/set-up.ts";
import { databaseOver, openPool, type PostgresPool } from "#functions/adapters/postgres.ts";

let pool: PostgresPool | undefined;
/** One pool for a test file, as the application role. */
export const testPool = () => {
  pool ??= openPool({ connectionString: inject("databases").app, max: 20, idleTimeoutMillis: 500, allowExitOnIdle: true });
  return pool;
};

export type TestCompanyOptions = Readonly<{
  today?: string;
  chart?: ChartName;
  currency?: string;
  country?: string;
  timeZone?: string;
  rounding?: "line" | "document";
}>;
type Request = Partial<Ctx["request"]>;
type CtxOptions = Request & { grants?: readonly Grant[]; today?: string; actorId?: string; company?: CompanyFacts };

const inLondon: CompanyFacts = { baseCurrency: "GBP", timeZone: "Europe/London", country: "GB", rounding: "line" };
const everything = { has: () => true };

/** A context of a company, by default allowed everything, on a fixed day. */
export const contextOf = (
  companyId: string,
  { grants, today = "2026-03-31", actorId = uuidv7(), company = inLondon, ...request }: CtxOptions = {},
): Ctx => {
  const actor: Actor = { kind: "user", id: actorId, name: "Tester", companyId, grants: grants ? new Set(grants) : everything };
  return {
    database: databaseOver(testPool()),
    clock: clockOf(() => new Date(`${today}T12:00:00Z`)),
    newId: () => uuidv7(),
    actor,
    company,
    request: { id: uuidv7(), dryRun: false, ...request },
    report: { replayed: false },
    metrics: { count: () => undefined },
  };
};

/** Reads with the rights of the application role in a company: for looking at rows a test cares about. */
export const reading = <T>(ctx: Ctx, work: (read: ReadCtx) => Promise<T>): Promise<T> =>
  query("platform.test.read", async (read, _: undefined) => done(await work(read)))(
    { ...ctx, actor: { ...ctx.actor, grants: everything } },
    undefined,
  ).then(resultOf);

/** Writes inside the pipeline: for arranging what no command offers. */
export const writing = <T>(ctx: Ctx, work: (tx: TxCtx) => Promise<T>): Promise<T> =>
  command("platform.test.write", async (tx, _: undefined) => done(await work(tx)))(
    { ...ctx, actor: { ...ctx.actor, grants: everything } },
    undefined,
  ).then(resultOf);

/** The value of an outcome that must neither be a refusal nor wait for a second person. */
export const resultOf = <T>(outcome: Outcome<T>): Exclude<T, PendingApproval> => {
  if (!outcome.ok) throw new Error(`Refused: ${JSON.stringify(outcome.fault)}`);
  const { value } = outcome;
  if (typeof value === "object" && value !== null && isPending(value)) throw new Error(`Waits: ${JSON.stringify(value)}`);
  return value as Exclude<T, PendingApproval>;
};

/** A company of its own for each test, with chart, journals, periods, warehouse, price list and series. */
export const aCompany = async ({
  today = "2026-03-31",
  chart = "uk",
  currency = "GBP",
  country = "GB",
  timeZone = "Europe/London",
  rounding = "line",
}: TestCompanyOptions = {}) => {
  const id = uuidv7();
  const company: CompanyFacts = { baseCurrency: currency, timeZone, country, rounding };
  const as = (options: CtxOptions = {}) => contextOf(id, { today, company, ...options });
  await writing(as(), async (tx) => {
    await tx.db
      .insertInto("shared.company")
      .values({ id, name: `Company ${id.slice(-6)}`, country, baseCurrency: currency, timeZone, rounding, chart })
      .execute();
    await setUpIdentity(tx, { companyId: id });
    await setUpFinance(tx, { companyId: id, chart, fiscalYearStart: 1, today });
    await setUpSales(tx, { companyId: id, currency });
  });
  return { id, currency, today, as };
};
export type TestCompany = Awaited<ReturnType<typeof aCompany>>;
