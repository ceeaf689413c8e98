import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { entryImport } from "#core/finance/entries/import-entries.ts";
import type { CompanyFacts } from "#core/kernel/context.ts";
import { aCaller, anApi, type TestCaller, type TestRoles } from "#core/testing/api.ts";
import { asApplication, type Book, bookOf } from "#core/testing/books.ts";
import { aCompany, reading, resultOf, writing } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";

const ask = "finance.entry.post";
const limits = { demanded: true, above: "100.00" };

/** A company in which entries by hand above 100.00 need two people, with a clerk who asks and a controller who approves. */
const ruled = async () => {
  const company = await aCompany();
  const api = anApi();
  const administrator = await aCaller(company, ["administrator"], api);
  const caller = (grants: readonly string[]) => aCaller(company, { grants } as TestRoles, api);
  const clerk = await caller(["finance.entry.*", "finance.party.read", "platform.approval.read"]);
  const controller = await caller(["finance.entry.approve", "platform.approval.read"]);
  expect(await administrator.put(`/platform/approval-rules/${ask}`, limits)).toMatchObject({
    status: 200,
    body: { action: ask, demanded: true, above: "100.00", version: 1, measured: true },
  });
  const book = await bookOf(company);
  const entries = () => reading(company.as(), ({ db }) => db.selectFrom("finance.journalEntry").select(["id", "postedBy"]).execute());
  return { company, administrator, clerk, controller, caller, book, entries };
};

const post = (caller: TestCaller, book: Book, amount: string, headers: Record<string, string> = {}) =>
  caller.post(
    "/finance/entries",
    {
      description: `Accrual of ${amount}`,
      effectiveOn: "2026-03-31",
      lines: [
        { accountId: book.account("1230"), debit: amount },
        { accountId: book.account("4000"), credit: amount },
      ],
    },
    { headers },
  );

test("an entry above the limit waits; another person approves it, and only then it is posted; the audit has both", async () => {
  const { company, clerk, controller, book, entries } = await ruled();
  expect((await post(clerk, book, "100.00")).status).toBe(201);
  const key = { "idempotency-key": uuidv7() };
  const asked = await post(clerk, book, "100.01", key);
  expect(asked).toMatchObject({ status: 202, body: { approval: { action: ask, summary: "Accrual of 100.01", state: "pending" } } });
  expect(await post(clerk, book, "100.01", key)).toMatchObject({ status: 202, body: asked.body });
  expect(await entries()).toHaveLength(1);
  const { id } = asked.body.approval;

  expect(await clerk.post(`/platform/approvals/${id}/approve`)).toMatchObject({ status: 403, body: { code: "approval.own" } });
  const { body: inbox } = await controller.get("/platform/approvals?state=pending&mine=false");
  expect(inbox.items).toMatchObject([
    { id, mayDecide: true, isMine: false, amount: "100.01", currency: "GBP", requestedBy: { id: clerk.user.id, name: "Test User" } },
  ]);
  expect((await clerk.get(`/platform/approvals/${id}`)).body).toMatchObject({
    mayDecide: false,
    isMine: true,
    request: { effectiveOn: "2026-03-31" },
  });

  const preview = await controller.post(`/platform/approvals/${id}/approve`, undefined, { headers: { prefer: "dry-run" } });
  expect(preview.body.preview.journalEntries).toMatchObject([{ description: "Accrual of 100.01" }]);
  expect(await entries()).toHaveLength(1);
  const again = { headers: { "idempotency-key": uuidv7() } };
  const approved = await controller.post(`/platform/approvals/${id}/approve`, undefined, again);
  expect(approved).toMatchObject({
    status: 200,
    body: { state: "approved", decidedBy: { id: controller.user.id }, result: { type: "entry" }, version: 2 },
  });
  expect(await controller.post(`/platform/approvals/${id}/approve`, undefined, again)).toMatchObject({ status: 200, body: approved.body });
  expect(await controller.post(`/platform/approvals/${id}/approve`)).toMatchObject({ status: 409, body: { code: "approval.is_approved" } });
  expect((await entries()).find((entry) => entry.id === approved.body.result.id)).toMatchObject({ postedBy: controller.user.id });
  expect(await entries()).toHaveLength(2);
  const audit = await reading(company.as(), ({ db }) =>
    db
      .selectFrom("shared.audit")
      .select(["action", "actorId", "after"])
      .where("subjectId", "in", [id, approved.body.result.id])
      .orderBy("at")
      .orderBy("id")
      .execute(),
  );
  expect(audit.map(({ action, actorId }) => [action, actorId])).toEqual([
    ["approval.request", clerk.user.id],
    ["entry.post", controller.user.id],
    ["approval.approve", controller.user.id],
  ]);
  expect(audit.at(-1)).toMatchObject({ after: { requestedBy: clerk.user.id, decidedBy: controller.user.id } });
});

