import { sql } from "kysely";
import * as z from "zod";
import type { ReadCtx } from "#core/kernel/context.ts";
import { done } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { accountSums, formatterOf, viewOf } from "../reports/view.ts";
import { AccountBody } from "./account.ts";
import { accountColumns } from "./find-account.ts";

export const AccountTreeQuery = z.object({
  asOf: calendarDate().optional().describe("The day of the balances. Default: today."),
});
export type AccountTreeQuery = z.infer<typeof AccountTreeQuery>;

export const AccountTree = z
  .object({
    asOf: z.string(),
    currency: z.string(),
    items: z.array(
      AccountBody.extend({
        depth: z.number().int().describe("0 at the top."),
        members: z.number().int().describe("How many accounts and headings stand directly below."),
        balance: z
          .string()
          .nullable()
          .describe("Debits less credits in company currency, of a heading of all below it; null without the permission for reports."),
      }),
    ),
  })
  .meta({ id: "AccountTree", description: "Every heading before what is below it, in order of code." });
export type AccountTree = z.infer<typeof AccountTree>;

/** What is directly below each heading; by null what is at the top. Each branch is in order of code. */
type Branches = ReadonlyMap<string | null, readonly AccountBody[]>;

export type PlacedAccount = Readonly<{ account: AccountBody; depth: number }>;

/** Depth first. There are at most a dozen levels and no cycle: Postgres sees to it. */
const inTreeOrder = (branches: Branches, above: string | null = null, depth = 0): PlacedAccount[] =>
  (branches.get(above) ?? []).flatMap((account) => [{ account, depth }, ...inTreeOrder(branches, account.id, depth + 1)]);

/** The whole chart, every heading before what is below it. */
export const readTree = async ({ db, actor }: ReadCtx): Promise<Readonly<{ branches: Branches; placed: readonly PlacedAccount[] }>> => {
  const { rows } = await sql<AccountBody>`
    select ${accountColumns} from finance.account a where a.company_id = ${actor.companyId} order by a.code`.execute(db);
  const branches = Map.groupBy(rows, ({ parentId }) => parentId);
  return { branches, placed: inTreeOrder(branches) };
};

/** Own balances and those of everything below, added from the leaves up. */
const rolledUp = (placed: readonly PlacedAccount[], own: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> => {
  const totals = new Map(own);
  for (const { account } of placed.toReversed())
    if (account.parentId !== null) totals.set(account.parentId, (totals.get(account.parentId) ?? 0n) + (totals.get(account.id) ?? 0n));
  return totals;
};

const balancesOf = async (ctx: ReadCtx, asOf: string): Promise<ReadonlyMap<string, bigint> | undefined> => {
  if (!ctx.actor.grants.has("finance.report.read")) return undefined;
  const sums = await accountSums(ctx.db, { companyId: ctx.actor.companyId, to: asOf });
  return new Map(sums.map(({ account, debit, credit }) => [account.id, debit - credit]));
};

/** The whole chart as the tree it is, with balances on a day. Two statements, whatever the number of lines posted. */
export const accountTree = query("finance.account.read", async (ctx, { asOf }: AccountTreeQuery) => {
  const view = viewOf(ctx, asOf, undefined);
  const { branches, placed } = await readTree(ctx);
  const own = await balancesOf(ctx, view.asOf);
  const balances = own && rolledUp(placed, own);
  const format = formatterOf(ctx);
  const value: AccountTree = {
    asOf: view.asOf,
    currency: view.currency,
    items: placed.map(({ account, depth }) => ({
      ...account,
      depth,
      members: branches.get(account.id)?.length ?? 0,
      balance: balances ? format(balances.get(account.id) ?? 0n) : null,
    })),
  };
  return done(value);
});
