import { expect, inject, test } from "vitest";
import { anEntry, bookOf, databaseAs, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany } from "#core/testing/company.ts";
import { verifyLedger } from "../verify-ledger.ts";

const booked = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  for (let n = 1; n <= 4; n++)
    await posted(
      company,
      anEntry(book, {
        effectiveOn: `2026-0${n}-10`,
        lines: [
          ["1230", BigInt(n * 100)],
          ["4000", BigInt(-n * 100)],
        ],
      }),
    );
  await sealWholly(company);
  return { company, book };
};

/** Changes rows as nobody can who has not taken the whole server: with every trigger off. */
const tamper = async (...statements: [sql: string, parameters: unknown[]][]) => {
  const client = await databaseAs("superuser").connect();
  try {
    await client.query("begin; set local session_replication_role = replica");
    for (const [sql, parameters] of statements) await client.query(sql, parameters);
    await client.query("commit");
  } finally {
    client.release();
  }
};
const verify = async (companyId: string) => {
  const said: string[] = [];
  const isClean = await verifyLedger({ connectionString: inject("databases").owner }, [companyId], (text) => said.push(text));
  return { isClean, text: said.join("\n") };
};
const lineOf = "company_id = $1 and entry_id = (select entry_id from finance.seal where company_id = $1 and number = $2)";

test("books that nobody touched are clean, sealed or not, whatever texts and currencies they hold", async () => {
  const { company, book } = await booked();
  const odd = 'Line one\nline "two"\t\\ \u2028 \u0001 Öl 🚲 |';
  await posted(
    company,
    {
      ...anEntry(book, {
        description: odd,
        sourceType: odd,
        externalId: odd,
        lines: [
          ["1230", 5n, "JPY", 3n],
          ["4000", -5n, "JPY", -3n],
        ],
      }),
    },
    { ...anEntry(book), lines: anEntry(book).lines.map((line) => ({ ...line, description: odd, taxBase: -7n })) },
  );
  await sealWholly(company);
  await posted(company, anEntry(book));
  const { isClean, text } = await verify(company.id);
  expect(text).toMatch(/: 6 entries, 12 lines(, 1 entries not numbered yet)?; last number 6, hash [0-9a-f]{64}\.$/);
  expect(isClean).toBe(true);
});

test.each<[string, [string, unknown[]][], RegExp]>([
  [
    "an amount",
    [[`update finance.journal_line set amount = amount + 1, company_amount = company_amount + 1 where position = 1 and ${lineOf}`, [2]]],
    /Number 2 .* does not balance: it is off in GBP by 1, company currency by 1\.[\s\S]*Number 2 .* is not what was sealed[\s\S]*The day's balance of account 1230, GBP, effective 2026-02-10.* is stored as 200 .* add up to 201/,
  ],
  [
    "both sides alike",
    [[`update finance.journal_line set amount = amount * 2, company_amount = company_amount * 2 where ${lineOf}`, [3]]],
    /2 differences|Number 3 .* is not what was sealed[\s\S]*The month's balance of account 4000/,
  ],
  [
    "an account",
    [
      [
        "update finance.journal_line set account_id = (select id from finance.account where company_id = $1 and code = '1200') where position = 1 and company_id = $1 and entry_id = (select entry_id from finance.seal where company_id = $1 and number = $2)",
        [1],
      ],
    ],
    /Number 1 .* is not what was sealed[\s\S]*balance of account 1200/,
  ],
  [
    "a description",
    [
      [
        "update finance.journal_entry set description = 'Gift' where company_id = $1 and id = (select entry_id from finance.seal where company_id = $1 and number = $2)",
        [4],
      ],
    ],
    /1 differences:\n {2}Number 4 .* is not what was sealed/,
  ],
  [
    "the date",
    [
      [
        "update finance.journal_entry set effective_on = '2026-01-01' where company_id = $1 and id = (select entry_id from finance.seal where company_id = $1 and number = $2)",
        [4],
      ],
    ],
    /Number 4 .* is not what was sealed[\s\S]*effective 2026-01-01/,
  ],
  [
    "who posted",
    [
      [
        "update finance.journal_entry set posted_by = gen_random_uuid() where company_id = $1 and id = (select entry_id from finance.seal where company_id = $1 and number = $2)",
        [4],
      ],
    ],
    /Number 4 .* is not what was sealed/,
  ],
])("%s that was changed is named", async (_, changes, expected) => {
  const { company } = await booked();
  await tamper(...changes.map(([sql, rest]): [string, unknown[]] => [sql, [company.id, ...rest]]));
  const { isClean, text } = await verify(company.id);
  expect(text).toMatch(expected);
  expect(isClean).toBe(false);
});

