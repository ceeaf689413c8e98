import { parse } from "csv-parse/sync";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, expect, test } from "vitest";
import { aCaller, type TestCaller } from "#core/testing/api.ts";
import { anEntry, bookOf, type Line, posted } from "#core/testing/books.ts";
import { aCompany, type TestCompany } from "#core/testing/company.ts";
import { aDimension, setsOf } from "#core/testing/dimensions.ts";

type Change = { difference: string; percent: string | null };
type SideLine = {
  kind: string;
  item: string | null;
  subtype: string | null;
  depth: number;
  account: { code: string; names: string[]; ids: string[] } | null;
  values: string[];
  total: string;
  beside: { values: string[]; total: string; changes: Change[]; totalChange: Change }[];
};
type Body = { lines: SideLine[] };
type OwnLine = Omit<SideLine, "account" | "total" | "beside"> & { account: { code: string } | null; changes: Change[] };
type Adding = Readonly<{ email: string; grants?: readonly string[] }>;

/*
 * A company in pounds: capital of 1,000.00, sales of 300.00 in February. Another in dollars, where a pound is worth 1.25 from January and 1.60 from March:
 * capital of 500.00 dollars on 1 January, sales of 160.00 and rent of 32.00 in March. It calls its bank differently.
 */
let pounds: TestCompany;
let dollars: TestCompany;
let controller: TestCaller;
let admin: TestCaller;

const entry = async (company: TestCompany, effectiveOn: string, ...lines: readonly Line[]) =>
  posted(company, anEntry(await bookOf(company), { effectiveOn, lines: lines.map(([code, amount]) => [code, amount, company.currency]) }));

/** Takes somebody into a company, with a role of these grants. */
const addTo = async (company: TestCompany, { email, grants = ["finance.report.read"] }: Adding) => {
  const there = await aCaller(company);
  const role = await there.post("/platform/roles", { name: `Role ${uuidv7()}`, grants });
  expect((await there.post("/platform/users", { name: "Whoever", email, roleIds: [role.body.id] })).status).toBe(201);
};

beforeAll(async () => {
  [pounds, dollars] = [await aCompany(), await aCompany({ currency: "USD" })];
  controller = await aCaller(pounds, { grants: ["finance.report.read"] });
  admin = await aCaller(dollars);
  await addTo(dollars, { email: controller.user.email });
  for (const [rate, validOn] of [
    ["1.25", "2026-01-01"],
    ["1.60", "2026-03-01"],
  ])
    expect((await admin.post("/finance/rates", { currency: "GBP", rate, validOn })).status).toBe(201);
  const bank = (await bookOf(dollars)).account("1200");
  const renamed = await admin.patch(`/finance/accounts/${bank}`, { name: "Chase checking" });
  expect(renamed.status).toBe(200);
  await entry(pounds, "2026-01-01", ["1200", 100_000n], ["3000", -100_000n]);
  await entry(pounds, "2026-02-10", ["1200", 30_000n], ["4000", -30_000n]);
  await entry(dollars, "2026-01-01", ["1200", 50_000n], ["3000", -50_000n]);
  await entry(dollars, "2026-03-10", ["1200", 16_000n], ["4000", -16_000n]);
  await entry(dollars, "2026-03-20", ["7100", 3_200n], ["1200", -3_200n]);
});

const asked = (more = "") => `/finance/reports/side-by-side?companies=${pounds.id},${dollars.id}&to=2026-03-31${more}`;
const ofCode = ({ lines }: Body, code: string) => lines.find(({ account }) => account?.code === code);
const ofItem = ({ lines }: Body, item: string) => lines.find((line) => line.item === item && line.kind !== "section");

