import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { updateAccount } from "#core/finance/accounts/update-account.ts";
import { aCaller } from "#core/testing/api.ts";
import { anEntry, type Book, bookOf, databaseAs, type Line, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany, resultOf } from "#core/testing/company.ts";
import { analysed, readingCost } from "#core/testing/reading-cost.ts";
import { cashFlow } from "./cash-flow.ts";
import type { CashFlow } from "./report.ts";

const on = (book: Book, effectiveOn: string, ...lines: Line[]) => anEntry(book, { effectiveOn, lines });
const span = { from: "2026-02-01", to: "2026-02-28" };
const direct = { ...span, method: "direct" } as const;

/** Figures by part, side and account: `operating receipts 1101`. */
const figuresOf = ({ lines }: Pick<CashFlow, "lines">, at = 0) => {
  let [part, side] = ["", ""];
  const figures: Record<string, string | undefined> = {};
  for (const { kind, item, account, values } of lines) {
    if (kind === "section") [part, side] = [item ?? "", ""];
    else if (item === "receipts" || item === "payments") {
      side = item;
      figures[`${part} ${side}`] = values[at];
    } else if (kind === "account") figures[[part, side, account?.code].filter(Boolean).join(" ")] = values[at];
    else if (kind === "total") figures[item ?? ""] = values[at];
  }
  return figures;
};

