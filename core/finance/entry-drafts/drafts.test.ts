import { sql } from "kysely";
import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { anEntry, asApplication, bookOf, databaseAs, posted } from "#core/testing/books.ts";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { aDimension } from "#core/testing/dimensions.ts";
import { postDraft } from "./post-draft.ts";
import { createDraft } from "./write-draft.ts";

const DRAFTS = "/finance/entry-drafts";
const booked = async () => {
  const company = await aCompany();
  return { company, book: await bookOf(company), accountant: await aCaller(company, ["accountant"]) };
};
type Booked = Awaited<ReturnType<typeof booked>>;
const sale = ({ book }: Pick<Booked, "book">, more: object = {}) => ({
  description: "Cash sale",
  lines: [
    { accountId: book.account("1230"), debit: "12.50" },
    { accountId: book.account("4000"), credit: "12.50" },
  ],
  ...more,
});
const entriesOf = (company: TestCompany) =>
  reading(company.as(), ({ db }) => db.selectFrom("finance.journalEntry").select(["id"]).execute());

test("a draft holds what is written so far, changes by version, and becomes the entry of its id", async () => {
  const all = await booked();
  const { company, accountant, book } = all;
  const { status, body, headers } = await accountant.post(DRAFTS, { lines: [{ debit: "5.00" }, { accountId: book.account("4000") }] });
  expect(status).toBe(201);
  expect(headers.get("etag")).toBe('"v1"');
  expect(body).toMatchObject({
    state: "draft",
    ownerId: accountant.user.id,
    ownerName: "Test User",
    debit: "5.00",
    credit: "0.00",
    currency: "GBP",
  });
  expect(body.accounts).toMatchObject([{ code: "4000" }]);
  const path = `${DRAFTS}/${body.id}`;
  const refused = await accountant.post(`${path}/post`);
  expect(refused).toMatchObject({ status: 422, body: { code: "entry_draft.unfinished" } });
  expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
    expect.arrayContaining(["/description", "/lines/0/accountId", "/lines/1/debit"]),
  );
  expect((await accountant.put(path, sale(all), { headers: { "if-match": '"v2"' } })).status).toBe(412);
  const unbalanced = {
    ...sale(all),
    lines: [
      { accountId: book.account("1230"), debit: "12.50" },
      { accountId: book.account("4000"), credit: "12.00" },
    ],
  };
  expect((await accountant.put(path, unbalanced, { headers: { "if-match": '"v1"' } })).body).toMatchObject({ version: 2, credit: "12.00" });
  expect((await accountant.post(`${path}/post`)).body.code).toBe("entry.unbalanced");
  await accountant.put(path, sale(all));
  expect((await accountant.get(DRAFTS)).body.items).toMatchObject([{ id: body.id, description: "Cash sale", debit: "12.50", version: 3 }]);
  expect(await entriesOf(company)).toEqual([]);

  const done = await accountant.post(`${path}/post`, undefined, { headers: { "if-match": '"v3"' } });
  expect(done).toMatchObject({ status: 201, body: { id: body.id, total: "12.50", number: null } });
  expect((await accountant.get(`/finance/entries/${body.id}`)).body.lines).toHaveLength(2);
  expect((await accountant.get(DRAFTS)).body.items).toEqual([]);
  expect((await accountant.get(path)).body.state).toBe("posted");
  for (const again of [await accountant.post(`${path}/post`), await accountant.put(path, sale(all)), await accountant.delete(path)])
    expect(again).toMatchObject({ status: 409, body: { code: "entry_draft.posted" } });
});

test("a draft is deleted, its history kept; one of others is changed by whoever may post", async () => {
  const all = await booked();
  const { company, accountant } = all;
  const clerk = await aCaller(company, { grants: ["finance.entry.draft", "finance.entry.read"] });
  const other = await aCaller(company, { grants: ["finance.entry.draft", "finance.entry.read"] });
  const { body } = await clerk.post(DRAFTS, sale(all));
  const path = `${DRAFTS}/${body.id}`;
  expect((await other.get(path)).status).toBe(200);
  expect(await other.put(path, sale(all))).toMatchObject({ status: 403, body: { code: "entry_draft.not_yours" } });
  expect((await other.delete(path)).status).toBe(403);
  expect((await clerk.post(`${path}/post`)).status).toBe(403);
  expect((await accountant.put(path, sale(all, { description: "Better" }))).body).toMatchObject({
    ownerId: clerk.user.id,
    changedBy: accountant.user.id,
  });
  expect((await accountant.get(`${DRAFTS}?ownerId=${clerk.user.id}`)).body.items).toHaveLength(1);
  expect((await accountant.get(`${DRAFTS}?ownerId=${other.user.id}`)).body.items).toEqual([]);
  expect((await clerk.delete(path)).status).toBe(200);
  expect((await clerk.get(path)).body.code).toBe("entry_draft.missing");
  const { rows } = await databaseAs("owner").query(
    "select row_before ->> 'description' as said, operation from shared.row_history where row_id = $1 order by changed_at",
    [body.id],
  );
  expect(rows).toEqual([
    { said: "Cash sale", operation: "UPDATE" },
    { said: "Better", operation: "DELETE" },
  ]);
});