test("nobody approves what he asked for, not by a second role, a key of his own, or plain SQL", async () => {
  const { company, administrator, controller, book } = await ruled();
  const { body: asked } = await post(administrator, book, "500.00");
  const { id } = asked.approval;
  expect(await administrator.post(`/platform/approvals/${id}/approve`)).toMatchObject({ status: 403, body: { code: "approval.own" } });
  expect(await administrator.post(`/platform/approvals/${id}/reject`, { reason: "Mine" })).toMatchObject({
    status: 403,
    body: { code: "approval.own" },
  });

  const { body: key } = await administrator.post("/platform/api-keys", { name: "Robot", scopes: ["*"] });
  const robot = (method: string, path: string, input?: object) =>
    anApi().request(path, {
      method,
      headers: { authorization: `Bearer ${key.key}`, "content-type": "application/json" },
      ...(input ? { body: JSON.stringify(input) } : {}),
    });
  expect((await robot("POST", `/platform/approvals/${id}/approve`)).status).toBe(403);
  const lines = [
    { accountId: book.account("1230"), debit: "300.00" },
    { accountId: book.account("4000"), credit: "300.00" },
  ];
  const answered = await robot("POST", "/finance/entries", { description: "By a key", effectiveOn: "2026-03-31", lines });
  const byKey = (await answered.json()) as { approval: { id: string } };
  expect(await administrator.post(`/platform/approvals/${byKey.approval.id}/approve`)).toMatchObject({
    status: 403,
    body: { code: "approval.own" },
  });

  const decide = (actorId: string, statement: string, approvalId = id) =>
    asApplication(company, async (db) => {
      await sql`select set_config('enterprise.actor_id', ${actorId}, true)`.execute(db);
      await sql.raw(statement.replaceAll("$id", `'${approvalId}'`).replaceAll("$actor", `'${actorId}'`)).execute(db);
    }).then(
      () => "decided",
      (error: { constraint?: string }) => error.constraint ?? String(error),
    );
  const update = "update shared.approval set state = 'approved', decided_at = now(), decided_by = $actor where id = $id";
  expect(await decide(administrator.user.id, update)).toBe("approval_by_another_person");
  expect(await decide(administrator.user.id, update, byKey.approval.id)).toBe("approval_by_another_person");
  expect(await decide(key.id, update)).toBe("approval_decided_by_a_person");
  expect(await decide(administrator.user.id, update.replace("$actor", `'${controller.user.id}'`))).toBe("approval_decided_by_a_person");
  expect(await decide(controller.user.id, "update shared.approval set request = '{}' where id = $id")).toBe("approval_request_stays");
  expect(
    await decide(
      controller.user.id,
      "update shared.approval set state = 'rejected', decided_at = now(), decided_by = $actor where id = $id",
    ),
  ).toBe("approval_rejected_for_a_reason");
  expect(
    await decide(
      controller.user.id,
      "update shared.approval set state = 'withdrawn', decided_at = now(), decided_by = $actor where id = $id",
    ),
  ).toBe("approval_withdrawn_by_asker");
  expect(
    await decide(
      controller.user.id,
      "insert into shared.approval (id, company_id, action, summary, request, requested_by, requested_person, state, decided_by, decided_at) select gen_random_uuid(), company_id, action, summary, request, requested_by, requested_person, 'approved', $actor, now() from shared.approval where id = $id",
    ),
  ).toBe("approval_begins_pending");
  expect((await controller.post(`/platform/approvals/${id}/approve`)).status).toBe(200);
  expect(await decide(controller.user.id, "update shared.approval set state = 'rejected', reason = 'Late' where id = $id")).toBe(
    "approval_decided_once",
  );
});

