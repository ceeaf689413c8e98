import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { anEntry, asApplication, type Book, bookOf, databaseAs, type Line, linesOf, posted } from "#core/testing/books.ts";
import { aCompany, reading, type TestCompany, writing } from "#core/testing/company.ts";
import { jsonWithIntegers, type Posting, postEntries } from "./post-entry.ts";

const booked = async () => {
  const company = await aCompany();
  return { company, book: await bookOf(company) };
};

/** Tries to post and gives the name of the constraint that refused it. */
const refusalOf = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => "accepted",
    (error: { constraint?: string; code?: string }) => error.constraint ?? error.code,
  );
const tried = (company: TestCompany, ...entries: Posting[]) =>
  refusalOf(run(company, sql`select finance.post_entries(${jsonWithIntegers(entries)})`));
const entriesOf = (company: TestCompany) =>
  reading(company.as(), ({ db }) =>
    db.selectFrom("finance.journalEntry").select(["id", "kind"]).where("companyId", "=", company.id).execute(),
  );
const run = (company: TestCompany, statement: ReturnType<typeof sql>) => asApplication(company, (db) => statement.execute(db));

const header = (company: TestCompany, book: Book, id: string, more: { postedBy?: unknown } = {}) =>
  sql`insert into finance.journal_entry (id, company_id, journal_id, effective_on, description, posted_by, cluster_id)
      values (${id}, ${company.id}, ${book.journalId}, '2026-03-31', 'By hand', ${more.postedBy ?? sql`shared.current_actor()`}, (select id from shared.cluster where current))`;
const line = (company: TestCompany, book: Book, id: string, position: number, amount: bigint) =>
  sql`insert into finance.journal_line (company_id, entry_id, position, effective_on, account_id, currency, amount, company_amount)
      values (${company.id}, ${id}, ${position}, '2026-03-31', ${book.account("1230")}, 'GBP', ${amount}, ${amount})`;
const bothLines = (company: TestCompany, book: Book, id: string, positions: [number, number], amounts: [bigint, bigint] = [5n, -5n]) =>
  sql`insert into finance.journal_line (company_id, entry_id, position, effective_on, account_id, currency, amount, company_amount)
      select ${company.id}::uuid, ${id}::uuid, l.position, '2026-03-31', ${book.account("1230")}::uuid, 'GBP', l.amount, l.amount
        from (values (${positions[0]}::smallint, ${amounts[0]}::bigint), (${positions[1]}::smallint, ${amounts[1]}::bigint)) as l (position, amount)`;

test.each<[string, Line[], string]>([
  ["nothing", [], "entry_with_its_lines"],
  ["one line", [["1230", 100n]], "entry_balances"],
  [
    "sums that differ",
    [
      ["1230", 100n],
      ["4000", -99n],
    ],
    "entry_balances",
  ],
  [
    "two currencies that balance only in company currency",
    [
      ["1230", 100n, "USD", 80n],
      ["4000", -100n, "EUR", -80n],
    ],
    "entry_balances",
  ],
  [
    "one currency that does not balance in company currency",
    [
      ["1230", 100n, "USD", 80n],
      ["4000", -100n, "USD", -79n],
    ],
    "entry_balances",
  ],
  [
    "lines that cancel out across currencies",
    [
      ["1230", 100n, "USD", 80n],
      ["4000", -100n, "USD", -81n],
      ["1230", 1n],
      ["4000", -1n],
    ],
    "entry_balances",
  ],
  [
    "a line of nothing",
    [
      ["1230", 100n],
      ["4000", -100n],
      ["1230", 0n],
    ],
    "line_not_zero",
  ],
  [
    "an amount and a company amount on different sides",
    [
      ["1230", 100n, "USD", -80n],
      ["4000", -100n, "USD", 80n],
    ],
    "line_same_side",
  ],
  [
    "another company amount in company currency",
    [
      ["1230", 100n, "GBP", 101n],
      ["4000", -100n, "GBP", -101n],
    ],
    "line_amounts_agree",
  ],
  [
    "a company amount without an amount",
    [
      ["1230", 0n, "USD", 5n],
      ["4000", 0n, "USD", -5n],
    ],
    "line_amounts_agree",
  ],
  [
    "a currency that is none",
    [
      ["1230", 100n, "gbp"],
      ["4000", -100n, "gbp"],
    ],
    "journal_line_currency_check",
  ],
  [
    "an amount that cannot be negated",
    [
      ["1230", -(2n ** 63n)],
      ["4000", 2n ** 63n - 1n],
      ["4000", 1n],
    ],
    "line_can_be_negated",
  ],
  [
    "sums beyond a bigint",
    [
      ["1230", 2n ** 62n],
      ["1230", 2n ** 62n],
      ["1230", 2n ** 62n],
      ["1230", 2n ** 62n],
      ["4000", -1n],
    ],
    "entry_balances",
  ],
])("an entry of %s is refused", async (_, lines, constraint) => {
  const { company, book } = await booked();
  expect(await tried(company, anEntry(book, { lines }))).toBe(constraint);
  expect(await entriesOf(company)).toEqual([]);
});