test("a balance sheet of two companies in the first one's currency: each by its own rates, and their simple sum", async () => {
  const { status, body } = await controller.get(asked("&statement=balance_sheet"));
  expect(status).toBe(200);
  expect(body).toMatchObject({ currency: "GBP", from: null, to: "2026-03-31" });
  expect(body.companies).toMatchObject([
    { id: pounds.id, currency: "GBP" },
    // 59 days at 1.25 and 31 at 1.60.
    { id: dollars.id, currency: "USD", translation: { from: "USD", columns: [{ closingRate: "1.6", averageRate: "1.370555555556" }] } },
  ]);
  expect(body.companies[0]).not.toHaveProperty("translation");
  // 628.00 dollars at 1.60; 500.00 at 1.25; 160.00 at the mean less 32.00.
  expect(ofCode(body, "1200")).toMatchObject({ values: ["1300.00", "392.50"], total: "1692.50" });
  expect(ofCode(body, "1200")?.account?.names).toEqual([expect.not.stringContaining("Chase"), "Chase checking"]);
  expect(ofCode(body, "3000")).toMatchObject({ values: ["1000.00", "400.00"], total: "1400.00", account: { names: [expect.any(String)] } });
  expect(ofItem(body, "current_year")).toMatchObject({ values: ["300.00", "93.39"], total: "393.39" });
  expect(ofItem(body, "translation_difference")).toMatchObject({ values: ["0.00", "-100.89"] });
  expect(ofItem(body, "asset")?.values).toEqual(ofItem(body, "liabilities_and_equity")?.values);
  expect(ofItem(body, "liabilities_and_equity")?.total).toBe("1692.50");
});

test("profit and loss and trial balance, in a third way to count: each is what the company says by itself", async () => {
  const both = (await controller.get(asked("&statement=profit_and_loss&currency=USD&from=2026-03-01"))).body;
  expect(both.detail).toMatch(/no exchange rate of USD/);
  expect(both.code).toBe("rate.missing");
  const own = await aCaller(pounds, ["accountant"]);
  await own.post("/finance/rates", { currency: "USD", rate: "0.5", validOn: "2026-01-01" });
  const { body } = await controller.get(asked("&statement=profit_and_loss&currency=USD"));
  expect(body).toMatchObject({ currency: "USD", from: "2026-01-01" });
  expect(ofItem(body, "result")).toMatchObject({ values: ["600.00", "128.00"], total: "728.00" });
  expect(ofCode(body, "7100")).toMatchObject({ values: ["0.00", "32.00"], account: { ids: [null, expect.any(String)] } });
  const trial = (await controller.get(asked("&currency=USD"))).body;
  expect(ofItem(trial, "balance")).toMatchObject({ values: ["0.00", "0.00"], total: "0.00" });
  const alone = (await admin.get("/finance/reports/trial-balance?asOf=2026-03-31")).body;
  for (const { account, balance } of alone.rows) expect(ofCode(trial, account.code)?.values[1]).toBe(balance);
  const turned = (await controller.get(`/finance/reports/side-by-side?companies=${dollars.id.toUpperCase()},${pounds.id}&to=2026-03-31`))
    .body;
  expect(turned.companies.map(({ id }: { id: string }) => id)).toEqual([dollars.id, pounds.id]);
  expect(turned.currency).toBe("USD");
});

const STATEMENTS = [
  ["trial_balance", "trial-balance?asOf=2026-03-31"],
  ["balance_sheet", "balance-sheet?asOf=2026-03-31"],
  ["profit_and_loss", "profit-and-loss?from=2026-03-01&to=2026-03-31"],
  ["cash_flow", "cash-flow?from=2026-03-01&to=2026-03-31"],
] as const;
const nameOf = ({ kind, item, subtype, account }: Pick<OwnLine, "kind" | "item" | "subtype" | "account">) =>
  [kind, item, subtype, account?.code].join(" ");