/**
 * UK chart, in pounds. Before: 10,000.00 of capital in the bank (1200).
 * February: 3,000.00 from a customer; 98.00 from another who takes 2.00 of discount (4009); 119.00 of cash sales with 19.00 of tax (2200); goods for 2,000.00 on
 * credit, 500.00 of them paid; a machine (0020) of 1,200.00, half of it paid, half owed (2101); wages of 1,000.00 of which 300.00 are kept for the tax office (2210);
 * 4,000.00 borrowed (2300); 100.00 drawn to the till (1230); sales of 5,000.00 on credit that move no cash.
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
    on(book, "2026-02-04", ["1200", 9_800n], ["4009", 200n], ["1101", -10_000n]),
    on(book, "2026-02-05", ["1200", 11_900n], ["4000", -10_000n], ["2200", -1_900n]),
    on(book, "2026-02-05", ["5000", 200_000n], ["2101", -200_000n]),
    on(book, "2026-02-07", ["2101", 50_000n], ["1200", -50_000n]),
    on(book, "2026-02-10", ["0020", 120_000n], ["1200", -60_000n], ["2101", -60_000n]),
    on(book, "2026-02-12", ["7000", 100_000n], ["2210", -30_000n], ["1200", -70_000n]),
    on(book, "2026-02-15", ["1200", 400_000n], ["2300", -400_000n]),
    on(book, "2026-02-16", ["1230", 10_000n], ["1200", -10_000n]),
  );
  return { company, book };
};

test("a month worked out by hand: gross receipts and payments by what they were for, tied to the same change as the indirect method", async () => {
  const { company } = await february();
  const statement = resultOf(await cashFlow(company.as(), direct));
  expect(statement.method).toBe("direct");
  expect(figuresOf(statement)).toEqual({
    "operating receipts": "3217.00",
    "operating receipts 1101": "3098.00",
    "operating receipts 2200": "19.00",
    "operating receipts 4000": "100.00",
    "operating payments": "-1200.00",
    "operating payments 2101": "-500.00",
    "operating payments 7000": "-700.00",
    operating: "2017.00",
    "investing payments": "-600.00",
    "investing payments 0020": "-600.00",
    investing: "-600.00",
    "financing receipts": "4000.00",
    "financing receipts 2300": "4000.00",
    financing: "4000.00",
    net_change: "5417.00",
    cash_after: "15417.00",
  });
  // The discount, the machine half paid and the wages.
  expect(statement.sharedEntries).toBe(3);
  const indirect = resultOf(await cashFlow(company.as(), span));
  expect(indirect.method).toBe("indirect");
  for (const name of ["netChange", "cashBefore", "cashAfter"] as const) expect(statement.totals[name]).toBe(indirect.totals[name]);
});

test("what stands against cash shares it in proportion, without losing a cent; an account on both sides counts with what is left", async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  await posted(
    company,
    // 100.00 of cash for three expenses of 66.67, 66.67 and 66.66, the rest owed; 30.00 of one is taken back at once.
    on(book, "2026-02-10", ["5000", 6_667n], ["7000", 6_667n], ["7100", 9_666n], ["7100", -3_000n], ["2101", -10_000n], ["1200", -10_000n]),
  );
  const figures = figuresOf(resultOf(await cashFlow(company.as(), direct)));
  const parts = ["5000", "7000", "7100"].map((code) => figures[`operating payments ${code}`]);
  expect(parts[2]).toBe("-33.33");
  expect(parts.toSorted()).toEqual(["-33.33", "-33.33", "-33.34"]);
  expect(figures.net_change).toBe("-100.00");
});

test("a reversal takes away from what it reverses; another class of an account moves it to another part", async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const sale = on(book, "2026-02-03", ["1200", 5_000n], ["1101", -5_000n]);
  const interest = on(book, "2026-02-05", ["7900", 700n], ["1200", -700n]);
  await posted(company, sale, interest);
  await posted(company, { ...on(book, "2026-02-04", ["1200", -5_000n], ["1101", 5_000n]), kind: "reversal", reversesEntryId: sale.id });
  await posted(company, on(book, "2026-02-06", ["1200", 2_000n], ["1101", -2_000n]));
  resultOf(await updateAccount(company.as(), { id: book.account("7900"), changes: { cashFlow: "financing" } }));
  expect(figuresOf(resultOf(await cashFlow(company.as(), direct)))).toEqual({
    "operating receipts": "20.00",
    "operating receipts 1101": "20.00",
    operating: "20.00",
    investing: "0.00",
    "financing payments": "-7.00",
    "financing payments 7900": "-7.00",
    financing: "-7.00",
    net_change: "13.00",
    cash_after: "13.00",
  });
});

test("a revaluation of cash is no flow but an effect of exchange rates", async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  await posted(company, on(book, "2026-02-03", ["1200", 10_000n, "EUR", 8_000n], ["1101", -10_000n, "EUR", -8_000n]), {
    ...on(book, "2026-02-28", ["1200", 0n, "EUR", 500n], ["7906", 0n, "EUR", -500n]),
    kind: "revaluation",
  });
  const statement = resultOf(await cashFlow(company.as(), direct));
  expect(figuresOf(statement)).toMatchObject({
    "operating receipts 1101": "80.00",
    operating: "80.00",
    "exchange 1200": "5.00",
    exchange: "5.00",
    net_change: "85.00",
  });
  expect(statement.totals.netChange).toBe(resultOf(await cashFlow(company.as(), span)).totals.netChange);
});

test("whatever is posted, in every column, as known at any time and in another currency, the parts come to the change of the indirect method", async () => {
  const { company, book } = await february();
  const { post } = await aCaller(company);
  for (const [rate, validOn] of [
    ["0.81", "2025-01-01"],
    ["0.93", "2026-02-20"],
  ])
    expect((await post("/finance/rates", { currency: "EUR", rate, validOn })).status).toBe(201);
  const codes = ["1200", "1230", "1101", "0020", "0021", "2101", "2300", "3000", "4000", "5000", "7900", "8000", "1001"];
  const batch = (count: number, first: number) =>
    Array.from({ length: count }, (_, index) => {
      const n = first + index;
      const day = new Date(Date.UTC(2025, 6, 1) + ((n * 53) % 270) * 86_400_000).toISOString().slice(0, 10);
      const amount = BigInt(1_000 + n * 717) * (n % 3 === 0 ? -1n : 1n);
      const [one = "", other = "", third = ""] = [codes[n % 13], codes[(n * 5 + 3) % 13], codes[(n * 7 + 2) % 13]];
      return on(book, day, [one, amount], [other, 1n - amount - 250n], [third, 250n], ["4000", -1n]);
    });
  await posted(company, ...batch(60, 0));
  await sealWholly(company);
  const { rows } = await databaseAs("superuser").query<{ now: string }>("select clock_timestamp() as now");
  await posted(company, ...batch(40, 60));
  await sealWholly(company);
  const knownAt = new Date(rows[0]?.now ?? "").toISOString();
  const asked = { from: "2025-07-10", to: "2026-03-20" };
  for (const more of [
    { by: "month" },
    { knownAt, by: "quarter" },
    { currency: "EUR" },
    { compare: "previous_period", from: "2026-01-01" },
  ] as const) {
    const [one, other] = [
      resultOf(await cashFlow(company.as(), { ...asked, ...more, method: "direct" })),
      resultOf(await cashFlow(company.as(), { ...asked, ...more })),
    ];
    expect(one.columns).toEqual(other.columns);
    for (const at of one.columns.keys()) {
      const [left, right] = [figuresOf(one, at), figuresOf(other, at)];
      expect([left.net_change, left.cash_after]).toEqual([right.net_change, right.cash_after]);
    }
    const minor = (text: string) => BigInt(text.replace(".", ""));
    const { operating, investing, financing, exchange, netChange } = one.totals;
    expect([operating, investing, financing, exchange].reduce((sum, text) => sum + minor(text), 0n)).toBe(minor(netChange));
  }
});

test("files have it too; for strangers it is refused", async () => {
  const { company } = await february();
  const caller = await aCaller(company, { grants: ["finance.report.read"] });
  const path = `/finance/reports/cash-flow?from=${span.from}&to=${span.to}&method=direct`;
  const response = await caller.api.request(`${path}&format=csv&language=de`, { headers: { authorization: `Bearer ${caller.token}` } });
  const rows: string[][] = parse(Buffer.from(await response.arrayBuffer()), { bom: true });
  expect(rows.map(([, name, value]) => [name, value])).toEqual(
    expect.arrayContaining([
      ["Einzahlungen", "3217.00"],
      ["Auszahlungen", "-1200.00"],
      ["Veränderung der flüssigen Mittel", "5417.00"],
    ]),
  );
  expect(await cashFlow(company.as({ grants: [] }), direct)).toMatchObject({ fault: { code: "forbidden" } });
  expect(resultOf(await cashFlow((await aCompany()).as(), direct)).totals.netChange).toBe("0.00");
});

test("it reads the entries that moved cash in its days, and no others", async () => {
  const TABLES = ["finance.journal_entry", "finance.journal_line", "finance.seal"];
  const company = await aCompany();
  const book = await bookOf(company);
  const sale = (day: string, account: string) => on(book, day, [account, 1_000n], ["4000", -1_000n]);
  const days = Array.from({ length: 300 }, (_, n) => new Date(Date.UTC(2025, 2, 1 + n)).toISOString().slice(0, 10));
  for (let round = 0; round < 5; round++) await posted(company, ...days.flatMap((day) => [sale(day, "1200"), sale(day, "1101")]));
  await posted(
    company,
    ...Array.from({ length: 20 }, () => sale("2026-02-10", "1200")),
    ...Array.from({ length: 200 }, () => sale("2026-02-10", "1101")),
  );
  await sealWholly(company);
  await analysed(...TABLES, "finance.balance_day", "finance.balance_month");
  const { scans, fetched, value } = await readingCost(company, TABLES, (ctx) => cashFlow(ctx, direct));
  expect(value.totals.netChange).toBe("200.00");
  expect(scans).toBe(0);
  // Of twenty entries the line of cash, both lines and the head.
  expect(fetched).toBeLessThan(120);
});