test("an entry that is gone is named, and so is a number that is gone with it", async () => {
  const { company } = await booked();
  await tamper(
    [`delete from finance.journal_line where ${lineOf}`, [company.id, 2]],
    [
      "delete from finance.journal_entry where company_id = $1 and id = (select entry_id from finance.seal where company_id = $1 and number = $2)",
      [company.id, 2],
    ],
  );
  const gone = await verify(company.id);
  expect(gone.text).toMatch(/Number 2 \(entry .*\): the entry is missing\.[\s\S]*The day's balance of account 1230/);
  expect(gone.text).not.toMatch(/Number [134]/);
  await tamper(["delete from finance.seal where company_id = $1 and number = 2", [company.id]]);
  expect((await verify(company.id)).text).toMatch(/Numbers 2 to 2 are missing\.[\s\S]*Number 3 .* is not what was sealed/);
});

test("numbers that were swapped are named", async () => {
  const { company } = await booked();
  const swap = (from: number, to: number): [string, unknown[]] => [
    "update finance.seal set number = $3 where company_id = $1 and number = $2",
    [company.id, from, to],
  ];
  await tamper(swap(2, 99), swap(3, 2), swap(99, 3));
  const { text } = await verify(company.id);
  expect(text).toMatch(/Number 3 \(entry .*\) is out of order: it was posted before number 2/);
  expect(text).toMatch(/Number 2 .* is not what was sealed/);
});

test("seals that changed their entries are named", async () => {
  const { company } = await booked();
  const { rows } = await databaseAs("superuser").query<{ entry_id: string }>(
    "select entry_id from finance.seal where company_id = $1 order by number",
    [company.id],
  );
  const give = (number: number, entry: unknown): [string, unknown[]] => [
    "update finance.seal set entry_id = $3 where company_id = $1 and number = $2",
    [company.id, number, entry],
  ];
  await tamper(give(1, company.id), give(2, rows[0]?.entry_id), give(1, rows[1]?.entry_id));
  expect((await verify(company.id)).text).toMatch(/Number 1 \(entry .*\) was given to another transaction's entry\./);
});

test("a balance that is wrong is named, and so are one too many and one too few", async () => {
  const { company } = await booked();
  await tamper(
    [
      "update finance.balance_day set company_debit = company_debit + 5 where company_id = $1 and effective_on = '2026-01-10' and company_debit > 0",
      [company.id],
    ],
    ["delete from finance.balance_month where company_id = $1 and month = '2026-02-01' and company_credit > 0", [company.id]],
    [
      "insert into finance.balance_day select company_id, '2026-05-05', account_id, 'EUR', dimension_id, sealed_on, 1, 1, 0 from finance.balance_day where company_id = $1 and effective_on = '2026-01-10' and company_debit > 0",
      [company.id],
    ],
  );
  const { text } = await verify(company.id);
  expect(text).toMatch(/3 differences/);
  expect(text).toMatch(
    /The day's balance of account 1230, GBP, effective 2026-01-10, .* is stored as 100 \(debit 105, credit 0\); its lines add up to 100 \(debit 100, credit 0\)\./,
  );
  expect(text).toMatch(/The month's balance of account 4000, GBP, effective 2026-02-01, .* is stored as 0 .* add up to -200/);
  expect(text).toMatch(/account 1230, EUR, effective 2026-05-05, .* is stored as 1 .* add up to 0/);
});

test("an entry the sealer passed over is named, and one that does not balance before it is sealed", async () => {
  const { company, book } = await booked();
  await tamper(["delete from finance.seal where company_id = $1 and number = 1", [company.id]]);
  expect((await verify(company.id)).text).toMatch(/Numbers 1 to 1 are missing\.[\s\S]*Entry .* has no number, though later ones have\./);
  const other = await booked();
  const [entry] = await posted(other.company, anEntry(other.book));
  await tamper([
    "update finance.journal_line set amount = 1 where company_id = $1 and entry_id = $2 and position = 1",
    [other.company.id, entry?.id],
  ]);
  expect((await verify(other.company.id)).text).toMatch(/does not balance/);
  expect(book.journalId).not.toBe(other.book.journalId);
});

test("a company that is not there is said to be so", async () => {
  await expect(verify("nobody")).rejects.toThrow("There is no company nobody.");
});