test("an exchange difference may have no amount in its own currency, but the company's currency is never different from itself", async () => {
  const { company, book } = await booked();
  const gain: Line[] = [
    ["1230", 100n, "USD", 85n],
    ["1101", -100n, "USD", -80n],
    ["4906", 0n, "USD", -5n],
  ];
  expect(await tried(company, anEntry(book, { lines: gain }))).toBe("line_amounts_agree");
  expect(await tried(company, anEntry(book, { lines: gain, kind: "exchange" }))).toBe("accepted");
  expect(
    await tried(
      company,
      anEntry(book, {
        lines: [
          ["1230", 1n, "GBP", 2n],
          ["4906", -1n, "GBP", -2n],
        ],
        kind: "revaluation",
      }),
    ),
  ).toBe("line_amounts_agree");
});

test("one bad entry among good ones refuses them all", async () => {
  const { company, book } = await booked();
  expect(
    await tried(
      company,
      anEntry(book),
      anEntry(book, {
        lines: [
          ["1230", 100n],
          ["4000", -1n],
        ],
      }),
      anEntry(book),
    ),
  ).toBe("entry_balances");
  expect(await entriesOf(company)).toEqual([]);
});

test("header and lines come in one statement: neither earlier nor later, in this transaction or another", async () => {
  const { company, book } = await booked();
  const id = uuidv7();
  expect(await refusalOf(run(company, header(company, book, id)))).toBe("entry_with_its_lines");
  expect(await refusalOf(run(company, bothLines(company, book, id, [1, 2])))).toBe("journal_line_company_id_entry_id_effective_on_fkey");
  expect(await refusalOf(run(company, sql`with h as (${header(company, book, id)}) ${bothLines(company, book, id, [2, 3])}`))).toBe(
    "lines_with_their_entry",
  );
  const later = asApplication(company, async (db) => {
    await sql`with h as (${header(company, book, id)}) ${bothLines(company, book, id, [1, 2])}`.execute(db);
    await bothLines(company, book, id, [3, 4]).execute(db);
  });
  expect(await refusalOf(later)).toBe("lines_with_their_entry");
  expect(await entriesOf(company)).toEqual([]);
  await run(company, sql`with h as (${header(company, book, id)}) ${bothLines(company, book, id, [1, 2])}`);
  expect(await refusalOf(run(company, bothLines(company, book, id, [3, 4])))).toBe("lines_with_their_entry");
  expect(await refusalOf(run(company, bothLines(company, book, id, [1, 2])))).toBe("journal_line_pkey");
  expect(await refusalOf(run(company, sql`with a as (${line(company, book, id, 1, 5n)}) ${line(company, book, id, 3, -5n)}`))).toBe(
    "journal_line_pkey",
  );
});

test("lines of one entry in two parts of one statement are counted together", async () => {
  const { company, book } = await booked();
  const id = uuidv7();
  await run(
    company,
    sql`with h as (${header(company, book, id)}), a as (${line(company, book, id, 1, 5n)}) ${line(company, book, id, 2, -5n)}`,
  );
  expect(await entriesOf(company)).toHaveLength(1);
});

test("who posted, when, and in which transaction is not the application's to choose", async () => {
  const { company, book } = await booked();
  const id = uuidv7();
  expect(
    await refusalOf(
      run(company, sql`with h as (${header(company, book, id, { postedBy: uuidv7() })}) ${bothLines(company, book, id, [1, 2])}`),
    ),
  ).toBe("entry_with_its_lines");
  for (const column of ["xid", "posted_at"]) {
    expect(
      await refusalOf(
        run(company, sql`insert into finance.journal_entry (id, company_id, ${sql.ref(column)}) values (${id}, ${company.id}, default)`),
      ),
    ).toBe("42501");
  }
});

