import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { reverseEntry } from "#core/finance/entries/reverse-entry.ts";
import { aCaller } from "#core/testing/api.ts";
import { anEntry, asApplication, bookOf, type Line, posted } from "#core/testing/books.ts";
import { aCompany, reading, resultOf } from "#core/testing/company.ts";
import { aDimension, setsOf } from "#core/testing/dimensions.ts";
import { jsonWithIntegers, type Posting } from "../entries/post-entry.ts";

const opened = async () => {
  const company = await aCompany();
  const [book, accountant] = await Promise.all([bookOf(company), aCaller(company, ["accountant"])]);
  const limit = async (code: string, changes: object) => {
    const { status, body } = await accountant.patch(`/finance/accounts/${book.account(code)}`, changes);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  };
  /** Past everything but Postgres; the message of its refusal. */
  const tried = async (...entries: Posting[]) =>
    asApplication(company, (db) => sql`select finance.post_entries(${jsonWithIntegers(entries)})`.execute(db)).then(
      () => "accepted",
      (error: { constraint?: string; message: string }) =>
        error.constraint === "account_takes_the_posting" ? error.message : String(error.constraint ?? error.message),
    );
  return { company, book, accountant, limit, tried };
};

const bank: Line[] = [
  ["1210", 100n],
  ["4904", -100n],
];

test("nothing is posted to a heading, by nobody", async () => {
  const { book, tried } = await opened();
  const lines: Line[] = [
    ["12", 5n],
    ["4000", -5n],
  ];
  expect(await tried(anEntry(book, { lines }))).toBe("Account 12 is a heading; post to an account below it.");
  expect(await tried(anEntry(book, { lines, kind: "opening" }))).toBe("Account 12 is a heading; post to an account below it.");
  expect(await tried(anEntry(book), anEntry(book, { lines, sourceType: "payment", sourceId: uuidv7() }))).toMatch(/heading/);
});

test("an account takes postings of its days only, reversals too", async () => {
  const { company, book, limit, tried, accountant } = await opened();
  const [first] = await posted(company, anEntry(book, { lines: bank, effectiveOn: "2026-02-10" }));
  expect(await accountant.patch(`/finance/accounts/${book.account("1210")}`, { opensOn: "2026-02-11" })).toMatchObject({
    status: 409,
    body: { code: "account.posted", detail: "Account 1210 has a posting of 2026-02-10." },
  });
  expect((await accountant.patch(`/finance/accounts/${book.account("1210")}`, { closesOn: "2026-02-09" })).body.code).toBe(
    "account.posted",
  );
  await limit("1210", { opensOn: "2026-02-10", closesOn: "2026-03-01" });
  const on = (effectiveOn: string) => tried(anEntry(book, { lines: bank, effectiveOn }));
  expect(await on("2026-02-09")).toBe("Account 1210 opens on 2026-02-10.");
  expect([await on("2026-02-10"), await on("2026-03-01")]).toEqual(["accepted", "accepted"]);
  expect(await on("2026-03-02")).toBe("Account 1210 is closed since 2026-03-01.");
  const reversal = (effectiveOn: string) => reverseEntry(company.as(), { id: first?.id ?? "", input: { effectiveOn, reason: "Wrong" } });
  expect(await reversal("2026-03-02")).toMatchObject({ fault: { code: "entry.account" } });
  resultOf(await reversal("2026-03-01"));
  expect(
    await accountant.patch(`/finance/accounts/${book.account("1220")}`, { opensOn: "2026-02-02", closesOn: "2026-02-01" }),
  ).toMatchObject({
    status: 422,
  });
  await limit("1220", { opensOn: "2026-02-02" });
  expect((await accountant.patch(`/finance/accounts/${book.account("1220")}`, { closesOn: "2026-02-01" })).body.code).toBe("account.days");
});

