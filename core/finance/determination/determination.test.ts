import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { type ChartName, chartTemplates } from "#core/finance/accounts/chart-templates.ts";
import { aCaller } from "#core/testing/api.ts";
import { asApplication, bookOf } from "#core/testing/books.ts";
import { aCompany, reading, type TestCompany } from "#core/testing/company.ts";
import { PURPOSES } from "./account-rule.ts";
import { type AccountNeed, determineAccounts, purposesWithoutAccount } from "./determine-accounts.ts";

const opened = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const accountant = await aCaller(company, ["accountant"]);
  const rule = (purpose: string, keyKind: string, key: string, code: string) =>
    accountant.post("/finance/account-rules", { purpose, keyKind, key, accountId: book.account(code) });
  return { company, book, accountant, rule };
};
const determined = (company: TestCompany, ...needs: AccountNeed[]) => reading(company.as(), (read) => determineAccounts(read, needs));

test.each(Object.keys(chartTemplates) as ChartName[])("the chart %s has an account for every purpose from the start", async (chart) => {
  const company = await aCompany({ chart });
  const accounts = await determined(company, ...PURPOSES.map((purpose) => ({ purpose })));
  expect(accounts).toHaveLength(PURPOSES.length);
  const { rows, lacking } = await reading(company.as(), async ({ db }) => ({
    rows: await db.selectFrom("finance.account").select(["id", "type"]).where("id", "in", accounts).execute(),
    lacking: await purposesWithoutAccount(db, company.id),
  }));
  const typeOf = (purpose: (typeof PURPOSES)[number]) => rows.find(({ id }) => id === accounts[PURPOSES.indexOf(purpose)])?.type;
  expect([typeOf("receivable"), typeOf("payable"), typeOf("revenue"), typeOf("payment"), typeOf("retained_earnings")]).toEqual([
    "asset",
    "liability",
    "income",
    "asset",
    "equity",
  ]);
  expect(lacking).toEqual([]);
});

test("the most specific rule wins: the nearest category, then the party, then the default", async () => {
  const { company, book, rule } = await opened();
  const [drinks, tea, party] = [uuidv7(), uuidv7(), uuidv7()];
  await rule("revenue", "product_category", drinks, "4001");
  await rule("revenue", "product_category", tea, "4002");
  await rule("revenue", "party", party, "4905");
  await rule("receivable", "party", party, "1101");
  const accounts = await determined(
    company,
    { purpose: "revenue" },
    { purpose: "revenue", productCategories: [tea, drinks], party },
    { purpose: "revenue", productCategories: [uuidv7(), drinks], party },
    { purpose: "revenue", productCategories: [uuidv7()], party },
    { purpose: "revenue", party: uuidv7() },
    { purpose: "receivable", party, productCategories: [tea] },
    { purpose: "payable", party },
  );
  expect(accounts).toEqual(["4000", "4002", "4001", "4905", "4000", "1101", "2100"].map(book.account));
  expect(await determined(company)).toEqual([]);
});

test("rules are listed, added once, sent elsewhere and taken away; a default stays", async () => {
  const { book, accountant, rule } = await opened();
  const { body, status } = await rule("revenue", "party", "P-1", "4001");
  expect(status).toBe(201);
  expect((await rule("revenue", "party", "P-1", "4002")).body.code).toBe("account_rule.taken");
  expect((await rule("revenue", "default", "", "4002")).status).toBe(422);
  expect((await rule("pocket_money", "party", "P-1", "4002")).status).toBe(422);
  const { body: list } = await accountant.get("/finance/account-rules?purpose=revenue");
  expect(list.items.map(({ keyKind, key }: Record<string, string>) => [keyKind, key])).toEqual([
    ["default", ""],
    ["party", "P-1"],
  ]);
  const all: string[] = [];
  for (let path: string | null = "/finance/account-rules?limit=5"; path; ) {
    const page = await accountant.get(path);
    all.push(...page.body.items.map(({ purpose, keyKind }: Record<string, string>) => `${purpose} ${keyKind}`));
    path = page.headers.get("link")?.match(/<(.*)>/)?.[1] ?? null;
  }
  expect(all).toEqual([...PURPOSES.map((purpose) => `${purpose} default`), "revenue party"].toSorted());
  const path = `/finance/account-rules/${body.id}`;
  const ifMatch = (version: string) => ({ headers: { "if-match": version } });
  expect((await accountant.patch(path, { accountId: book.account("4002") }, ifMatch('"v1"'))).body).toMatchObject({
    accountId: book.account("4002"),
    version: 2,
  });
  expect((await accountant.patch(path, { accountId: book.account("4001") }, ifMatch('"v1"'))).status).toBe(412);
  expect((await accountant.patch(path, { accountId: uuidv7() })).body.code).toBe("account.missing");
  expect((await accountant.delete(path, ifMatch('"v2"'))).status).toBe(200);
  expect((await accountant.delete(path)).status).toBe(404);
  expect(await accountant.delete(`/finance/account-rules/${list.items[0].id}`)).toMatchObject({
    status: 409,
    body: { code: "account_rule.default" },
  });
});

test("a default can neither be deleted nor made special by any SQL of the application", async () => {
  const { company } = await opened();
  for (const statement of [
    "delete from finance.account_rule",
    "update finance.account_rule set key_kind = 'party', key = 'x' where purpose = 'revenue'",
    "update finance.account_rule set purpose = 'freight' where purpose = 'revenue'",
  ]) {
    await expect(asApplication(company, (db) => sql.raw(statement).execute(db))).rejects.toMatchObject({
      constraint: "default_account_rule_stays",
    });
  }
});

test("an account out of use takes no rule", async () => {
  const { book, accountant, rule } = await opened();
  await accountant.patch(`/finance/accounts/${book.account("4001")}`, { active: false });
  expect((await rule("revenue", "party", "P-1", "4001")).body.code).toBe("account.inactive");
});

test("another company's rule is not there, and changing one is a permission of its own", async () => {
  const [ours, theirs] = await Promise.all([opened(), opened()]);
  const { body } = await theirs.rule("revenue", "party", "P-1", "4001");
  const path = `/finance/account-rules/${body.id}`;
  expect((await ours.accountant.patch(path, { accountId: ours.book.account("4001") })).status).toBe(404);
  expect((await ours.accountant.delete(path)).status).toBe(404);
  expect(
    (
      await ours.accountant.post("/finance/account-rules", {
        purpose: "revenue",
        keyKind: "party",
        key: "P",
        accountId: theirs.book.account("4001"),
      })
    ).status,
  ).toBe(422);
  const auditor = await aCaller(theirs.company, ["auditor"]);
  expect((await auditor.get("/finance/account-rules")).status).toBe(200);
  expect(
    (
      await auditor.post("/finance/account-rules", {
        purpose: "revenue",
        keyKind: "party",
        key: "P",
        accountId: theirs.book.account("4001"),
      })
    ).status,
  ).toBe(403);
  expect((await auditor.patch(path, { accountId: theirs.book.account("4001") })).status).toBe(403);
  expect((await auditor.delete(path)).status).toBe(403);
  const employee = await aCaller(theirs.company, ["employee"]);
  expect((await employee.get("/finance/account-rules")).status).toBe(403);
});