test("rejecting needs a reason, withdrawing is for who asked; neither posts anything", async () => {
  const { clerk, controller, book, entries } = await ruled();
  const [{ body: one }, { body: two }] = [await post(clerk, book, "200.00"), await post(clerk, book, "300.00")];
  expect((await controller.post(`/platform/approvals/${one.approval.id}/reject`, {})).status).toBe(422);
  expect(
    await controller.post(
      `/platform/approvals/${one.approval.id}/reject`,
      { reason: "Wrong account" },
      { headers: { "if-match": '"v9"' } },
    ),
  ).toMatchObject({ status: 412 });
  expect(await controller.post(`/platform/approvals/${one.approval.id}/reject`, { reason: "Wrong account" })).toMatchObject({
    status: 200,
    body: { state: "rejected", reason: "Wrong account", result: null },
  });
  expect(await controller.post(`/platform/approvals/${two.approval.id}/withdraw`)).toMatchObject({
    status: 403,
    body: { code: "approval.not_yours" },
  });
  expect(await clerk.post(`/platform/approvals/${two.approval.id}/withdraw`)).toMatchObject({ status: 200, body: { state: "withdrawn" } });
  expect(await controller.post(`/platform/approvals/${two.approval.id}/approve`)).toMatchObject({
    status: 409,
    body: { code: "approval.is_withdrawn" },
  });
  expect(await entries()).toHaveLength(0);
  const { body: first } = await clerk.get("/platform/approvals?mine=true&limit=1");
  expect(first.items).toMatchObject([{ id: two.approval.id, state: "withdrawn" }]);
  expect((await clerk.get(`/platform/approvals?mine=true&limit=1&after=${first.next}`)).body.items).toMatchObject([
    { id: one.approval.id },
  ]);
});

test("eight approvers at once: it is posted once", async () => {
  const { clerk, caller, book, entries } = await ruled();
  const { body: asked } = await post(clerk, book, "200.00");
  const approvers = await Promise.all(Array.from({ length: 8 }, () => caller(["finance.entry.approve", "platform.approval.read"])));
  const answers = await Promise.all(approvers.map((one) => one.post(`/platform/approvals/${asked.approval.id}/approve`)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409, 409, 409, 409]);
  expect(await entries()).toHaveLength(1);
});

test("what cannot be done any more is refused when it is approved, and stays pending", async () => {
  const { administrator, clerk, controller, book, entries } = await ruled();
  const { body: asked } = await post(clerk, book, "200.00");
  const { body: periods } = await administrator.get("/finance/periods?limit=200");
  const march = periods.items.find(({ name }: { name: string }) => name === "2026-03");
  await administrator.post(`/finance/periods/${march.id}/close`);
  expect(await controller.post(`/platform/approvals/${asked.approval.id}/approve`)).toMatchObject({
    status: 409,
    body: { code: "period.closed" },
  });
  expect((await controller.get(`/platform/approvals/${asked.approval.id}`)).body.state).toBe("pending");
  expect(await entries()).toHaveLength(0);
});