test("an account takes the currencies it is limited to; what is there already can be taken back", async () => {
  const { company, book, limit, tried } = await opened();
  const inDollars: Line[] = [
    ["1210", 100n, "USD", 80n],
    ["4904", -100n, "USD", -80n],
  ];
  const [old] = await posted(company, anEntry(book, { lines: inDollars }));
  await limit("1210", { currencies: ["EUR", "GBP"] });
  expect(await tried(anEntry(book, { lines: inDollars }))).toBe("Account 1210 takes EUR, GBP only, not USD.");
  expect(await tried(anEntry(book, { lines: inDollars, kind: "closing", sourceType: "year" }))).toBe("accepted");
  expect(await tried(anEntry(book, { lines: bank }))).toBe("accepted");
  resultOf(await reverseEntry(company.as(), { id: old?.id ?? "", input: { reason: "Wrong" } }));
});

test("an account needs a value of each dimension it asks for, except of what the system posts by itself", async () => {
  const { company, book, limit, tried, accountant } = await opened();
  const [centre, project] = [await aDimension(company, "centre", ["c1"]), await aDimension(company, "project", ["p1"])];
  const [ofCentre, ofProject, ofBoth] = await setsOf(company, [
    [centre.value("c1")],
    [project.value("p1")],
    [centre.value("c1"), project.value("p1")],
  ]);
  await limit("7100", { requiredDimensionIds: [centre.id] });
  const rent = (dimensionSetId?: string, more: object = {}) => {
    const entry = anEntry(book, {
      ...more,
      lines: [
        ["7100", 100n],
        ["1200", -100n],
      ],
    });
    return { ...entry, lines: entry.lines.map((one, index) => (index === 0 ? { ...one, dimensionSetId } : one)) };
  };
  expect(await tried(rent())).toBe("Account 7100 needs a dimension: Of centre.");
  expect(await tried(rent(ofProject))).toBe("Account 7100 needs a dimension: Of centre.");
  expect(await tried(rent(undefined, { sourceType: "bill", sourceId: uuidv7() }))).toMatch(/needs a dimension/);
  expect([await tried(rent(ofCentre)), await tried(rent(ofBoth))]).toEqual(["accepted", "accepted"]);
  for (const kind of ["exchange", "revaluation", "closing"] as const) expect(await tried(rent(undefined, { kind }))).toBe("accepted");
  await limit("7100", { requiredDimensionIds: [project.id, centre.id] });
  expect(await tried(rent())).toBe("Account 7100 needs a dimension: Of centre, Of project.");
  expect([await tried(rent(ofCentre)), await tried(rent(ofBoth))]).toEqual(["Account 7100 needs a dimension: Of project.", "accepted"]);
  const rival = await aDimension(await aCompany(), "centre", []);
  for (const id of [uuidv7(), rival.id])
    expect(await accountant.patch(`/finance/accounts/${book.account("7100")}`, { requiredDimensionIds: [id] })).toMatchObject({
      status: 422,
      body: { code: "account.dimension_missing" },
    });
});

test("documents post where people may not, and only some roles where others may not", async () => {
  const { company, book, limit, tried, accountant } = await opened();
  const byDocument = anEntry(book, { lines: bank, sourceType: "payment", sourceId: uuidv7() });
  await limit("1210", { manualPosting: false });
  expect(await tried(anEntry(book, { lines: bank }))).toBe("Account 1210 is posted to by documents only.");
  expect([await tried(byDocument), await tried(anEntry(book, { lines: bank, kind: "opening" }))]).toEqual(["accepted", "accepted"]);
  const roles = await reading(company.as(), ({ db }) =>
    db.selectFrom("shared.role").select(["id", "system"]).where("companyId", "=", company.id).execute(),
  );
  const roleId = (system: string) => roles.find((role) => role.system === system)?.id;
  const limited = await limit("1210", { manualPosting: true, postingRoleIds: [roleId("administrator")] });
  expect(limited.postingRoleIds).toEqual([roleId("administrator")]);
  const entry = { description: "Interest", lines: [line(book.account("1210"), "debit"), line(book.account("4904"), "credit")] };
  expect(await accountant.post("/finance/entries", entry)).toMatchObject({
    status: 422,
    body: {
      code: "entry.account",
      errors: [{ pointer: "/lines/0/accountId", detail: "Account 1210 is posted to by certain roles only, and you have none of them." }],
    },
  });
  const administrator = await aCaller(company);
  expect((await administrator.post("/finance/entries", entry)).status).toBe(201);
  await limit("1210", { postingRoleIds: [roleId("administrator"), roleId("accountant")] });
  expect((await accountant.post("/finance/entries", entry)).status).toBe(201);
  await limit("1210", { postingRoleIds: [] });
  expect((await administrator.post("/finance/entries", entry)).status).toBe(422);
  await limit("1210", { postingRoleIds: null });
  expect((await accountant.post("/finance/entries", entry)).status).toBe(201);
  const unknown = await accountant.patch(`/finance/accounts/${book.account("1210")}`, { postingRoleIds: [uuidv7()] });
  expect(unknown).toMatchObject({ status: 422, body: { code: "account.role_missing" } });
});

