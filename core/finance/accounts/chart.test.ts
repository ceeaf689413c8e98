import { readdirSync, readFileSync } from "node:fs";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { anEntry, asApplication, bookOf, databaseAs, posted } from "#core/testing/books.ts";
import { aCompany } from "#core/testing/company.ts";
import type { AccountTree } from "./account-tree.ts";
import { type ChartName, chartTemplates } from "./chart-templates.ts";

const opened = async (chart: ChartName = "uk") => {
  const company = await aCompany({ chart });
  const [book, accountant] = await Promise.all([bookOf(company), aCaller(company, ["accountant"])]);
  const change = (code: string, changes: object) => accountant.patch(`/finance/accounts/${book.account(code)}`, changes);
  const add = (account: object) => accountant.post("/finance/accounts", { name: "New", type: "asset", ...account });
  return { company, book, accountant, change, add };
};

const treeOf = async (caller: Awaited<ReturnType<typeof aCaller>>, asOf = "2026-03-31"): Promise<AccountTree> =>
  (await caller.get(`/finance/accounts/tree?asOf=${asOf}`)).body;

test.each(Object.keys(chartTemplates) as ChartName[])("chart %s places every account below a heading of its type", async (chart) => {
  const { accounts, rules } = chartTemplates[chart];
  const byCode = new Map(accounts.map((account) => [account.code, account]));
  expect(byCode.size).toBe(accounts.length);
  const lost = accounts.filter(({ isGroup, parent }) => !isGroup && parent === null).map(({ code }) => code);
  expect(lost).toEqual([]);
  const empty = accounts.filter(({ isGroup, code }) => isGroup && !accounts.some(({ parent }) => parent === code)).map(({ code }) => code);
  expect(empty).toEqual([]);
  expect(Object.values(rules).filter((code) => byCode.get(code)?.isGroup !== false)).toEqual([]);
  const { accountant } = await opened(chart);
  const { items } = await treeOf(accountant);
  expect(items.map(({ code }) => code).toSorted()).toEqual([...byCode.keys()].toSorted());
  const ids = new Map(items.map(({ id, code }) => [id, code]));
  for (const { code, parentId } of items) expect(parentId === null ? null : ids.get(parentId)).toBe(byCode.get(code)?.parent ?? null);
});

const shared = new URL("../../../../shared/data/chart-of-accounts/", import.meta.url);
const files = ((): string[] => {
  try {
    return readdirSync(shared).filter((name) => name.endsWith(".csv"));
  } catch {
    return [];
  }
})();