test("headings, subtotals and earlier columns of each company are those of its own statement", async () => {
  for (const [statement, path] of STATEMENTS) {
    const compare = "&compare=previous_period&periods=2";
    const { body } = await controller.get(asked(`&statement=${statement}&from=2026-03-01${compare}`));
    expect(body.columns).toHaveLength(3);
    const lines = body.lines as SideLine[];
    for (const [at, company] of [pounds, dollars].entries()) {
      const own = await aCaller(company, { grants: ["finance.report.read"] });
      const alone: OwnLine[] = (await own.get(`/finance/reports/${path}&currency=GBP${compare}`)).body.lines;
      expect(alone.some(({ kind }) => kind === "group")).toBe(true);
      // What it has is there at the same depth and in the same order, with the same figures and changes.
      const names = new Set(alone.map(nameOf));
      const its = lines.filter((line) => names.has(nameOf(line)));
      expect(its.map(nameOf)).toEqual(alone.map(nameOf));
      expect(its.map(({ depth }) => depth)).toEqual(alone.map(({ depth }) => depth));
      expect(its.map(({ values, beside }) => [values, ...beside.map((of) => of.values)].flatMap((of) => of[at] ?? []))).toEqual(
        alone.map(({ values }) => values),
      );
      expect(its.filter(({ kind }) => kind !== "section").map(({ beside }) => beside.map(({ changes }) => changes[at]))).toEqual(
        alone.filter(({ kind }) => kind !== "section").map(({ changes }) => changes),
      );
    }
  }
});

test("beside a month before, each company and the sum say what changed", async () => {
  const { body } = await controller.get(asked("&statement=balance_sheet&compare=previous_period"));
  // 500.00 dollars at 1.25 are 400.00 at the end of February.
  expect(ofCode(body, "1200")).toMatchObject({
    values: ["1300.00", "392.50"],
    total: "1692.50",
    beside: [
      {
        values: ["1300.00", "400.00"],
        total: "1700.00",
        changes: [
          { difference: "0.00", percent: "0.0" },
          { difference: "-7.50", percent: "-1.9" },
        ],
        totalChange: { difference: "-7.50", percent: "-0.4" },
      },
    ],
  });
});

test("cash flow: flows at the mean of the days, cash at the rates of its days, what is between as the effect of exchange rates", async () => {
  const { body } = await controller.get(asked("&statement=cash_flow"));
  expect(body).toMatchObject({ from: "2026-01-01", companies: [{}, { translation: { columns: [{ difference: "-65.71" }] } }] });
  // 128.00 and 500.00 dollars at 1.370555555556; 628.00 at 1.60.
  const figures = ["operating", "financing", "exchange", "net_change", "cash_before", "cash_after"].map((item) => {
    const line = ofItem(body, item);
    return [item, ...(line?.values ?? []), line?.total];
  });
  expect(figures).toEqual([
    ["operating", "300.00", "93.39", "393.39"],
    ["financing", "1000.00", "364.82", "1364.82"],
    ["exchange", "0.00", "-65.71", "-65.71"],
    ["net_change", "1300.00", "392.50", "1692.50"],
    ["cash_before", "0.00", "0.00", "0.00"],
    ["cash_after", "1300.00", "392.50", "1692.50"],
  ]);
});

