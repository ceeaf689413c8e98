import { sql } from "kysely";
import { expect, test } from "vitest";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done } from "#core/kernel/fault.ts";
import { aCompany, reading, type TestCompany, writing } from "#core/testing/company.ts";
import { deferPosting, type Posting, postEntries } from "./post-entry.ts";

const bookOf = (company: TestCompany) =>
  reading(company.as(), async ({ db }) => {
    const accounts = await db.selectFrom("finance.account").select(["id", "code"]).execute();
    const journal = await db.selectFrom("finance.journal").select("id").where("code", "=", "GEN").executeTakeFirstOrThrow();
    return { journalId: journal.id, account: (code: string) => accounts.find((account) => account.code === code)?.id ?? "" };
  });

const cashSale = (
  tx: Pick<TxCtx, "newId">,
  book: Awaited<ReturnType<typeof bookOf>>,
  amounts: [bigint, bigint] = [100n, -100n],
): Posting => ({
  id: tx.newId(),
  journalId: book.journalId,
  effectiveOn: "2026-03-31",
  description: "Cash sale",
  lines: [
    { accountId: book.account("1230"), currency: "GBP", amount: amounts[0], companyAmount: amounts[0] },
    { accountId: book.account("4000"), currency: "GBP", amount: amounts[1], companyAmount: amounts[1] },
  ],
});

const post = command("finance.entry.post", async (tx, make: (tx: TxCtx) => Posting) => {
  await postEntries(tx, [make(tx)]);
  return done("posted");
});
const postLast = command("finance.entry.post", async (tx, make: (tx: TxCtx) => Posting) => {
  deferPosting(tx, [make(tx)]);
  return done("posted");
});

test("a balanced entry is posted with its lines, at once or in the last round trip", async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  expect(await post(company.as(), (tx) => cashSale(tx, book))).toEqual(done("posted"));
  expect(await postLast(company.as(), (tx) => cashSale(tx, book))).toEqual(done("posted"));
  const lines = await reading(company.as(), ({ db }) =>
    db.selectFrom("finance.journalLine").select(["position", "amount"]).orderBy("entryId").orderBy("position").execute(),
  );
  expect(lines).toEqual([
    { position: 1, amount: 100n },
    { position: 2, amount: -100n },
    { position: 1, amount: 100n },
    { position: 2, amount: -100n },
  ]);
});

test("an entry that does not balance is refused and leaves nothing, even in the last round trip", async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  for (const way of [post, postLast]) {
    expect(await way(company.as(), (tx) => cashSale(tx, book, [100n, -99n]))).toMatchObject({
      ok: false,
      fault: { code: "entry.unbalanced", kind: "invalid" },
    });
  }
  expect(await reading(company.as(), ({ db }) => db.selectFrom("finance.journalEntry").select("id").execute())).toEqual([]);
});

test("a header without lines, a line added later and a change of a posted line are refused by Postgres", async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const entry = await writing(company.as(), async (tx) => {
    const posting = cashSale(tx, book);
    await postEntries(tx, [posting]);
    return posting;
  });
  await expect(post(company.as(), (tx) => ({ ...cashSale(tx, book), lines: [] }))).rejects.toMatchObject({
    constraint: "entry_with_its_lines",
  });
  const attempt = (statement: ReturnType<typeof sql>) => writing(company.as(), (tx) => statement.execute(tx.db));
  await expect(
    attempt(sql`insert into finance.journal_line (company_id, entry_id, position, effective_on, account_id, currency, amount, company_amount)
      values (${company.id}, ${entry.id}, 3, '2026-03-31', ${book.account("1230")}, 'GBP', 5, 5), (${company.id}, ${entry.id}, 4, '2026-03-31', ${book.account("4000")}, 'GBP', -5, -5)`),
  ).rejects.toMatchObject({ constraint: "lines_with_their_entry" });
  await expect(attempt(sql`update finance.journal_line set amount = 1`)).rejects.toMatchObject({ code: "42501" });
  await expect(attempt(sql`delete from finance.journal_line`)).rejects.toMatchObject({ code: "42501" });
});