test("drafts of the rival are not there", async () => {
  const [ours, theirs] = await Promise.all([booked(), booked()]);
  const { body } = await theirs.accountant.post(DRAFTS, sale(theirs));
  for (const answer of [
    await ours.accountant.get(`${DRAFTS}/${body.id}`),
    await ours.accountant.put(`${DRAFTS}/${body.id}`, sale(ours)),
    await ours.accountant.delete(`${DRAFTS}/${body.id}`),
    await ours.accountant.post(`${DRAFTS}/${body.id}/post`),
  ])
    expect(answer).toMatchObject({ status: 404, body: { code: "entry_draft.missing" } });
  expect((await ours.accountant.post(DRAFTS, { journalId: theirs.book.journalId })).body.code).toBe("journal.missing");
});

test("ten who post the same draft at once post it once; the same key answers the same", async () => {
  const all = await booked();
  const { company } = all;
  const draft = resultOf(await createDraft(company.as(), sale(all)));
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => postDraft(company.as(), { id: draft.id })));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes.filter((outcome) => !outcome.ok && outcome.fault.code === "entry_draft.posted")).toHaveLength(9);
  expect(await entriesOf(company)).toEqual([{ id: draft.id }]);
  const second = resultOf(await createDraft(company.as(), sale(all)));
  const keyed = { idempotencyKey: "post-it", hash: "h", actorId: company.id };
  const first = resultOf(await postDraft(company.as(keyed), { id: second.id }));
  expect(resultOf(await postDraft(company.as(keyed), { id: second.id }))).toEqual(first);
});

test("Postgres keeps a posted draft as it was, and lets none be posted without its entry", async () => {
  const all = await booked();
  const draft = resultOf(await createDraft(all.company.as(), sale(all)));
  const attempt = (statement: ReturnType<typeof sql>) => asApplication(all.company, (db) => statement.execute(db));
  await expect(attempt(sql`update finance.entry_draft set state = 'posted' where id = ${draft.id}`)).rejects.toMatchObject({
    constraint: "posted_draft_has_its_entry",
  });
  resultOf(await postDraft(all.company.as(), { id: draft.id }));
  for (const statement of [sql`update finance.entry_draft set description = 'x'`, sql`delete from finance.entry_draft`])
    await expect(attempt(statement)).rejects.toMatchObject({ constraint: "posted_draft_stays" });
});

test("a draft keeps its splits until it is posted", async () => {
  const all = await booked();
  const cost = await aDimension(all.company, "cost", ["1", "2"]);
  const shares = ["1", "2"].map((code) => ({ percent: "50", dimensions: [cost.value(code)] }));
  const lines = [
    { accountId: all.book.account("7000"), debit: "0.05", shares },
    { accountId: all.book.account("1200"), credit: "0.05" },
  ];
  const { body } = await all.accountant.post(DRAFTS, { description: "Rent", lines });
  expect(body.content.lines).toEqual(lines);
  expect(body.dimensions.map(({ value }: { value: { code: string } }) => value.code)).toEqual(["1", "2"]);
  const entry = await all.accountant.post(`${DRAFTS}/${body.id}/post`);
  expect(entry.body.lines.map(({ debit }: { debit: string }) => debit)).toEqual(["0.03", "0.02", "0.00"]);
});

test("a journal that is for documents takes no entry by hand, and none of it is the default", async () => {
  const all = await booked();
  const { accountant, book } = all;
  const path = `/finance/journals/${book.journalId}`;
  expect((await accountant.patch(path, { manualPosting: false })).body).toMatchObject({ manualPosting: false, version: 2 });
  expect((await accountant.post("/finance/entries", sale(all, { journalId: book.journalId }))).body.code).toBe("journal.documents_only");
  expect((await accountant.post("/finance/entries", sale(all))).body.code).toBe("journal.missing");
  await accountant.post("/finance/journals", { code: "ADJ", name: "Adjustments", kind: "general" });
  expect((await accountant.post("/finance/entries", sale(all))).status).toBe(201);
  expect((await accountant.patch(path, { active: false })).body.active).toBe(false);
  expect((await accountant.get("/finance/journals?kind=general&active=true")).body.items).toMatchObject([
    { code: "ADJ", manualPosting: true },
  ]);
});

