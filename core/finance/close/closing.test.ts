import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { asApplication, databaseAs, sealWholly } from "#core/testing/books.ts";
import { aCloser, type Closer } from "#core/testing/closing.ts";
import { aCompany } from "#core/testing/company.ts";

const inSuspense = async (closer: Closer, amount = "7.00") => {
  const { items } = (await closer.accountant.get("/finance/account-rules?purpose=suspense")).body;
  const { code } = (await closer.accountant.get(`/finance/accounts/${items[0].accountId}`)).body;
  await closer.entry([
    [code, amount],
    ["1200", amount.startsWith("-") ? amount.slice(1) : `-${amount}`],
  ]);
  return code as string;
};

test("what the company wants refused refuses the close, with what is the matter; the rest warns and is kept with the close", async () => {
  const closer = await aCloser();
  const code = await inSuspense(closer);
  await closer.made("/finance/entry-drafts", { description: "Unfinished", effectiveOn: "2026-03-31" });
  expect((await closer.rule("suspense", { softClose: "warn", close: "refuse" })).body).toMatchObject({ check: "suspense", version: 1 });
  await sealWholly(closer.company);
  expect((await closer.list()).refuses).toEqual({ softClose: [], close: ["suspense"] });
  const refused = await closer.close();
  expect(refused).toMatchObject({
    status: 409,
    body: {
      code: "period.checks_fail",
      detail: "The close checklist of 2026-03 has points that must be settled first.",
      errors: [{ pointer: "/checks/suspense", detail: expect.stringContaining("7.00 GBP") }],
    },
  });
  expect((await closer.accountant.get(`/finance/periods/${closer.period().id}/close-proofs`)).body.items).toEqual([]);
  expect(await closer.close({}, undefined, "soft-close")).toMatchObject({ status: 200, body: { state: "soft_closed" } });
  await closer.entry([
    [code, "-7.00"],
    ["1200", "7.00"],
  ]);
  await sealWholly(closer.company);
  const dry = await closer.close({}, undefined, "close", { prefer: "dry-run" });
  expect(dry.status).toBe(200);
  expect(await closer.close()).toMatchObject({ status: 200, body: { state: "closed" } });
  const { body: proofs } = await closer.accountant.get(`/finance/periods/${closer.period().id}/close-proofs`);
  const said = (proof: { checks: { code: string; holds: boolean }[] }) => proof.checks.filter(({ holds }) => !holds).map((one) => one.code);
  expect(proofs.items).toMatchObject([
    { state: "closed", closedBy: { id: closer.accountant.user.id, name: "Test User" } },
    { state: "soft_closed" },
  ]);
  expect(proofs.items.map(said)).toEqual([["entry_drafts"], ["suspense", "entry_drafts"]]);
  await expect(databaseAs("owner").query("update finance.close_proof set state = 'closed'")).rejects.toThrow("append-only");
});

test("the close of a module asks for its own checks alone, and for nothing that people tick", async () => {
  const closer = await aCloser();
  await inSuspense(closer);
  await closer.rule("suspense", { softClose: "refuse", close: "refuse" });
  await closer.made("/finance/close-items", { title: "Stock is counted" });
  const { checks, items, module } = await closer.list(undefined, "?module=bank");
  expect([checks.map(({ code }) => code), items, module]).toEqual([["bank", "bank_lines"], [], "bank"]);
  expect((await closer.list(undefined, "?module=sales")).checks.map(({ code }) => code)).toEqual([
    "receivables",
    "invoice_drafts",
    "deliveries",
  ]);
  expect((await closer.close({ module: "bank" })).status).toBe(200);
  expect((await closer.close({}, undefined, "soft-close")).body.code).toBe("period.checks_fail");
});

