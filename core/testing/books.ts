import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { v7 as uuidv7 } from "uuid";
import { inject } from "vitest";
import type { Database } from "#core/database/tables.ts";
import { type Posting, type PostingLine, postEntries } from "#core/finance/entries/post-entry.ts";
import { sealEntries } from "#core/finance/sealer/seal-entries.ts";
import { parserOf } from "#functions/adapters/postgres-types.ts";
import { openSealer, type SealerConnection } from "#functions/adapters/sealer.ts";
import { reading, type TestCompany, writing } from "./company.ts";

type Role = "app" | "owner" | "sealer" | "superuser";
const pools = new Map<Role, pg.Pool>();

/** Plain SQL in a role of the cluster: for what no command offers, and for trying to break the books. */
export const databaseAs = (role: Role): pg.Pool => {
  const pool =
    pools.get(role) ??
    new pg.Pool({
      connectionString: inject("databases")[role],
      max: 40,
      idleTimeoutMillis: 500,
      allowExitOnIdle: true,
      types: { getTypeParser: parserOf },
    } as pg.PoolConfig);
  pools.set(role, pool);
  return pool;
};

/** A transaction as the application's role in a company, without the pipeline: what Postgres alone lets through. */
export const asApplication = <T>(company: TestCompany, work: (db: Kysely<Database>) => Promise<T>): Promise<T> =>
  new Kysely<Database>({ dialect: new PostgresDialect({ pool: databaseAs("app") }) }).transaction().execute(async (db) => {
    await sql`select set_config('enterprise.company_id', ${company.id}, true), set_config('enterprise.actor_id', ${uuidv7()}, true)`.execute(
      db,
    );
    return work(db);
  });

let sealer: Promise<SealerConnection> | undefined;
const sealerOfTests = () => {
  sealer ??= openSealer({ connectionString: inject("databases").sealer, idleTimeoutMillis: 500, allowExitOnIdle: true } as pg.ClientConfig);
  return sealer;
};
/** Seals what can be sealed, of every company. */
export const sealAll = async (batch?: number): Promise<number> =>
  sealEntries((await sealerOfTests()).db, batch === undefined ? {} : { batch });

/** The accounts of a company by code, headings too; those that can be posted to; and its general journal. */
export const bookOf = async (company: TestCompany) => {
  const { accounts, journal } = await reading(company.as(), async ({ db }) => ({
    accounts: await db.selectFrom("finance.account").select(["id", "code", "isGroup"]).execute(),
    journal: await db.selectFrom("finance.journal").select("id").where("code", "=", "GEN").executeTakeFirstOrThrow(),
  }));
  const byCode = new Map(accounts.map(({ code, id }) => [code, id]));
  const account = (code: string) => {
    const id = byCode.get(code);
    if (!id) throw new Error(`There is no account ${code}.`);
    return id;
  };
  return { journalId: journal.id, account, accountIds: accounts.filter(({ isGroup }) => !isGroup).map(({ id }) => id) };
};
export type Book = Awaited<ReturnType<typeof bookOf>>;

/** `[account code, minor units, currency?, company minor units?]`; a debit is positive. */
export type Line = readonly [code: string, amount: bigint, currency?: string, companyAmount?: bigint];

export const linesOf = (book: Book, lines: readonly Line[]): PostingLine[] =>
  lines.map(([code, amount, currency = "GBP", companyAmount = amount]) => ({
    accountId: book.account(code),
    currency,
    amount,
    companyAmount,
  }));

/** An entry that is not posted yet: by default a cash sale of 1.00 on the last of March. */
export const anEntry = (
  book: Book,
  {
    lines = [
      ["1230", 100n],
      ["4000", -100n],
    ],
    ...more
  }: Partial<Omit<Posting, "lines">> & { lines?: readonly Line[] } = {},
): Posting => ({
  id: uuidv7(),
  journalId: book.journalId,
  effectiveOn: "2026-03-31",
  description: "Cash sale",
  ...more,
  lines: linesOf(book, lines),
});

/** Posts entries in one transaction and gives them back. */
export const posted = async (company: TestCompany, ...entries: Posting[]): Promise<Posting[]> => {
  await writing(company.as(), (tx) => postEntries(tx, entries));
  return entries;
};

/** Seals until the company has no tail; other test files hold transactions open, so a try may seal nothing. */
export const sealWholly = async (company: TestCompany, batch?: number) => {
  for (let attempt = 0; attempt < 200; attempt++) {
    await sealAll(batch);
    const tail = await reading(company.as(), ({ db }) =>
      db.selectFrom("finance.unsealedEntry").select("id").where("companyId", "=", company.id).execute(),
    );
    if (tail.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("The tail does not end.");
};
