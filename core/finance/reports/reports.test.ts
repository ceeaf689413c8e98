import { expect, test } from "vitest";
import { anEntry, type Book, bookOf, databaseAs, posted, sealAll, sealWholly } from "#core/testing/books.ts";
import { aCompany, resultOf, type TestCompany } from "#core/testing/company.ts";
import { jsonWithIntegers } from "../entries/post-entry.ts";
import { balanceSheet } from "./balance-sheet.ts";
import { generalLedger } from "./general-ledger.ts";
import { profitAndLoss } from "./profit-and-loss.ts";
import type { GeneralLedger } from "./report.ts";
import { trialBalance } from "./trial-balance.ts";

const booked = async () => {
  const company = await aCompany();
  return { company, book: await bookOf(company) };
};
const clock = async () => {
  const { rows } = await databaseAs("superuser").query<{ now: string }>("select clock_timestamp() as now");
  return new Date(rows[0]?.now ?? "").toISOString();
};
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A sequence that looks random and is the same each time. */
const numbers = (seed: number) => {
  let state = seed;
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), state | 1);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};
const codes = ["1230", "1200", "1101", "2101", "3000", "4000", "4905", "5000", "7000"];
const days = [
  "2025-01-01",
  "2025-01-31",
  "2025-12-31",
  "2026-01-01",
  "2026-02-15",
  "2026-02-28",
  "2026-03-01",
  "2026-03-10",
  "2026-03-31",
  "2026-04-01",
  "2026-12-31",
];
const trade = (book: Book, next: (below: number) => number, count: number) =>
  Array.from({ length: count }, () => {
    const [first = "", second = "", day] = [codes[next(codes.length)], codes[next(codes.length)], days[next(days.length)]];
    const amount = BigInt(1 + next(100_000));
    return next(3) === 0
      ? anEntry(book, {
          effectiveOn: day ?? "",
          lines: [
            [first, amount, "USD", amount / 2n + 1n],
            [second, -amount, "USD", -(amount / 2n + 1n)],
          ],
        })
      : anEntry(book, {
          effectiveOn: day ?? "",
          lines: [
            [first, amount],
            [second, -amount + 1n],
            [second, -1n],
          ],
        });
  });

/** The trial balance counted line by line. */
const counted = async (company: TestCompany, from: string, to: string, knownAt?: string) => {
  const { rows } = await databaseAs("superuser").query<{ code: string; debit: bigint; credit: bigint; opening: bigint }>(
    `select a.code, coalesce(sum(greatest(company_amount, 0)) filter (where l.effective_on >= $2), 0)::bigint as debit,
            coalesce(sum(greatest(-company_amount, 0)) filter (where l.effective_on >= $2), 0)::bigint as credit,
            coalesce(sum(company_amount) filter (where l.effective_on < $2), 0)::bigint as opening
       from finance.journal_line l join finance.account a on a.id = l.account_id left join finance.seal s on s.company_id = l.company_id and s.entry_id = l.entry_id
      where l.company_id = $1 and l.effective_on <= $3 and ($4::timestamptz is null or s.sealed_at <= $4) group by a.code order by a.code`,
    [company.id, from, to, knownAt ?? null],
  );
  return rows.filter(({ debit, credit, opening }) => debit !== 0n || credit !== 0n || opening !== 0n);
};
const minor = (text: string) => BigInt(text.replace(".", ""));
const shown = async (company: TestCompany, from: string | undefined, asOf: string, knownAt?: string) => {
  const { rows, totals } = resultOf(await trialBalance(company.as(), { asOf, from, knownAt }));
  expect(totals.debit).toBe(totals.credit);
  expect(totals.balance).toBe("0.00");
  return rows.map(({ account, debit, credit, opening = "0.00", balance }) => {
    expect(minor(balance)).toBe(minor(opening) + minor(debit) - minor(credit));
    return { code: account.code, debit: minor(debit), credit: minor(credit), opening: minor(opening) };
  });
};

test("a trial balance is the sum of all lines up to any day, sealed or not", async () => {
  const { company, book } = await booked();
  const next = numbers(7);
  await posted(company, ...trade(book, next, 60));
  const check = async () => {
    for (const asOf of [...days, "2024-12-31", "2025-06-30", "2026-03-15"]) {
      expect(await shown(company, undefined, asOf)).toEqual(await counted(company, "0001-01-01", asOf));
      for (const from of ["2025-01-01", "2025-12-31", "2026-02-01", "2026-02-15", "2026-03-02"]) {
        if (from <= asOf) expect(await shown(company, from, asOf)).toEqual(await counted(company, from, asOf));
      }
    }
  };
  await check();
  await sealAll(25);
  await posted(company, ...trade(book, next, 20));
  await check();
  await sealWholly(company);
  await check();
});