test("a year does not close past what its periods refuse", async () => {
  const closer = await aCloser({ today: "2026-03-31" });
  const code = await inSuspense(closer);
  await closer.rule("suspense", { softClose: "off", close: "refuse" });
  const { items } = (await closer.accountant.get("/finance/fiscal-years")).body;
  const year = items.find((one: { name: string }) => one.name === "2026").id;
  const close = () => closer.accountant.post(`/finance/fiscal-years/${year}/close`, {});
  expect(await close()).toMatchObject({ status: 409, body: { code: "period.checks_fail", detail: expect.stringContaining("2026-03") } });
  await closer.entry([
    [code, "-7.00"],
    ["1200", "7.00"],
  ]);
  expect((await close()).status).toBe(200);
  expect((await closer.accountant.get(`/finance/periods/${closer.period("2026-12").id}/close-proofs`)).body.items).toHaveLength(1);
});

test("a check can be left out; what it does is changed by version and audited", async () => {
  const closer = await aCloser();
  await inSuspense(closer);
  const { body: rules } = await closer.accountant.get("/finance/close-rules");
  expect(rules.items.find((rule: { check: string }) => rule.check === "receivables")).toEqual({
    ...{ check: "receivables", title: "Receivables: open items are the control accounts" },
    ...{ modules: ["sales"], softClose: "warn", close: "warn", version: 0 },
  });
  expect((await closer.rule("suspense", { softClose: "off", close: "off" }, { "if-match": '"v0"' })).status).toBe(200);
  expect(await closer.check("suspense")).toMatchObject({ softClose: "off", close: "off", holds: true, findings: [] });
  expect((await closer.rule("suspense", { softClose: "off", close: "warn" }, { "if-match": '"v0"' })).status).toBe(412);
  expect((await closer.rule("suspense", { softClose: "off", close: "warn" })).body).toMatchObject({ version: 2 });
  expect((await closer.rule("nothing", { softClose: "off", close: "off" })).status).toBe(404);
  expect((await closer.rule("suspense", { softClose: "maybe", close: "off" })).status).toBe(422);
});

test("people tick what they have looked at, with a note, and take it back for a reason; retired items leave the list", async () => {
  const closer = await aCloser();
  const { accountant, period } = closer;
  const item = (title: string, more: object = {}) => closer.made("/finance/close-items", { title, ...more });
  const [stock, bank, loans] = [
    await item("Stock is counted"),
    await item("Bank letters are filed", { close: "warn" }),
    await item("Loans are confirmed"),
  ];
  const order = (ids: readonly string[]) => accountant.post("/finance/close-items/order", { ids });
  expect((await order([loans.id, bank.id])).body.code).toBe("close_item.order");
  expect((await order([loans.id, bank.id, stock.id])).status).toBe(200);
  expect((await closer.list()).items.map(({ title }) => title)).toEqual([
    "Loans are confirmed",
    "Bank letters are filed",
    "Stock is counted",
  ]);
  expect((await closer.close()).body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    `/items/${loans.id}`,
    `/items/${stock.id}`,
  ]);

  const tick = (itemId: string, note?: string, name?: string, headers: Record<string, string> = {}) =>
    accountant.post(`/finance/periods/${period(name).id}/checklist/tick`, { itemId, ...(note ? { note } : {}) }, { headers });
  const key = uuidv7();
  const first = await tick(stock.id, "Counted on the 30th", undefined, { "idempotency-key": key });
  expect(first).toMatchObject({ status: 200, body: { tick: { by: { name: "Test User" }, note: "Counted on the 30th" } } });
  expect((await tick(stock.id, "Counted on the 30th", undefined, { "idempotency-key": key })).body).toEqual(first.body);
  expect((await tick(stock.id)).body.code).toBe("close_item.ticked");
  const untick = (itemId: string) => accountant.post(`/finance/periods/${period().id}/checklist/untick`, { itemId, reason: "Miscounted" });
  expect((await untick(stock.id)).body).toMatchObject({ tick: null });
  expect((await untick(stock.id)).body.code).toBe("close_item.not_ticked");
  expect((await tick(stock.id)).status).toBe(200);
  expect((await accountant.patch(`/finance/close-items/${loans.id}`, { active: false })).body).toMatchObject({ active: false });
  expect((await tick(loans.id)).body.code).toBe("close_item.retired");
  expect((await closer.list()).items.map(({ title, tick: by }) => [title, by !== null])).toEqual([
    ["Bank letters are filed", false],
    ["Stock is counted", true],
  ]);
  expect((await closer.close()).status).toBe(200);
  expect((await tick(bank.id)).body).toMatchObject({ code: "period.closed" });
  expect((await untick(stock.id)).body).toMatchObject({ code: "period.closed" });
  const refusal = await asApplication(closer.company, (db) => sql`delete from finance.close_tick`.execute(db)).catch(
    (error: { constraint?: string }) => error.constraint,
  );
  expect(refusal).toBe("ticked_before_the_close");
  const { body: audit } = await (await aCaller(closer.company)).get("/platform/audit?limit=200");
  const acts = audit.items
    .map(({ action }: { action: string }) => action)
    .filter((action: string) => /^close_item\.(un)?tick$/.test(action));
  expect(acts.toSorted()).toEqual(["close_item.tick", "close_item.tick", "close_item.untick"]);
});