test("an account that one company has under another heading, or classes otherwise in its cash flow, stands where the first one has it", async () => {
  const [left, right] = [await aCompany(), await aCompany()];
  const group = await aCaller(left, { grants: ["finance.report.read"] });
  await addTo(right, { email: group.user.email });
  const there = await aCaller(right);
  const book = await bookOf(right);
  const heading = (code: string, parentId?: string) =>
    there.post("/finance/accounts", { code, name: `Heading ${code}`, type: "expense", isGroup: true, ...(parentId && { parentId }) });
  const outer = await heading("90");
  const inner = await heading("901", outer.body.id);
  const own = await there.post("/finance/accounts", { code: "9011", name: "Only here", type: "expense", parentId: inner.body.id });
  const moved = await there.patch(`/finance/accounts/${book.account("7100")}`, { parentId: inner.body.id, cashFlow: "financing" });
  expect([own.status, moved.status]).toEqual([201, 200]);
  await entry(left, "2026-01-10", ["7100", 1_000n], ["1200", -1_000n]);
  await posted(
    right,
    anEntry(await bookOf(right), {
      effectiveOn: "2026-01-11",
      lines: [
        ["7100", 500n],
        ["9011", 70n],
        ["1200", -570n],
      ],
    }),
  );
  const of = async (ids: string, statement: string): Promise<SideLine[]> =>
    (await group.get(`/finance/reports/side-by-side?companies=${ids}&statement=${statement}&to=2026-01-31`)).body.lines;
  const told = (lines: readonly SideLine[]) =>
    lines
      .filter(({ account }) => account?.code.match(/^(7100|90.*)$/))
      .map(({ depth, account, values }) => [account?.code, depth, ...values]);
  const both = await of(`${left.id},${right.id}`, "profit_and_loss");
  const depth = both.find(({ account }) => account?.code === "7100")?.depth;
  expect(told(both)).toEqual([
    ["7100", depth, "10.00", "5.00"],
    ["90", 1, "0.00", "0.70"],
    ["901", 2, "0.00", "0.70"],
    ["9011", 3, "0.00", "0.70"],
  ]);
  expect(told(await of(`${right.id},${left.id}`, "profit_and_loss"))).toEqual([
    ["90", 1, "5.70", "10.00"],
    ["901", 2, "5.70", "10.00"],
    ["7100", 3, "5.00", "10.00"],
    ["9011", 3, "0.70", "0.00"],
  ]);
  // In the cash flow each stands in the part its company put it in.
  const flow = await of(`${left.id},${right.id}`, "cash_flow");
  expect(flow.find((line) => line.kind === "total" && line.item === "financing")?.values).toEqual(["0.00", "-5.00"]);
  expect(flow.find((line) => line.kind === "total" && line.item === "operating")?.values).toEqual(["-10.00", "-0.70"]);
});

test("cut into months, each company has the columns of its own statement, and their sum", async () => {
  for (const [statement, path] of [
    ["profit_and_loss", "profit-and-loss"],
    ["cash_flow", "cash-flow"],
  ] as const) {
    const days = "&from=2026-01-01&by=month";
    const { body } = await controller.get(asked(`&statement=${statement}&currency=GBP${days}`));
    expect(body.columns.map(({ from }: { from: string }) => from)).toEqual(["2026-01-01", "2026-01-01", "2026-02-01", "2026-03-01"]);
    const own = await Promise.all(
      [await aCaller(pounds, ["accountant"]), admin].map((caller) =>
        caller.get(`/finance/reports/${path}?from=2026-01-01&to=2026-03-31&by=month&currency=GBP`),
      ),
    );
    const lines = (body as Body).lines.filter(
      ({ kind, account }) => kind === "total" || account?.code === "4000" || account?.code === "7100",
    );
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) {
      const columns = [{ values: line.values, total: line.total }, ...line.beside];
      for (const [at, { values, total }] of columns.entries()) {
        const theirs = own.map(({ body: one }) => {
          const found = (one.lines as OwnLine[]).find(({ kind, item, account }) =>
            line.account ? account?.code === line.account.code : kind === line.kind && item === line.item,
          );
          return found?.values[at] ?? "0.00";
        });
        expect(values, `${statement} ${line.item ?? line.account?.code} ${at}`).toEqual(theirs);
        expect(Number(total)).toBeCloseTo(
          theirs.reduce((sum, value) => sum + Number(value), 0),
          2,
        );
      }
      expect(line.beside.every(({ changes, totalChange }) => changes.length === 0 && totalChange === null)).toBe(true);
    }
    const { body: file } = await controller.get(asked(`&statement=${statement}&currency=GBP${days}&format=csv`));
    const rows: string[][] = parse(file, { bom: true, relax_column_count: true });
    // Code, name, and for both companies and the sum the whole and three months.
    expect(rows.find((row) => row.includes("Account"))).toHaveLength(2 + 3 * 4);
  }
  expect((await controller.get(asked("&statement=balance_sheet&by=month"))).body.code).toBe("report.parts");
  expect((await controller.get(asked("&statement=cash_flow&by=month&compare=previous_year"))).body.code).toBe("report.comparison");
  expect((await controller.get(asked("&statement=cash_flow&from=2024-03-01&by=month&currency=GBP"))).status).toBe(422);
});

