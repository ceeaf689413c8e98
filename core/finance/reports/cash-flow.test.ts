import { expect, test } from "vitest";
import { updateAccount } from "#core/finance/accounts/update-account.ts";
import { anEntry, type Book, bookOf, databaseAs, type Line, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany, resultOf } from "#core/testing/company.ts";
import { cashFlow } from "./cash-flow.ts";
import { profitAndLoss } from "./profit-and-loss.ts";
import type { CashFlow } from "./report.ts";

const on = (book: Book, effectiveOn: string, ...lines: Line[]) => anEntry(book, { effectiveOn, lines });

/**
 * A small company on the UK chart, in pounds. Before: 10,000 of capital in the bank (1200).
 * In February it sells for 5,000 on credit (1100) and is paid 3,000; buys goods for 2,000 on credit (2100), pays 500 of it;
 * buys a machine (0020) for 1,200 cash, depreciates it (8000 against 0021) by 100; borrows 4,000 (2300); pays interest of 40 (7900).
 * Result: 5,000 - 2,000 - 100 - 40 = 2,860. Cash: 3,000 - 500 - 1,200 + 4,000 - 40 = 5,260.
 */
const february = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  await posted(company, on(book, "2026-01-02", ["1200", 1_000_000n], ["3000", -1_000_000n]));
  await sealWholly(company);
  await posted(
    company,
    on(book, "2026-02-01", ["1101", 500_000n], ["4000", -500_000n]),
    on(book, "2026-02-03", ["1200", 300_000n], ["1101", -300_000n]),
    on(book, "2026-02-05", ["5000", 200_000n], ["2101", -200_000n]),
    on(book, "2026-02-07", ["2101", 50_000n], ["1200", -50_000n]),
    on(book, "2026-02-10", ["0020", 120_000n], ["1200", -120_000n]),
    on(book, "2026-02-28", ["8000", 10_000n], ["0021", -10_000n]),
    on(book, "2026-02-15", ["1200", 400_000n], ["2300", -400_000n]),
    on(book, "2026-02-28", ["7900", 4_000n], ["1200", -4_000n]),
  );
  return { company, book };
};
const span = { from: "2026-02-01", to: "2026-02-28" };
const lineOf = ({ lines }: CashFlow, name: string) =>
  lines.find(({ kind, item, subtype, account }) => kind !== "section" && (account?.code ?? subtype ?? item) === name)?.values;
test("a month worked out by hand: result, what moved no cash, working capital, investing, financing, and the cash there is", async () => {
  const { company } = await february();
  const statement = resultOf(await cashFlow(company.as(), span));
  const figures = Object.fromEntries(
    ["result", "non_cash", "0021", "working_capital", "receivable", "payable", "operating", "0020", "investing", "2300", "financing"].map(
      (name) => [name, lineOf(statement, name)?.[0]],
    ),
  );
  expect(figures).toEqual({
    result: "2860.00",
    non_cash: "100.00",
    "0021": "100.00",
    working_capital: "-500.00",
    receivable: "-2000.00",
    payable: "1500.00",
    operating: "2460.00",
    "0020": "-1200.00",
    investing: "-1200.00",
    "2300": "4000.00",
    financing: "4000.00",
  });
  expect(statement.totals).toEqual({
    operating: "2460.00",
    investing: "-1200.00",
    financing: "4000.00",
    exchange: "0.00",
    netChange: "5260.00",
    cashBefore: "10000.00",
    cashAfter: "15260.00",
  });
});

