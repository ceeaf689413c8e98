import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { anEntry, bookOf, posted } from "#core/testing/books.ts";
import { aCompany } from "#core/testing/company.ts";

const opened = async (chart: "uk" | "fr-pcg" = "uk") => {
  const company = await aCompany({ chart });
  return { company, book: await bookOf(company), accountant: await aCaller(company, ["accountant"]) };
};

test("the chart is listed in order of code, in pages, headings and accounts or either alone", async () => {
  const { accountant } = await opened("fr-pcg");
  const codesOf = async (filter: string) => {
    const codes: string[] = [];
    for (let path: string | null = `/finance/accounts?limit=40${filter}`; path; ) {
      const { body, headers } = await accountant.get(path);
      codes.push(...body.items.map(({ code }: { code: string }) => code));
      path = headers.get("link")?.match(/<(.*)>/)?.[1] ?? null;
    }
    return codes;
  };
  const codes = await codesOf("");
  expect(codes).toEqual(codes.toSorted());
  expect(new Set(codes).size).toBe(codes.length);
  const [headings, accounts] = [await codesOf("&isGroup=true"), await codesOf("&isGroup=false")];
  expect([...headings, ...accounts].toSorted()).toEqual(codes);
  expect(headings).toContain("4A");
  expect(accounts).toContain("512");
});

test("accounts are found by name, code, type and state", async () => {
  const { accountant } = await opened();
  const found = async (filter: string) =>
    (await accountant.get(`/finance/accounts?${filter}`)).body.items.map(({ code }: { code: string }) => code);
  expect(await found("q=petty")).toEqual(["1230"]);
  expect(await found("q=123")).toEqual(["1230"]);
  expect(await found("q=12&isGroup=true")).toEqual(["12"]);
  expect(await found("q=%25")).toEqual([]);
  expect(await found("type=equity&limit=200")).toContain("3200");
  expect(await found("type=equity&limit=200")).not.toContain("4000");
  expect(await found("subtype=bank")).toContain("1200");
  expect(await found("active=false")).toEqual([]);
});

test("an account is added, changed by whoever has seen its last version, and taken out of use", async () => {
  const { accountant } = await opened();
  const { status, body, headers } = await accountant.post("/finance/accounts", { code: "4077", name: "Online sales", type: "income" });
  expect(status).toBe(201);
  expect(body).toMatchObject({ normalBalance: "credit", active: true, manualPosting: true, version: 1, subtype: "other" });
  expect(headers.get("etag")).toBe('"v1"');
  const path = `/finance/accounts/${body.id}`;
  const patch = (changes: object, version: string) => accountant.patch(path, changes, { headers: { "if-match": version } });
  expect((await patch({ name: "Web shop", type: "expense", normalBalance: "debit" }, '"v1"')).body).toMatchObject({
    name: "Web shop",
    type: "expense",
    version: 2,
  });
  expect((await patch({ name: "Late" }, '"v1"')).status).toBe(412);
  expect((await patch({ active: false }, '"v2"')).body).toMatchObject({ active: false, version: 3 });
  expect((await patch({ active: false }, '"v3"')).body.version).toBe(3);
  expect((await accountant.get(path)).body).toMatchObject({ name: "Web shop", active: false });
});

test("a contra account grows on the other side", async () => {
  const { accountant } = await opened();
  const side = async (code: string, type: string) =>
    (await accountant.post("/finance/accounts", { code, name: "Contra", type, isContra: true })).body.normalBalance;
  expect(await side("0099", "asset")).toBe("credit");
  expect(await side("4099", "income")).toBe("debit");
});

test("a code is given once, also to two at once, and has the shape of a code", async () => {
  const { accountant } = await opened();
  const create = (code: string) => accountant.post("/finance/accounts", { code, name: "Twice", type: "asset" });
  const answers = await Promise.all([create("1999"), create("1999"), create("1999")]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  expect((await create("1230")).body.code).toBe("account.code_taken");
  for (const code of ["", " 12", "1 2", "é", "-1", "1".repeat(33)]) expect((await create(code)).status).toBe(422);
});

test("the type of an account with postings stays, everything else may change", async () => {
  const { company, book, accountant } = await opened();
  await posted(company, anEntry(book));
  const path = `/finance/accounts/${book.account("1230")}`;
  expect(await accountant.patch(path, { type: "expense" })).toMatchObject({ status: 409, body: { code: "account.posted" } });
  expect(await accountant.patch(path, { name: "Till", code: "1231", type: "asset" })).toMatchObject({
    status: 200,
    body: { name: "Till", code: "1231" },
  });
});

test("an account that something still posts to stays in use", async () => {
  const { book, accountant } = await opened();
  const { status, body } = await accountant.patch(`/finance/accounts/${book.account("1100")}`, { active: false });
  expect({ status, code: body.code, detail: body.detail }).toEqual({
    status: 409,
    code: "account.in_use",
    detail: "This account is still used by the rule for receivable.",
  });
  expect((await accountant.patch(`/finance/accounts/${book.account("2200")}`, { active: false })).body.detail).toMatch(/tax EXEMPT/);
});

test("journals are listed, added, renamed and taken out of use", async () => {
  const { accountant } = await opened();
  const { body: list } = await accountant.get("/finance/journals?limit=3");
  expect(list.items.map(({ code }: { code: string }) => code)).toEqual(["BNK", "CLS", "CSH"]);
  expect((await accountant.get(`/finance/journals?limit=3&after=${list.next}`)).body.items[0].code).toBe("GEN");
  expect((await accountant.get("/finance/journals?kind=bank")).body.items).toMatchObject([{ code: "BNK" }]);
  const { body, status } = await accountant.post("/finance/journals", { code: "BNK2", name: "Second bank", kind: "bank" });
  expect(status).toBe(201);
  expect((await accountant.post("/finance/journals", { code: "BNK2", name: "Second bank", kind: "bank" })).body.code).toBe(
    "journal.code_taken",
  );
  const path = `/finance/journals/${body.id}`;
  expect((await accountant.patch(path, { name: "Savings", active: false }, { headers: { "if-match": '"v1"' } })).body).toMatchObject({
    name: "Savings",
    active: false,
    version: 2,
  });
  expect((await accountant.patch(path, { name: "Late" }, { headers: { "if-match": '"v1"' } })).status).toBe(412);
  expect((await accountant.get(path)).body).toMatchObject({ name: "Savings", version: 2 });
});

test("another company's chart is not there, and changing one is a permission of its own", async () => {
  const [ours, theirs] = await Promise.all([opened(), opened()]);
  const account = `/finance/accounts/${theirs.book.account("1230")}`;
  const journal = `/finance/journals/${theirs.book.journalId}`;
  for (const path of [account, journal]) {
    expect((await ours.accountant.get(path)).status).toBe(404);
    expect((await ours.accountant.patch(path, { name: "Ours" })).status).toBe(404);
  }
  const auditor = await aCaller(theirs.company, ["auditor"]);
  expect((await auditor.get(account)).status).toBe(200);
  expect((await auditor.patch(account, { name: "Mine" })).status).toBe(403);
  expect((await auditor.post("/finance/accounts", { code: "1", name: "Mine", type: "asset" })).status).toBe(403);
  expect((await auditor.post("/finance/journals", { code: "X", name: "Mine", kind: "bank" })).status).toBe(403);
  expect((await auditor.patch(journal, { name: "Mine" })).status).toBe(403);
  const sales = await aCaller(theirs.company, ["sales"]);
  for (const path of [account, journal, "/finance/accounts", "/finance/journals"]) expect((await sales.get(path)).status).toBe(403);
});