test("who may look may not tick, who may tick may not set rules; a rival finds nothing", async () => {
  const closer = await aCloser();
  const { id: itemId } = await closer.made("/finance/close-items", { title: "Stock is counted" });
  const path = `/finance/periods/${closer.period().id}`;
  const [looks, ticks] = [
    await aCaller(closer.company, { grants: ["finance.close.read"] }),
    await aCaller(closer.company, { grants: ["finance.close.tick"] }),
  ];
  expect([(await looks.get(`${path}/checklist`)).status, (await looks.post(`${path}/checklist/tick`, { itemId })).status]).toEqual([
    200, 403,
  ]);
  expect([(await ticks.get(`${path}/checklist`)).status, (await ticks.post(`${path}/checklist/tick`, { itemId })).status]).toEqual([
    403, 200,
  ]);
  expect((await ticks.put("/finance/close-rules/bank", { softClose: "off", close: "off" })).status).toBe(403);
  expect((await ticks.post("/finance/close-items", { title: "x" })).status).toBe(403);
  const rival = await aCaller(await aCompany(), ["accountant"]);
  expect((await rival.get(`${path}/checklist`)).status).toBe(404);
  expect((await rival.get(`${path}/close-proofs`)).status).toBe(404);
  expect((await rival.post(`${path}/checklist/tick`, { itemId })).status).toBe(404);
  expect((await rival.patch(`/finance/close-items/${itemId}`, { title: "x" })).status).toBe(404);
});

test("postings and a close at once: what the checks saw is what is closed", async () => {
  const closer = await aCloser();
  const code = await inSuspense(closer);
  await inSuspense(closer, "-7.00");
  await closer.rule("suspense", { softClose: "warn", close: "refuse" });
  const posting = () =>
    closer.accountant.post("/finance/entries", {
      ...{ description: "By hand", effectiveOn: "2026-03-15" },
      lines: [
        { accountId: closer.book.account(code), debit: "1.00" },
        { accountId: closer.book.account("1200"), credit: "1.00" },
      ],
    });
  const posted = await Promise.all([posting(), posting(), closer.close(), posting(), posting()]);
  const [close, entries] = [posted[2], posted.filter((_, index) => index !== 2)];
  const entered = entries.filter(({ status }) => status === 201).length;
  const { findings } = await closer.check("suspense");
  expect(findings[0]?.actual).toBe(`${entered}.00`);
  expect(close?.status === 200 ? entered : close?.body.code).toBe(close?.status === 200 ? 0 : "period.checks_fail");
});

test("the same tick by two at once is there once", async () => {
  const closer = await aCloser();
  const { id: itemId } = await closer.made("/finance/close-items", { title: "Stock is counted" });
  const tick = () => closer.accountant.post(`/finance/periods/${closer.period().id}/checklist/tick`, { itemId });
  const answers = await Promise.all([tick(), tick()]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
});