test("a reversal mirrors its entry, once, and not before it", async () => {
  const { company, book } = await booked();
  const [sale] = (await posted(
    company,
    anEntry(book, {
      lines: [
        ["1230", 100n, "USD", 80n],
        ["4000", -100n, "USD", -80n],
      ],
    }),
  )) as [Posting];
  const reversal = (lines: Line[], more: Partial<Omit<Posting, "lines">> = {}) =>
    anEntry(book, { kind: "reversal", reversesEntryId: sale.id, lines, ...more });
  const mirrored: Line[] = [
    ["4000", 100n, "USD", 80n],
    ["1230", -100n, "USD", -80n],
  ];
  expect(
    await tried(
      company,
      reversal([
        ["1230", -100n, "USD", -81n],
        ["4000", 100n, "USD", 81n],
      ]),
    ),
  ).toBe("reversal_mirrors");
  expect(
    await tried(
      company,
      reversal([
        ["1230", -100n, "USD", -80n],
        ["4000", 100n, "USD", 80n],
        ["1230", 1n],
        ["4000", -1n],
      ]),
    ),
  ).toBe("reversal_mirrors");
  expect(
    await tried(
      company,
      reversal([
        ["1230", -100n, "USD", -80n],
        ["1230", 100n, "USD", 80n],
      ]),
    ),
  ).toBe("reversal_mirrors");
  expect(await tried(company, reversal(mirrored, { effectiveOn: "2026-03-30" }))).toBe("reversal_not_before_entry");
  expect(await tried(company, anEntry(book, { reversesEntryId: sale.id, lines: mirrored }))).toBe("journal_entry_check");
  expect(await tried(company, reversal(mirrored, { effectiveOn: "2026-04-01" }))).toBe("accepted");
  expect(await tried(company, reversal(mirrored))).toBe("entry_reversed_once");
});

test("two reversals at once: one is in, the other refused", async () => {
  const { company, book } = await booked();
  const [sale] = (await posted(company, anEntry(book))) as [Posting];
  const reverse = () =>
    tried(
      company,
      anEntry(book, {
        kind: "reversal",
        reversesEntryId: sale.id,
        lines: [
          ["1230", -100n],
          ["4000", 100n],
        ],
      }),
    );
  expect((await Promise.all([reverse(), reverse(), reverse()])).toSorted()).toEqual([
    "accepted",
    "entry_reversed_once",
    "entry_reversed_once",
  ]);
});

test("a posted entry changes neither for the application nor for the owner of the tables", async () => {
  const { company, book } = await booked();
  await posted(company, anEntry(book));
  const changes = (table: string) => [
    `update ${table} set effective_on = effective_on`,
    `delete from ${table}`,
    `truncate ${table} cascade`,
  ];
  for (const statement of [...changes("finance.journal_entry"), ...changes("finance.journal_line")]) {
    expect(await refusalOf(run(company, sql.raw(statement)))).toBe("42501");
    expect(await refusalOf(databaseAs("owner").query(statement))).toBe("append_only");
  }
});

test("the owner's own postings are held to the same rules", async () => {
  const { company, book } = await booked();
  const client = await databaseAs("owner").connect();
  const post = async (entry: Posting, isolation = "read committed") => {
    await client.query(`begin isolation level ${isolation}`);
    try {
      await client.query("select set_config('enterprise.company_id', $1, true), set_config('enterprise.actor_id', $2, true)", [
        company.id,
        uuidv7(),
      ]);
      return await refusalOf(client.query("select finance.post_entries($1)", [jsonWithIntegers([entry])]));
    } finally {
      await client.query("rollback");
    }
  };
  try {
    expect(
      await post(
        anEntry(book, {
          lines: [
            ["1230", 100n],
            ["4000", -99n],
          ],
        }),
      ),
    ).toBe("entry_balances");
    for (const isolation of ["repeatable read", "serializable"]) expect(await post(anEntry(book), isolation)).toBe("posted_read_committed");
    expect(await post(anEntry(book))).toBe("accepted");
  } finally {
    client.release();
  }
});