test("a dimension of the caller's company is found in the others by its codes; who has none has nothing there", async () => {
  const [one, other] = [await aCompany(), await aCompany({ currency: "GBP" })];
  const reader = await aCaller(one, { grants: ["finance.report.read"] });
  await addTo(other, { email: reader.user.email });
  const [north, project] = [await aDimension(one, "region", ["N", "N/leeds", "S"]), await aDimension(one, "project", ["P1"])];
  const theirs = await aDimension(other, "region", ["N", "X"]);
  const sale = async (company: TestCompany, minor: bigint, values: readonly string[]) => {
    const [set] = values.length > 0 ? await setsOf(company, [values]) : [undefined];
    const made = anEntry(await bookOf(company), {
      effectiveOn: "2026-02-10",
      lines: [
        ["1200", minor, company.currency],
        ["4000", -minor, company.currency],
      ],
    });
    await posted(company, { ...made, lines: made.lines.map((line, at) => (at === 1 ? { ...line, dimensionSetId: set } : line)) });
  };
  await sale(one, 1_000n, [north.value("N")]);
  await sale(one, 200n, [north.value("leeds"), project.value("P1")]);
  await sale(one, 30n, []);
  await sale(other, 500n, [theirs.value("N")]);
  await sale(other, 60n, [theirs.value("X")]);
  await sale(other, 7n, []);
  const read = async (more: string, statement = "profit_and_loss") =>
    (
      await reader.get(
        `/finance/reports/side-by-side?companies=${other.id},${one.id}&to=2026-03-31&from=2026-01-01&statement=${statement}${more}`,
      )
    ).body;
  const of = async (more: string) => ofItem(await read(more), "result")?.values;
  expect(await of("")).toEqual(["5.67", "12.30"]);
  expect(await of(`&dimension=${north.value("N")}`)).toEqual(["5.00", "12.00"]);
  expect(await of(`&dimension=${north.value("leeds")}`)).toEqual(["0.00", "2.00"]);
  expect(await of(`&dimension=${north.value("N")},${project.value("P1")}`)).toEqual(["0.00", "2.00"]);
  expect(await of(`&withoutDimension=${north.id}`)).toEqual(["0.07", "0.30"]);
  expect(await of(`&withoutDimension=${project.id}`)).toEqual(["5.67", "10.30"]);
  const sheet = await read(`&dimension=${north.value("N")}`, "balance_sheet");
  expect(ofItem(sheet, "outside_dimensions")).toMatchObject({ values: ["-5.00", "-12.00"], total: "-17.00" });
  expect(ofItem(sheet, "asset")?.values).toEqual(ofItem(sheet, "liabilities_and_equity")?.values);
  const flow = await read(`&dimension=${north.value("N")}`, "cash_flow");
  expect(ofItem(flow, "outside_dimensions")?.values).toEqual(["-5.00", "-12.00"]);
  expect((await read(`&dimension=${theirs.value("N")}`)).code).toBe("dimension.missing");
  expect((await read(`&withoutDimension=${theirs.id}`)).code).toBe("dimension.missing");
});

test("a file has a column for each company and the sum, called what it is", async () => {
  const response = await controller.api.request(asked("&statement=balance_sheet&format=csv&language=de"), {
    headers: { authorization: `Bearer ${controller.token}` },
  });
  const rows: string[][] = parse(Buffer.from(await response.arrayBuffer()), { bom: true });
  expect(rows[0]?.slice(0, 2)).toEqual(["Konto", "Bezeichnung"]);
  expect(rows[0]?.at(-1)).toBe("Einfache Summe, nicht konsolidiert");
  expect(rows.find(([code]) => code === "1200")?.slice(1)).toEqual([
    expect.stringMatching(/ \/ Chase checking$/),
    "1300.00",
    "392.50",
    "1692.50",
  ]);
  expect(rows.at(-1)).toEqual(["", "Summe Verbindlichkeiten und Eigenkapital", "1300.00", "392.50", "1692.50"]);
  const besides = await controller.api.request(asked("&statement=cash_flow&from=2026-03-01&compare=previous_period&format=csv"), {
    headers: { authorization: `Bearer ${controller.token}` },
  });
  const [head, ...flow]: string[][] = parse(Buffer.from(await besides.arrayBuffer()), { bom: true });
  expect(head?.slice(2, 6)).toEqual([
    expect.stringMatching(/, 2026-03-01 – 2026-03-31$/),
    expect.stringMatching(/, 2026-02-01 – 2026-02-28$/),
    expect.stringMatching(/, Change$/),
    "%",
  ]);
  expect(head).toHaveLength(14);
  expect(flow.at(-1)?.slice(1, 6)).toEqual(["Cash at the end", "1300.00", "1300.00", "0.00", "0.0"]);
  for (const format of ["xlsx", "pdf"]) {
    const file = await controller.api.request(asked(`&compare=previous_period&format=${format}`), {
      headers: { authorization: `Bearer ${controller.token}` },
    });
    expect(file.status).toBe(200);
  }
});