test("what was known at an instant does not change, whatever is posted and sealed later, also for earlier days", async () => {
  const { company, book } = await booked();
  const next = numbers(11);
  const views: { at: string; asOf: string; rows: unknown }[] = [];
  for (let round = 0; round < 4; round++) {
    await posted(company, ...trade(book, next, 12));
    await sealWholly(company);
    await pause(5);
    const at = await clock();
    await posted(company, ...trade(book, next, 5));
    for (const asOf of ["2026-02-28", "2026-03-10", "2026-12-31"]) {
      const rows = await shown(company, undefined, asOf, at);
      expect(rows).toEqual(await counted(company, "0001-01-01", asOf, at));
      views.push({ at, asOf, rows });
    }
  }
  for (const { at, asOf, rows } of views) expect(await shown(company, undefined, asOf, at)).toEqual(rows);
  expect(new Set(views.map(({ rows }) => jsonWithIntegers(rows))).size).toBeGreaterThan(3);
});

test("known at an instant of an earlier day or month: sums of sealing days and months, and the lines of the one day", async () => {
  const { company, book } = await booked();
  const next = numbers(13);
  const sealingDays = [
    "2026-08-30T10:00:00Z",
    "2026-09-01T00:00:00Z",
    "2026-09-05T12:00:00Z",
    "2026-09-05T18:30:00Z",
    "2026-10-01T00:00:01Z",
  ];
  const superuser = await databaseAs("superuser").connect();
  try {
    for (const at of sealingDays) {
      await posted(company, ...trade(book, next, 10));
      await sealWholly(company);
      // The clock cannot be set, so the seals and their sums are moved to that day.
      await superuser.query("begin; set local session_replication_role = replica");
      const moved = await superuser.query(
        "update finance.seal set sealed_at = $2 where company_id = $1 and sealed_at > '2026-11-01' returning 1",
        [company.id, at],
      );
      expect(moved.rowCount).toBe(10);
      for (const [table, column, unit] of [
        ["balance_day", "sealed_on", "day"],
        ["balance_month", "sealed_month", "month"],
      ]) {
        const keys = table === "balance_day" ? "effective_on" : "month";
        await superuser.query(
          `with gone as (delete from finance.${table} where company_id = $1 and ${column} >= '2026-11-01' returning *)
           insert into finance.${table} (company_id, ${keys}, account_id, currency, dimension_id, ${column}, amount, company_debit, company_credit)
           select company_id, ${keys}, account_id, currency, dimension_id, date_trunc('${unit}', $2::timestamptz at time zone 'utc')::date, amount, company_debit, company_credit from gone
           on conflict (company_id, ${keys}, account_id, currency, dimension_id, ${column}) do update
           set amount = ${table}.amount + excluded.amount, company_debit = ${table}.company_debit + excluded.company_debit, company_credit = ${table}.company_credit + excluded.company_credit`,
          [company.id, at],
        );
      }
      await superuser.query("commit");
    }
  } finally {
    superuser.release();
  }
  for (const at of ["2026-08-30T09:59:59Z", ...sealingDays, "2026-09-05T13:00:00Z", "2026-09-30T23:59:59.999Z", "2026-10-02T00:00:00Z"]) {
    const knownAt = new Date(at).toISOString();
    for (const asOf of ["2025-12-31", "2026-03-10", "2026-12-31"]) {
      expect(await shown(company, undefined, asOf, knownAt)).toEqual(await counted(company, "0001-01-01", asOf, knownAt));
      expect(await shown(company, "2025-12-31", asOf, knownAt)).toEqual(await counted(company, "2025-12-31", asOf, knownAt));
    }
  }
});

test("an instant to come is refused, and one right now waits for the sealing under way", async () => {
  const { company, book } = await booked();
  expect(await trialBalance(company.as(), { knownAt: "2199-01-01T00:00:00.000Z" })).toMatchObject({
    fault: { code: "report.known_at", kind: "invalid" },
  });
  await posted(company, anEntry(book));
  const sealer = await databaseAs("sealer").connect();
  await sealer.query("begin");
  for (let sealed = 0; sealed === 0; ) {
    await sealer.query("rollback; begin");
    sealed = (await sealer.query<{ sealed: number }>("select finance.seal_entries($1, 10) as sealed", [company.id])).rows[0]?.sealed ?? 0;
  }
  await pause(3);
  const knownAt = await clock();
  const report = trialBalance(company.as(), { knownAt });
  await pause(50);
  await sealer.query("commit");
  sealer.release();
  expect(resultOf(await report).totals.debit).toBe("1.00");
});

test("profit and loss has income, expenses and the result, of the fiscal year when nothing is said", async () => {
  const { company, book } = await booked();
  await posted(
    company,
    anEntry(book, {
      effectiveOn: "2025-12-31",
      lines: [
        ["1200", 700n],
        ["4000", -700n],
      ],
    }),
    anEntry(book, {
      effectiveOn: "2026-01-01",
      lines: [
        ["1200", 500n],
        ["4000", -500n],
      ],
    }),
    anEntry(book, {
      effectiveOn: "2026-03-31",
      lines: [
        ["5000", 120n],
        ["1200", -120n],
      ],
    }),
    anEntry(book, {
      effectiveOn: "2026-04-01",
      lines: [
        ["5000", 1n],
        ["1200", -1n],
      ],
    }),
  );
  const year = resultOf(await profitAndLoss(company.as(), {}));
  expect(year).toMatchObject({
    from: "2026-01-01",
    asOf: "2026-03-31",
    currency: "GBP",
    totals: { income: "5.00", expense: "1.20", result: "3.80" },
  });
  expect(year.rows.map(({ section, account, amount }) => [section, account.code, amount])).toEqual([
    ["income", "4000", "5.00"],
    ["expense", "5000", "1.20"],
  ]);
  expect(resultOf(await profitAndLoss(company.as(), { from: "2025-12-01", to: "2026-04-30" })).totals.result).toBe("10.79");
  expect(await profitAndLoss(company.as(), { from: "2026-04-01" })).toMatchObject({ fault: { code: "report.span" } });
});