test("an entry is copied to a draft, or mirrored, with its dimensions and at the draft's day", async () => {
  const all = await booked();
  const { accountant, company, book } = all;
  const cost = await aDimension(company, "cost", ["1"]);
  const lines = [
    { accountId: book.account("1230"), debit: "12.50", currency: "USD", description: "Till" },
    { accountId: book.account("4000"), credit: "12.50", currency: "USD", dimensions: [cost.value("1")], taxBase: "10.00" },
  ];
  const { body: entry } = await accountant.post("/finance/entries", {
    description: "Sale",
    rates: { USD: "0.8" },
    effectiveOn: "2026-02-01",
    lines,
  });
  const copy = (await accountant.post(`/finance/entries/${entry.id}/copy`, {})).body;
  expect(copy).toMatchObject({ copyOfId: entry.id, effectiveOn: "2026-03-31", description: "Sale", currency: "GBP", debit: null });
  expect(copy.content.lines).toEqual(lines.map((line) => ({ ...line })));
  const mirrored = (await accountant.post(`/finance/entries/${entry.id}/copy`, { mirrored: true, effectiveOn: "2026-03-01" })).body;
  expect(mirrored.content.lines).toMatchObject([{ credit: "12.50" }, { debit: "12.50", dimensions: [cost.value("1")] }]);
  expect((await accountant.post(`${DRAFTS}/${copy.id}/post`)).body.code).toBe("rate.missing");
  const rival = await booked();
  expect((await rival.accountant.post(`/finance/entries/${entry.id}/copy`, {})).status).toBe(404);
  const reader = await aCaller(company, ["auditor"]);
  expect((await reader.post(`/finance/entries/${entry.id}/copy`, {})).status).toBe(403);
});

test("entries are found by account, text, number and their filters together; a reversal shows its day and reason", async () => {
  const { company, accountant, book } = await booked();
  const [first] = await posted(
    company,
    anEntry(book, { description: "Rent of 100% March", effectiveOn: "2026-03-01", externalId: "R-1" }),
    anEntry(book, { description: "Sale", effectiveOn: "2026-03-02", sourceType: "till" }),
    anEntry(book, {
      description: "Rent of April",
      effectiveOn: "2026-04-01",
      lines: [
        ["7000", 5n],
        ["7000", 5n],
        ["1200", -10n],
      ],
    }),
  );
  const found = async (filter: string) =>
    (await accountant.get(`/finance/entries?${filter}`)).body.items.map(({ description }: { description: string }) => description);
  expect(await found("q=rent")).toEqual(["Rent of April", "Rent of 100% March"]);
  expect(await found("q=100%25")).toEqual(["Rent of 100% March"]);
  expect(await found("q=R-1&sort=effectiveOn")).toEqual(["Rent of 100% March"]);
  expect(await found("q=nothing")).toEqual([]);
  expect(await found(`accountId=${book.account("7000")}`)).toEqual(["Rent of April"]);
  expect(await found(`accountId=${book.account("1230")}`)).toEqual(["Sale", "Rent of 100% March"]);
  expect(await found(`accountId=${book.account("1230")}&q=rent`)).toEqual(["Rent of 100% March"]);
  expect(await found(`accountId=${book.account("1230")}&sourceType=till&from=2026-03-01`)).toEqual(["Sale"]);
  expect(await found(`accountId=${book.account("1230")}&to=2026-03-01`)).toEqual(["Rent of 100% March"]);
  const page = (await accountant.get(`/finance/entries?accountId=${book.account("1230")}&limit=1`)).body;
  expect(await found(`accountId=${book.account("1230")}&limit=1&after=${page.next}`)).toEqual(["Rent of 100% March"]);
  await accountant.post(`/finance/entries/${first?.id}/reverse`, { effectiveOn: "2026-03-05", reason: "Paid twice" });
  expect((await accountant.get(`/finance/entries/${first?.id}`)).body).toMatchObject({
    reversedOn: "2026-03-05",
    reversalReason: "Paid twice",
  });
  expect((await accountant.get("/finance/entries?q=Rent%20of%20100")).body.items).toMatchObject([{ reversalReason: "Paid twice" }]);
});

test("a search looks through a stretch at a time and says where to look on", async () => {
  const { company, accountant, book } = await booked();
  await posted(company, anEntry(book, { description: "The one", effectiveOn: "2026-01-01" }));
  for (let n = 0; n < 4; n++) await posted(company, ...Array.from({ length: 800 }, () => anEntry(book, { effectiveOn: "2026-02-01" })));
  const first = (await accountant.get("/finance/entries?q=The%20one")).body;
  expect(first.items).toEqual([]);
  expect(first.next).toEqual(expect.any(String));
  const second = (await accountant.get(`/finance/entries?q=The%20one&after=${first.next}`)).body;
  expect(second).toEqual({ items: [expect.objectContaining({ description: "The one" })] });
});