test("who does not belong to one of the companies sees nothing of any, as if it were not there", async () => {
  const [rival] = [await aCompany()];
  await entry(rival, "2026-01-01", ["1200", 7n], ["3000", -7n]);
  for (const other of [rival.id, uuidv7()]) {
    const refused = await controller.get(`/finance/reports/side-by-side?companies=${pounds.id},${other}`);
    expect(refused).toMatchObject({ status: 403, body: { code: "company.not_member", detail: "You do not belong to this company." } });
  }
  // Nor through the company of the header, where he does belong.
  const through = await controller.get(asked(), { headers: { "company-id": rival.id } });
  expect(through.status).toBe(403);
  const key = await admin.post("/platform/api-keys", { name: "Reports", scopes: ["finance.report.read"] });
  const byKey = (companies: string) =>
    admin.api.request(`/finance/reports/side-by-side?companies=${companies}`, {
      headers: { authorization: `Bearer ${key.body.key ?? key.body.secret}` },
    });
  expect((await byKey(dollars.id)).status).toBe(200);
  expect((await byKey(`${dollars.id},${pounds.id}`)).status).toBe(403);
});

test("reports must be allowed in every company, in the caller's own too", async () => {
  const half = await aCaller(pounds, { grants: ["finance.report.read"] });
  await addTo(dollars, { email: half.user.email, grants: ["sales.order.read"] });
  expect((await half.get(`/finance/reports/side-by-side?companies=${pounds.id}`)).status).toBe(200);
  const refused = await half.get(asked());
  expect(refused).toMatchObject({ status: 403, body: { code: "forbidden" } });
  expect(refused.body.detail).toContain(dollars.id);
  const other = await aCaller(dollars, { grants: ["sales.order.read"] });
  await addTo(pounds, { email: other.user.email });
  expect((await other.get(`/finance/reports/side-by-side?companies=${pounds.id}`)).body.code).toBe("forbidden");
  // Before what he asks for is looked at.
  expect((await other.get(`/finance/reports/side-by-side?companies=${pounds.id},${pounds.id}`)).body.code).toBe("forbidden");
});

test("nonsense is refused", async () => {
  expect((await controller.get(`/finance/reports/side-by-side?companies=${pounds.id},${pounds.id}`)).body.code).toBe(
    "report.company_twice",
  );
  for (const companies of ["", "nonsense", `${pounds.id},`, Array.from({ length: 21 }, () => uuidv7()).join(",")])
    expect((await controller.get(`/finance/reports/side-by-side?companies=${companies}`)).status).toBe(422);
  expect((await controller.get(asked("&statement=journal"))).status).toBe(422);
  expect((await controller.get(asked("&statement=profit_and_loss&from=2026-04-01"))).body).toMatchObject({ code: "report.span" });
  expect((await controller.get(asked("&compare=previous_period&periods=24"))).status).toBe(422);
  const wide = await controller.get(`${asked("&compare=previous_period&periods=23")},${uuidv7()}`);
  expect(wide.status).toBe(422);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  expect((await controller.get(asked(`&knownAt=${tomorrow}`))).body.code).toBe("report.known_at");
});