test("a balance sheet balances on any day, with the earnings of this year and of those before", async () => {
  const { company, book } = await booked();
  await posted(company, ...trade(book, numbers(17), 50));
  await sealAll(20);
  for (const asOf of days) {
    const { totals, earnings } = resultOf(await balanceSheet(company.as(), { asOf }));
    expect(totals.assets).toBe(totals.liabilitiesAndEquity);
    const { totals: result } = resultOf(await profitAndLoss(company.as(), { to: asOf }));
    expect(earnings).toMatchObject({ fiscalYearStart: `${asOf.slice(0, 4)}-01-01`, currentYear: result.result });
  }
});

test("a general ledger shows each line with the balance it leaves, page by page, the same sealed or not", async () => {
  const { company, book } = await booked();
  await posted(company, ...trade(book, numbers(19), 80));
  const accountId = book.account("1200");
  const pages = async (knownAt?: string) => {
    const rows: GeneralLedger["rows"] = [];
    let last: GeneralLedger | undefined;
    for (let after: string | undefined, more = true; more; ) {
      last = resultOf(await generalLedger(company.as(), { accountId, from: "2025-12-31", to: "2026-03-31", limit: 3, after, knownAt }));
      rows.push(...last.rows);
      after = last.next;
      more = after !== undefined;
    }
    return { rows, opening: last?.opening, totals: last?.totals };
  };
  const unsealed = await pages();
  let balance = minor(unsealed.opening ?? "");
  for (const row of unsealed.rows) {
    balance += minor(row.debit) - minor(row.credit);
    expect(minor(row.balance)).toBe(balance);
  }
  expect(unsealed.rows.map(({ date }) => date)).toEqual(unsealed.rows.map(({ date }) => date).toSorted());
  const [expected] = (await counted(company, "2025-12-31", "2026-03-31")).filter(({ code }) => code === "1200");
  expect(unsealed.rows.length).toBeGreaterThan(6);
  expect({
    debit: minor(unsealed.totals?.debit ?? ""),
    credit: minor(unsealed.totals?.credit ?? ""),
    opening: minor(unsealed.opening ?? ""),
  }).toEqual({
    debit: expected?.debit,
    credit: expected?.credit,
    opening: expected?.opening,
  });
  expect(unsealed.totals?.balance).toBe(unsealed.rows.at(-1)?.balance);
  await sealWholly(company);
  const withoutNumbers = ({ rows, ...rest }: typeof unsealed) => ({ ...rest, rows: rows.map(({ number, ...row }) => row) });
  const sealed = await pages();
  expect(withoutNumbers(sealed)).toEqual(withoutNumbers(unsealed));
  expect(sealed.rows.every(({ number }) => number !== null && number > 0)).toBe(true);
  await pause(3);
  const at = await clock();
  await posted(company, ...trade(book, numbers(23), 10));
  expect(await pages(at)).toEqual(sealed);
});

test("a general ledger of an account that is not ours, and a cursor of another list, are refused", async () => {
  const [ours, theirs] = await Promise.all([booked(), booked()]);
  const accountId = theirs.book.account("1200");
  expect(await generalLedger(ours.company.as(), { accountId, limit: 50 })).toMatchObject({ fault: { code: "account.missing" } });
  for (const after of ["rubbish", btoa('["x","y","z"]'), btoa('["2026-01-01"]')]) {
    expect(await generalLedger(ours.company.as(), { accountId: ours.book.account("1200"), limit: 50, after })).toMatchObject({
      fault: { code: "page.after" },
    });
  }
});

test("a report shows the caller's company alone, to those who may see reports", async () => {
  const [ours, theirs] = await Promise.all([booked(), booked()]);
  await posted(theirs.company, anEntry(theirs.book));
  await sealWholly(theirs.company);
  await posted(theirs.company, anEntry(theirs.book));
  expect(resultOf(await trialBalance(ours.company.as(), {})).rows).toEqual([]);
  for (const refused of [
    await trialBalance(ours.company.as({ grants: ["finance.entry.read"] }), {}),
    await trialBalance(ours.company.as({ grants: [] }), { knownAt: "2026-01-01T00:00:00.000Z" }),
    await profitAndLoss(ours.company.as({ grants: [] }), {}),
    await balanceSheet(ours.company.as({ grants: [] }), {}),
  ]) {
    expect(refused).toMatchObject({ fault: { code: "forbidden" } });
  }
});