test("an operator or table of the caller's own does not stand in for the real one", async () => {
  const { company, book } = await booked();
  const client = await databaseAs("superuser").connect();
  try {
    await client.query("begin");
    await client.query("create schema trap; grant usage on schema trap to public");
    await client.query(
      "create function trap.never(numeric, numeric) returns boolean language sql as 'select false'; grant execute on function trap.never to public",
    );
    await client.query("create operator trap.<> (function = trap.never, leftarg = numeric, rightarg = numeric)");
    await client.query("set local role enterprise_app; set local search_path = trap, pg_catalog");
    await client.query("select set_config('enterprise.company_id', $1, true), set_config('enterprise.actor_id', $2, true)", [
      company.id,
      uuidv7(),
    ]);
    const entry = anEntry(book, {
      lines: [
        ["1230", 100n],
        ["4000", -99n],
      ],
    });
    expect(await refusalOf(client.query("select finance.post_entries($1)", [jsonWithIntegers([entry])]))).toBe("entry_balances");
  } finally {
    await client.query("rollback");
    client.release();
  }
});

test("another company's books are neither seen nor written", async () => {
  const [ours, theirs] = await Promise.all([booked(), booked()]);
  const [entry] = (await posted(theirs.company, anEntry(theirs.book))) as [Posting];
  const seen = await reading(ours.company.as(), async ({ db }) => [
    await db.selectFrom("finance.journalEntry").select("id").execute(),
    await db.selectFrom("finance.journalLine").select("entryId").execute(),
    await db.selectFrom("finance.unsealedEntry").select("id").execute(),
    await db.selectFrom("finance.account").select("id").where("id", "=", theirs.book.account("1230")).execute(),
  ]);
  expect(seen).toEqual([[], [], [], []]);
  expect(
    await tried(ours.company, {
      ...anEntry(ours.book),
      lines: linesOf(theirs.book, [
        ["1230", 1n],
        ["4000", -1n],
      ]),
    }),
  ).toBe("journal_line_company_id_account_id_fkey");
  expect(await tried(ours.company, { ...anEntry(ours.book), journalId: theirs.book.journalId })).toBe(
    "journal_entry_company_id_journal_id_fkey",
  );
  const reversal = anEntry(ours.book, {
    kind: "reversal",
    reversesEntryId: entry.id,
    lines: [
      ["1230", -100n],
      ["4000", 100n],
    ],
  });
  expect(await tried(ours.company, reversal)).toMatch(/reverses_entry_id_fkey|reversal_mirrors/);
  const foreign = run(
    ours.company,
    sql`with h as (${header(theirs.company, theirs.book, uuidv7())}) ${bothLines(theirs.company, theirs.book, uuidv7(), [1, 2])}`,
  );
  expect(await refusalOf(foreign)).toBe("42501");
});

test("an entry needs a period, and the company's currency stays", async () => {
  const { company, book } = await booked();
  expect(await tried(company, anEntry(book, { effectiveOn: "2031-01-01" }))).toBe("entry_in_a_period");
  expect(await tried(company, anEntry(book), anEntry(book, { effectiveOn: "1999-12-31" }))).toBe("entry_in_a_period");
  expect(await refusalOf(run(company, sql`update shared.company set base_currency = 'EUR' where id = ${company.id}`))).toBe(
    "base_currency_stays",
  );
});

test("an account keeps its type once something is posted to it, even while the posting is still under way", async () => {
  const { company, book } = await booked();
  const retype = (code: string) =>
    refusalOf(run(company, sql`update finance.account set type = 'expense', parent_id = null where id = ${book.account(code)}`));
  expect(await retype("1230")).toBe("accepted");
  let release = () => {};
  const wait = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isPosted = () => {};
  const isIn = new Promise<void>((resolve) => {
    isPosted = resolve;
  });
  const posting = writing(company.as(), async (tx) => {
    await postEntries(tx, [
      anEntry(book, {
        lines: [
          ["1200", 100n],
          ["4000", -100n],
        ],
      }),
    ]);
    isPosted();
    await wait;
  });
  await isIn;
  const racing = retype("1200");
  setTimeout(release, 150);
  await posting;
  expect(await racing).toBe("posted_account_keeps_type");
});