test("payments out, reversals and reopenings wait too, each by its own rule", async () => {
  const { company, administrator, clerk, caller, book } = await ruled();
  const { customerId } = await aShop(company);
  const rule = (action: string, input: object) => administrator.put(`/platform/approval-rules/${action}`, input);
  expect((await rule("finance.payment.refund", { demanded: true, above: "50.00" })).status).toBe(200);
  expect((await rule("finance.entry.reverse", { demanded: true })).status).toBe(200);
  expect((await rule("finance.period.reopen", { demanded: true })).status).toBe(200);
  expect(await rule("finance.period.reopen", { demanded: true, above: "1.00" })).toMatchObject({
    status: 422,
    body: { code: "approval_rule.above" },
  });
  expect((await rule("finance.nothing.done", { demanded: true })).status).toBe(404);

  const pay = (who: TestCaller, direction: string, amount: string) =>
    who.post("/finance/payments", { partyId: customerId, direction, amount, method: "bank", paidOn: "2026-03-31" });
  expect((await pay(administrator, "in", "500.00")).status).toBe(201);
  expect((await pay(administrator, "out", "50.00")).status).toBe(201);
  const waiting = await pay(administrator, "out", "50.01");
  expect(waiting).toMatchObject({ status: 202, body: { approval: { action: "finance.payment.refund" } } });
  const payer = await caller(["finance.payment.write"]);
  expect(await pay(payer, "out", "1.00")).toMatchObject({
    status: 403,
    body: { code: "forbidden", detail: expect.stringContaining("finance.payment.refund") },
  });
  expect((await pay(payer, "in", "1.00")).status).toBe(201);
  const treasurer = await caller(["finance.payment.approve", "platform.approval.read"]);
  const paid = await treasurer.post(`/platform/approvals/${waiting.body.approval.id}/approve`);
  expect(paid).toMatchObject({ status: 200, body: { result: { type: "payment" } } });
  expect((await administrator.get(`/finance/payments/${paid.body.result.id}`)).body).toMatchObject({
    amount: "50.01",
    direction: "out",
    number: expect.stringMatching(/^PAY-/),
  });

  const { body: entry } = await post(clerk, book, "1.00");
  const reversal = await clerk.post(`/finance/entries/${entry.id}/reverse`, { reason: "Twice" });
  expect(reversal).toMatchObject({ status: 202, body: { approval: { summary: "Reverse: Accrual of 1.00" } } });
  const { body: about } = await administrator.get(`/platform/approvals?subjectId=${entry.id}`);
  expect(about.items).toMatchObject([{ subject: { type: "entry", id: entry.id } }]);
  expect(await administrator.post(`/platform/approvals/${reversal.body.approval.id}/approve`)).toMatchObject({ status: 200 });

  const { body: periods } = await administrator.get("/finance/periods?limit=200");
  const march = periods.items.find(({ name }: { name: string }) => name === "2026-03");
  await administrator.post(`/finance/periods/${march.id}/close`);
  const reopening = await administrator.post(`/finance/periods/${march.id}/reopen`, { reason: "Late bill", to: "soft_closed" });
  expect(reopening.status).toBe(202);
  expect((await administrator.get(`/finance/periods/${march.id}`)).body.state).toBe("closed");
  const other = await caller(["finance.period.approve", "platform.approval.read"]);
  expect((await other.post(`/platform/approvals/${reopening.body.approval.id}/approve`)).status).toBe(200);
  expect((await administrator.get(`/finance/periods/${march.id}`)).body.state).toBe("soft_closed");
});

test("a draft above the limit waits as it is: changed meanwhile it is refused, otherwise it is posted", async () => {
  const { clerk, controller, book, entries } = await ruled();
  const lines = (amount: string) => [
    { accountId: book.account("1230"), debit: amount },
    { accountId: book.account("4000"), credit: amount },
  ];
  const content = (amount: string) => ({ description: "Drafted", effectiveOn: "2026-03-31", lines: lines(amount) });
  const { body: draft } = await clerk.post("/finance/entry-drafts", content("500.00"));
  const asked = await clerk.post(`/finance/entry-drafts/${draft.id}/post`);
  expect(asked).toMatchObject({ status: 202, body: { approval: { action: ask, summary: "Drafted" } } });
  expect(await clerk.put(`/finance/entry-drafts/${draft.id}`, content("900.00"))).toMatchObject({ status: 200 });
  expect(await controller.post(`/platform/approvals/${asked.body.approval.id}/approve`)).toMatchObject({ status: 412 });
  const again = await clerk.post(`/finance/entry-drafts/${draft.id}/post`);
  expect(await controller.post(`/platform/approvals/${again.body.approval.id}/approve`)).toMatchObject({
    status: 200,
    body: { amount: "900.00", result: { type: "entry", id: draft.id } },
  });
  expect(await entries()).toMatchObject([{ id: draft.id }]);
});