test.skipIf(files.length === 0)("the templates hold every account of the charts in shared/data", () => {
  const charts: Readonly<Record<string, ChartName>> = { "us-gaap": "us-gaap", uk: "uk", de: "de-skr03", fr: "fr-pcg", ifrs: "ifrs" };
  expect(files).toHaveLength(5);
  for (const file of files) {
    const chart = Object.entries(charts).find(([name]) => file.startsWith(name))?.[1] ?? "ifrs";
    const codes = readFileSync(new URL(file, shared), "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((row) => row.split(",", 1)[0] ?? "");
    const known = new Set(chartTemplates[chart].accounts.map(({ code }) => code));
    expect(codes.filter((code) => !known.has(code))).toEqual([]);
  }
});

test("a heading totals what is below it; the accounts at the top come to nothing together", async () => {
  const { company, book, accountant } = await opened();
  await posted(
    company,
    anEntry(book, {
      lines: [
        ["1200", 70_00n],
        ["1230", 30_00n],
        ["4000", -100_00n],
      ],
    }),
  );
  await posted(
    company,
    anEntry(book, {
      effectiveOn: "2026-04-01",
      lines: [
        ["1230", 1_00n],
        ["4000", -1_00n],
      ],
    }),
  );
  const tree = await treeOf(accountant);
  const of = (code: string) => tree.items.find((item) => item.code === code);
  expect(tree).toMatchObject({ asOf: "2026-03-31", currency: "GBP" });
  expect(of("1230")).toMatchObject({ balance: "30.00", depth: 2, members: 0 });
  expect(of("12")).toMatchObject({ balance: "100.00", depth: 1, isGroup: true });
  expect(of("1")).toMatchObject({ balance: "100.00", depth: 0, parentId: null });
  expect(of("4")?.balance).toBe("-100.00");
  const places = tree.items.map(({ id }) => id);
  for (const { id, parentId } of tree.items) if (parentId !== null) expect(places.indexOf(parentId)).toBeLessThan(places.indexOf(id));
  const top = tree.items.filter(({ depth }) => depth === 0).map(({ balance }) => Number(balance));
  expect(top.reduce((sum, balance) => sum + balance, 0)).toBe(0);
  const hr = await aCaller(company, ["hr"]);
  expect((await treeOf(hr)).items.every(({ balance }) => balance === null)).toBe(true);
  const employee = await aCaller(company, ["employee"]);
  expect((await employee.get("/finance/accounts/tree")).status).toBe(403);
});

test("an account stands below a heading of its type, never below an account, itself or what is below it", async () => {
  const { book, change, add } = await opened();
  const made = await add({ code: "13", name: "Loans given", isGroup: true, parentId: book.account("1") });
  expect(made).toMatchObject({ status: 201, body: { isGroup: true, manualPosting: false, parentId: book.account("1") } });
  expect((await add({ code: "1310", parentId: made.body.id })).status).toBe(201);
  expect(await add({ code: "1311", parentId: book.account("1230") })).toMatchObject({
    status: 422,
    body: { code: "account.parent_is_no_heading", errors: [{ pointer: "/parentId" }] },
  });
  expect((await add({ code: "1312", type: "income", parentId: made.body.id })).body.code).toBe("account.type_of_heading");
  expect((await add({ code: "1313", parentId: "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708" })).body.code).toBe("account.parent_missing");
  expect((await change("1", { parentId: book.account("1") })).body.code).toBe("account.cycle");
  expect((await change("1", { parentId: made.body.id })).body.code).toBe("account.cycle");
  expect((await change("1230", { type: "liability" })).body.code).toBe("account.type_of_heading");
  expect((await change("12", { type: "liability", parentId: null })).body.code).toBe("account.type_of_heading");
  expect((await change("12", { isGroup: false })).body.code).toBe("account.has_members");
  expect((await change("1230", { parentId: null })).body.parentId).toBe(null);
});

/** The heading "1" and twelve headings, each below the one before. */
const asDeepAsItGets = async ({ book, add }: Pick<Awaited<ReturnType<typeof opened>>, "book" | "add">) => {
  const headings = [book.account("1")];
  for (let above = 1; above <= 12; above++)
    headings.push((await add({ code: `13-${above}`, isGroup: true, parentId: headings.at(-1) })).body.id);
  return headings;
};

test("an account has at most twelve headings above it", async () => {
  const { book, add } = await opened();
  const headings = await asDeepAsItGets({ book, add });
  expect(await add({ code: "13-13", parentId: headings.at(-1) })).toMatchObject({ status: 422, body: { code: "account.too_deep" } });
});

test("what stands below a heading that moves has at most twelve headings above it, too", async () => {
  const { book, accountant, add } = await opened();
  const headings = await asDeepAsItGets({ book, add });
  const { body: moved } = await add({ code: "19", isGroup: true });
  const { body: below } = await add({ code: "19-1", isGroup: true, parentId: moved.id });
  await add({ code: "19-1-1", parentId: below.id });
  await add({ code: "19-2", parentId: moved.id });
  const move = (parentId: string | undefined) => accountant.patch(`/finance/accounts/${moved.id}`, { parentId });
  expect(await move(headings[10])).toMatchObject({ status: 422, body: { code: "account.too_deep", errors: [{ pointer: "/parentId" }] } });
  expect(await move(headings[9])).toMatchObject({ status: 200, body: { parentId: headings[9] } });
});

test("two headings moved below each other at once are not both moved", async () => {
  const { accountant, add } = await opened();
  const [{ body: first }, { body: second }] = [await add({ code: "18", isGroup: true }), await add({ code: "19", isGroup: true })];
  const move = (id: string, parentId: string) => accountant.patch(`/finance/accounts/${id}`, { parentId });
  const answers = await Promise.all([move(first.id, second.id), move(second.id, first.id)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  expect(answers.find(({ status }) => status === 422)?.body.code).toBe("account.cycle");
});

test("an account with postings, or that rules still use, does not become a heading", async () => {
  const { company, book, change } = await opened();
  await posted(
    company,
    anEntry(book, {
      lines: [
        ["1250", 5n],
        ["4904", -5n],
      ],
    }),
  );
  expect((await change("1250", { isGroup: true })).body).toMatchObject({ code: "account.posted" });
  expect((await change("1100", { isGroup: true })).body).toMatchObject({
    code: "account.in_use",
    detail: "This account is still used by the rule for receivable.",
  });
  expect((await change("1220", { isGroup: true })).body).toMatchObject({ isGroup: true, manualPosting: false });
  expect((await change("1220", { opensOn: "2026-01-01" })).body.code).toBe("account.heading_limits");
});

test("rules, taxes and payment methods name accounts that can be posted to", async () => {
  const { company, book, accountant } = await opened();
  const category = { purpose: "revenue", keyKind: "product_category", key: "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708" };
  expect(await accountant.post("/finance/account-rules", { ...category, accountId: book.account("40") })).toMatchObject({
    status: 422,
    body: { code: "account.heading", errors: [{ pointer: "/accountId" }] },
  });
  const method = sql`update finance.payment_method set account_id = ${book.account("12")} where code = 'cash'`;
  await expect(asApplication(company, (db) => method.execute(db))).rejects.toMatchObject({ constraint: "account_to_post_to" });
});

test("while a posting is under way its account does not become a heading, and afterwards not either", async () => {
  const { company, book, change } = await opened();
  let release = () => {};
  const wait = new Promise<void>((resolve) => {
    release = resolve;
  });
  const entry = JSON.stringify(
    [
      anEntry(book, {
        lines: [
          ["1250", 5n],
          ["4904", -5n],
        ],
      }),
    ],
    (_, value) => (typeof value === "bigint" ? String(value) : value),
  );
  let isIn = () => {};
  const posting = new Promise<void>((resolve) => {
    isIn = resolve;
  });
  const under = asApplication(company, async (db) => {
    await sql`select finance.post_entries(${entry})`.execute(db);
    isIn();
    await wait;
  });
  await posting;
  const racing = change("1250", { isGroup: true });
  setTimeout(release, 150);
  await under;
  expect((await racing).body.code).toBe("account.posted");
});

test("a chart that is flat gets the headings of its template once; what has a place keeps it", async () => {
  const { company, accountant } = await opened();
  const before = await treeOf(accountant);
  // As charts were before there were headings.
  await databaseAs("owner").query("update finance.account set parent_id = null where company_id = $1", [company.id]);
  await databaseAs("owner").query("delete from finance.account where company_id = $1 and is_group", [company.id]);
  await accountant.post("/finance/accounts", { code: "12", name: "My cash", type: "asset", isGroup: true });
  const added = await accountant.post("/finance/accounts/headings");
  expect(added.body).toEqual({ headings: before.items.filter(({ isGroup }) => isGroup).length - 1, placed: 108 - 1 });
  const after = await treeOf(accountant);
  const shape = ({ items }: AccountTree) => items.map(({ code, isGroup }) => ({ code, isGroup }));
  expect(shape(after).filter(({ code }) => code !== "12")).toHaveLength(before.items.length - 1);
  expect(after.items.find(({ code }) => code === "12")).toMatchObject({ name: "My cash", depth: 0, members: 5 });
  expect((await accountant.post("/finance/accounts/headings")).body).toEqual({ headings: 0, placed: 0 });
  const auditor = await aCaller(company, ["auditor"]);
  expect((await auditor.post("/finance/accounts/headings")).status).toBe(403);
});