const line = (accountId: string, side: "debit" | "credit") => ({ accountId, [side]: "1.00" });

test("a role that accounts name is not removed, and another company's roles cannot be named", async () => {
  const { company, limit, accountant, book } = await opened();
  const administrator = await aCaller(company);
  const { body: role } = await administrator.post("/platform/roles", { name: "Treasury", description: "", grants: ["finance.entry.post"] });
  await limit("1210", { postingRoleIds: [role.id] });
  expect(await administrator.delete(`/platform/roles/${role.id}`)).toMatchObject({ status: 409, body: { code: "role.in_use" } });
  const rival = await opened();
  const patched = await rival.accountant.patch(`/finance/accounts/${rival.book.account("1210")}`, { postingRoleIds: [role.id] });
  expect(patched.body.code).toBe("account.role_missing");
  expect((await accountant.get(`/finance/accounts/${book.account("1210")}`)).body.postingRoleIds).toEqual([role.id]);
});

test("what is posted while an account is being closed is in before or sees it", async () => {
  const { company, book, tried, accountant } = await opened();
  const outcomes = new Set<boolean>();
  for (let round = 0; round < 12; round++) {
    const code = `12${round}X`;
    const { body: account } = await accountant.post("/finance/accounts", { code, name: "Short-lived", type: "asset" });
    const entry = () => {
      const { lines, ...head } = anEntry(book, { lines: bank });
      return { ...head, lines: lines.map((one, index) => (index === 0 ? { ...one, accountId: account.id } : one)) };
    };
    const attempts = Array.from({ length: 6 }, () => tried(entry()));
    if (round % 2 === 0) await Promise.race(attempts);
    const { status } = await accountant.patch(`/finance/accounts/${account.id}`, { closesOn: "2026-03-30" });
    const answers = await Promise.all(attempts);
    const accepted = answers.filter((answer) => answer === "accepted").length;
    expect(answers.filter((answer) => answer !== "accepted" && answer !== `Account ${code} is closed since 2026-03-30.`)).toEqual([]);
    expect(status === 200).toBe(accepted === 0);
    outcomes.add(status === 200);
    const { rows } = await reading(company.as(), ({ db }) =>
      sql<{ lines: number }>`select count(*)::int as lines from finance.journal_line where account_id = ${account.id}`.execute(db),
    );
    expect(rows).toEqual([{ lines: accepted }]);
  }
  expect(outcomes).toContain(false);
});

test("the choices of an entry say why an account is refused, in the words of the refusal, those that can be used first", async () => {
  const { book, accountant, limit } = await opened();
  await limit("1210", { currencies: ["EUR"] });
  await limit("1220", { closesOn: "2026-01-31" });
  const choices = async (filter: string) => (await accountant.get(`/finance/accounts/choices?${filter}`)).body.items;
  const found = await choices("q=12");
  expect(found.map(({ code, refusal }: { code: string; refusal: string | null }) => [code, refusal])).toEqual([
    ["1200", null],
    ["1230", null],
    ["1250", null],
    ["12", "Account 12 is a heading; post to an account below it."],
    ["1210", "Account 1210 takes EUR only, not GBP."],
    ["1220", "Account 1220 is closed since 2026-01-31."],
  ]);
  expect(found[0].id).toBe(book.account("1200"));
  const euros = await choices("q=12&currency=EUR&on=2026-01-31");
  expect(euros.filter(({ refusal }: { refusal: string | null }) => refusal !== null).map(({ code }: { code: string }) => code)).toEqual([
    "12",
  ]);
  expect((await choices("q=petty&limit=1")).map(({ code }: { code: string }) => code)).toEqual(["1230"]);
});