test("an import refuses the rows that would have to wait, and takes the others", async () => {
  const { company } = await ruled();
  const approvals = { "finance.entry.post": "10000" };
  const facts: CompanyFacts = { baseCurrency: "GBP", timeZone: "Europe/London", country: "GB", rounding: "line", approvals };
  const sale = (reference: string, amount: string) => {
    const cells = { reference, date: "2026-03-31", description: reference };
    return resultOf(
      entryImport.read(
        [
          { ...cells, account: "1230", debit: amount },
          { ...cells, account: "4000", credit: amount },
        ],
        facts,
      ),
    );
  };
  const results = await writing(company.as({ company: facts }), (tx) => entryImport.write(tx, [sale("A", "100.01"), sale("B", "100.00")]));
  expect(results).toMatchObject([{ fault: { code: "approval.needed" } }, "created"]);
});

test("loosening a rule can need two people itself, tightening never does", async () => {
  const { administrator, company } = await ruled();
  const second = await aCaller(company, ["administrator"], administrator.api);
  const rule = (who: TestCaller, action: string, input: object, headers = {}) =>
    who.put(`/platform/approval-rules/${action}`, input, { headers });
  expect((await rule(administrator, "platform.approval_rule.loosen", { demanded: true })).status).toBe(200);
  expect((await rule(administrator, ask, { demanded: true, above: "10.00" }, { "if-match": '"v9"' })).status).toBe(412);
  expect(await rule(administrator, ask, { demanded: true, above: "10.00" }, { "if-match": '"v1"' })).toMatchObject({
    status: 200,
    body: { above: "10.00" },
  });
  const looser = await rule(administrator, ask, { demanded: false });
  expect(looser).toMatchObject({ status: 202, body: { approval: { action: "platform.approval_rule.loosen" } } });
  expect((await rule(administrator, "platform.approval_rule.loosen", { demanded: false })).status).toBe(202);
  expect((await second.post(`/platform/approvals/${looser.body.approval.id}/approve`)).status).toBe(200);
  const { body: rules } = await second.get("/platform/approval-rules");
  const freed = rules.items.find(({ action }: { action: string }) => action === ask);
  expect(freed).toMatchObject({
    demanded: false,
    above: null,
    version: 0,
    approvers: expect.arrayContaining(["Accountant", "Administrator"]),
  });
  expect(freed.approvers).not.toContain("Auditor");
  expect(freed.approvers).not.toContain("Sales");
});

test("one sees one's own requests and those of modules one may see; another company's are not there; setting rules is a permission", async () => {
  const { clerk, caller, book } = await ruled();
  const { body: asked } = await post(clerk, book, "200.00");
  const path = `/platform/approvals/${asked.approval.id}`;
  const seller = await caller(["sales.*", "platform.approval.read"]);
  expect((await seller.get(path)).status).toBe(404);
  expect((await seller.get("/platform/approvals")).body.items).toEqual([]);
  expect((await seller.post(`${path}/approve`)).status).toBe(404);
  expect((await (await caller(["finance.entry.read", "platform.approval.read"])).get(path)).body).toMatchObject({ mayDecide: false });
  const rival = await aCaller(await aCompany());
  expect((await rival.get(path)).status).toBe(404);
  expect((await rival.post(`${path}/approve`)).status).toBe(404);
  expect((await clerk.put(`/platform/approval-rules/${ask}`, { demanded: false })).status).toBe(403);
  expect((await (await caller(["finance.*"])).get("/platform/approvals")).status).toBe(403);
});