test("an account can be classed otherwise: interest paid as financing, still part of the result, and the statement still ties", async () => {
  const { company, book } = await february();
  resultOf(await updateAccount(company.as(), { id: book.account("7900"), changes: { cashFlow: "financing" } }));
  resultOf(await updateAccount(company.as(), { id: book.account("2300"), changes: { cashFlow: "working_capital" } }));
  const statement = resultOf(await cashFlow(company.as(), span));
  expect(lineOf(statement, "result")).toEqual(["2860.00"]);
  expect(lineOf(statement, "shown_elsewhere")).toEqual(["40.00"]);
  expect(statement.totals).toMatchObject({ operating: "6500.00", financing: "-40.00", netChange: "5260.00", cashAfter: "15260.00" });
  for (const [code, cashFlow] of [
    ["7900", "working_capital"],
    ["1200", "exchange"],
  ] as const)
    expect(await updateAccount(company.as(), { id: book.account(code), changes: { cashFlow } })).toMatchObject({
      fault: { code: "account.cash_flow", errors: [{ pointer: "/cashFlow" }] },
    });
});

test("closing the year changes nothing in the cash flow of the year", async () => {
  const { company, book } = await february();
  const before = resultOf(await cashFlow(company.as(), span));
  await posted(company, {
    ...on(book, "2026-02-28", ["4000", 500_000n], ["5000", -200_000n], ["8000", -10_000n], ["7900", -4_000n], ["3200", -286_000n]),
    kind: "closing",
  });
  const after = resultOf(await cashFlow(company.as(), span));
  expect({ ...after, knownAt: "" }).toEqual({ ...before, knownAt: "" });
});

test("whatever is posted, in every column the parts add up to what the accounts of cash changed by", async () => {
  const { company, book } = await february();
  const codes = ["1200", "1230", "1101", "0020", "0021", "2101", "2300", "3000", "4000", "5000", "7900", "8000", "1001"];
  const entries = Array.from({ length: 80 }, (_, n) => {
    const day = new Date(Date.UTC(2025, 6, 1) + ((n * 53) % 270) * 86_400_000).toISOString().slice(0, 10);
    const amount = BigInt(1_000 + n * 717);
    return on(book, day, [codes[n % codes.length] ?? "", amount], [codes[(n * 5 + 3) % codes.length] ?? "", 1n - amount], ["4000", -1n]);
  });
  await posted(company, ...entries);
  const asked = { from: "2025-07-10", to: "2026-03-20", by: "month" } as const;
  const statement = resultOf(await cashFlow(company.as(), asked));
  for (const [at, { from, to }] of statement.columns.entries()) {
    const { rows } = await databaseAs("superuser").query<{ change: string; before: string }>(
      `select coalesce(sum(l.company_amount) filter (where l.effective_on >= $2), 0)::text as change, coalesce(sum(l.company_amount) filter (where l.effective_on < $2), 0)::text as before
         from finance.journal_line l join finance.account a on a.id = l.account_id
        where l.company_id = $1 and a.type = 'asset' and a.subtype in ('bank', 'cash') and l.effective_on <= $3`,
      [company.id, from, to],
    );
    const minor = (name: string) =>
      lineOf(statement, name)
        ?.[at]?.replace(".", "")
        .replace(/^(-?)0+(?=\d)/, "$1");
    expect([minor("net_change"), minor("cash_before")]).toEqual([rows[0]?.change, rows[0]?.before]);
    expect(minor("cash_after")).toBe(`${BigInt(rows[0]?.change ?? 0) + BigInt(rows[0]?.before ?? 0)}`);
    const alone = resultOf(await profitAndLoss(company.as(), { from: from ?? "", to }));
    expect(lineOf(statement, "result")?.[at]).toBe(alone.totals.result);
  }
  const beside = resultOf(await cashFlow(company.as(), { ...span, compare: "previous_period" }));
  expect(beside.lines.find(({ item }) => item === "net_change")?.changes).toHaveLength(1);
});

test("the cash flow is for whom reports are for, of their own company, between days in order", async () => {
  const { company } = await february();
  expect(await cashFlow(company.as({ grants: [] }), span)).toMatchObject({ fault: { code: "forbidden" } });
  expect(await cashFlow(company.as(), { from: "2026-03-01", to: "2026-02-01" })).toMatchObject({ fault: { code: "report.span" } });
  expect(resultOf(await cashFlow((await aCompany()).as(), span)).totals.netChange).toBe("0.00");
});
