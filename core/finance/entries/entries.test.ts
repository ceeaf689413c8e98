import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { anEntry, bookOf, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany, reading, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { postManualEntry } from "./post-manual-entry.ts";

const booked = async () => {
  const company = await aCompany();
  return { company, book: await bookOf(company), accountant: await aCaller(company, ["accountant"]) };
};
type Booked = Awaited<ReturnType<typeof booked>>;
const sale = ({ book }: Booked, more: object = {}) => ({
  description: "Cash sale",
  lines: [
    { accountId: book.account("1230"), debit: "12.50" },
    { accountId: book.account("4000"), credit: "12.50" },
  ],
  ...more,
});
/** Without what the users of the test did to be there and to sign in. */
const storedOf = (company: TestCompany) =>
  reading(company.as(), async ({ db }) => ({
    entries: await db.selectFrom("finance.journalEntry").select(["id", "effectiveOn", "kind"]).execute(),
    lines: await db.selectFrom("finance.journalLine").select(["currency", "amount", "companyAmount"]).orderBy("position").execute(),
    audit: await db.selectFrom("shared.audit").select("action").where("action", "not like", "user.%").execute(),
    events: await db.selectFrom("shared.outbox").select("type").where("type", "not like", "user.%").execute(),
  }));
const rateOf = (company: TestCompany, currency: string, rate: string, on: string) =>
  writing(company.as(), (tx) =>
    sql`insert into finance.exchange_rate (id, company_id, currency, rate, valid_on) values (${tx.newId()}, ${company.id}, ${currency}, ${rate}, ${on})`.execute(
      tx.db,
    ),
  );

test("an entry is posted by hand, shown, told, and gets its number", async () => {
  const all = await booked();
  const { status, body } = await all.accountant.post("/finance/entries", sale(all));
  expect(status).toBe(201);
  expect(body).toMatchObject({
    number: null,
    kind: "standard",
    effectiveOn: "2026-03-31",
    total: "12.50",
    postedBy: all.accountant.user.id,
  });
  expect(body.lines).toMatchObject([
    { position: 1, account: { code: "1230", name: "Petty cash" }, currency: "GBP", debit: "12.50", credit: "0.00", companyDebit: "12.50" },
    { position: 2, account: { code: "4000" }, debit: "0.00", credit: "12.50", companyCredit: "12.50" },
  ]);
  await sealWholly(all.company);
  const { body: shown } = await all.accountant.get(`/finance/entries/${body.id}`);
  expect(shown).toEqual({ ...body, number: 1, postedAt: expect.stringMatching(/^\d{4}-.*Z$/) });
  expect(await storedOf(all.company)).toMatchObject({ audit: [{ action: "entry.post" }], events: [{ type: "entry.posted" }] });
});

test("lines in other currencies balance by themselves, at the rate of the day or one that is given", async () => {
  const all = await booked();
  const { book, company } = all;
  await rateOf(company, "EUR", "0.80", "2026-03-01");
  await rateOf(company, "EUR", "0.90", "2026-04-01");
  const line = (code: string, side: object, currency?: string) => ({
    accountId: book.account(code),
    ...side,
    ...(currency ? { currency } : {}),
  });
  const input = {
    description: "Cash in three currencies",
    currency: "EUR",
    rates: { USD: "0.7501" },
    lines: [
      line("1200", { debit: "10.01" }),
      line("1101", { credit: "3.34" }),
      line("1101", { credit: "6.67" }),
      line("1230", { debit: "1.00" }, "USD"),
      line("1200", { credit: "1.00" }, "USD"),
      line("1230", { debit: "5.00" }, "GBP"),
      line("1200", { credit: "5.00" }, "GBP"),
    ],
  };
  const { status, body } = await all.accountant.post("/finance/entries", input);
  expect(status).toBe(201);
  expect((await storedOf(company)).lines).toEqual([
    { currency: "EUR", amount: 1001n, companyAmount: 801n },
    { currency: "EUR", amount: -334n, companyAmount: -267n },
    { currency: "EUR", amount: -667n, companyAmount: -534n },
    { currency: "USD", amount: 100n, companyAmount: 75n },
    { currency: "USD", amount: -100n, companyAmount: -75n },
    { currency: "GBP", amount: 500n, companyAmount: 500n },
    { currency: "GBP", amount: -500n, companyAmount: -500n },
  ]);
  expect(body.lines[1]).toMatchObject({ currency: "EUR", credit: "3.34", companyCredit: "2.67" });
});

test.each<[string, (all: Booked) => object, object]>([
  [
    "sums that differ",
    (all) => ({
      lines: [
        { accountId: all.book.account("1230"), debit: "1.00" },
        { accountId: all.book.account("4000"), credit: "0.99" },
      ],
    }),
    { code: "entry.unbalanced", detail: "The debits in GBP are 0.01 more than the credits." },
  ],
  ["one line", (all) => ({ lines: [{ accountId: all.book.account("1230"), debit: "1.00" }] }), { errors: [{ pointer: "/lines" }] }],
  [
    "both sides on one line",
    (all) => ({
      lines: [
        { accountId: all.book.account("1230"), debit: "1.00", credit: "1.00" },
        { accountId: all.book.account("4000"), credit: "1.00" },
      ],
    }),
    { errors: [{ pointer: "/lines/0/debit" }] },
  ],
  [
    "no side",
    (all) => ({ lines: [{ accountId: all.book.account("1230") }, { accountId: all.book.account("4000"), credit: "1.00" }] }),
    { errors: [{ pointer: "/lines/0/debit" }] },
  ],
  [
    "a zero",
    (all) => ({
      lines: [
        { accountId: all.book.account("1230"), debit: "0.00" },
        { accountId: all.book.account("4000"), credit: "1.00" },
      ],
    }),
    { errors: [{ pointer: "/lines/0/debit" }] },
  ],
  [
    "a negative amount",
    (all) => ({
      lines: [
        { accountId: all.book.account("1230"), debit: "-1.00" },
        { accountId: all.book.account("4000"), credit: "1.00" },
      ],
    }),
    { errors: [{ pointer: "/lines/0/debit" }] },
  ],
  [
    "too many decimals",
    (all) => ({
      lines: [
        { accountId: all.book.account("1230"), debit: "1.001" },
        { accountId: all.book.account("4000"), credit: "1.001" },
      ],
    }),
    { errors: [{ pointer: "/lines/0/debit" }, { pointer: "/lines/1/credit" }] },
  ],
  [
    "an amount beyond what is stored",
    (all) => ({
      lines: [
        { accountId: all.book.account("1230"), debit: "9999999999999999999" },
        { accountId: all.book.account("4000"), credit: "9999999999999999999" },
      ],
    }),
    { errors: [{ pointer: "/lines/0/debit" }, { pointer: "/lines/1/credit" }] },
  ],
  [
    "an account that is not there",
    (all) => ({
      lines: [
        { accountId: uuidv7(), debit: "1.00" },
        { accountId: all.book.account("4000"), credit: "1.00" },
      ],
    }),
    { code: "entry.account", errors: [{ pointer: "/lines/0/accountId" }] },
  ],
  [
    "a party that is not there",
    (all) => ({
      lines: [
        { accountId: all.book.account("1230"), debit: "1.00", partyId: uuidv7() },
        { accountId: all.book.account("4000"), credit: "1.00" },
      ],
    }),
    { code: "party.missing" },
  ],
  [
    "a currency without a rate",
    () => ({ currency: "JPY", lines: undefined }),
    { code: "rate.missing", errors: [{ pointer: "/rates/JPY" }] },
  ],
  [
    "an amount too large in company currency",
    () => ({ currency: "USD", rates: { USD: "999999999999" }, huge: true }),
    { code: "money.range" },
  ],
  ["a journal that is not there", () => ({ journalId: uuidv7() }), { code: "journal.missing" }],
  ["a day that is none", () => ({ effectiveOn: "2026-02-30" }), { errors: [{ pointer: "/effectiveOn" }] }],
  ["an unknown field", () => ({ number: 7 }), { errors: [{ pointer: "/number" }] }],
])("an entry with %s is refused as invalid, and nothing is stored", async (_, more, problem) => {
  const all = await booked();
  const { lines, huge, ...rest } = more(all) as { lines?: unknown; huge?: boolean };
  const whole = rest as { currency?: string };
  const amount = huge ? "90000000000000000.00" : "100";
  const plain =
    whole.currency === undefined
      ? {}
      : {
          lines: [
            { accountId: all.book.account("1230"), debit: amount },
            { accountId: all.book.account("4000"), credit: amount },
          ],
        };
  const { status, body } = await all.accountant.post(
    "/finance/entries",
    sale(all, { ...plain, ...rest, ...(lines === undefined ? {} : { lines }) }),
  );
  expect({ status, ...body }).toMatchObject({ status: 422, ...problem });
  expect(await storedOf(all.company)).toEqual({ entries: [], lines: [], audit: [], events: [] });
});

test("an entry outside the fiscal years, or in a closed period, is in conflict", async () => {
  const all = await booked();
  expect(await all.accountant.post("/finance/entries", sale(all, { effectiveOn: "2031-01-01" }))).toMatchObject({
    status: 409,
    body: { code: "period.missing" },
  });
  await writing(all.company.as(), (tx) =>
    tx.db.updateTable("finance.period").set({ state: "closed" }).where("startsOn", "=", "2026-03-01").execute(),
  );
  expect(await all.accountant.post("/finance/entries", sale(all))).toMatchObject({ status: 409, body: { code: "period.closed" } });
});

test("accounts that are not active, or for documents only, take no entry by hand", async () => {
  const all = await booked();
  await writing(all.company.as(), async (tx) => {
    await tx.db.updateTable("finance.paymentMethod").set({ active: false }).where("code", "=", "cash").execute();
    await tx.db.updateTable("finance.account").set({ active: false }).where("code", "=", "1230").execute();
    await tx.db.updateTable("finance.account").set({ manualPosting: false }).where("code", "=", "4000").execute();
  });
  const { body } = await all.accountant.post("/finance/entries", sale(all));
  expect(body.errors).toEqual([
    { pointer: "/lines/0/accountId", detail: "Account 1230 is not active." },
    { pointer: "/lines/1/accountId", detail: "Account 4000 is posted to by documents only." },
  ]);
});

test("entries in the journals for opening and closing are of that kind", async () => {
  const all = await booked();
  const journals = await reading(all.company.as(), ({ db }) => db.selectFrom("finance.journal").select(["id", "kind"]).execute());
  const kinds = [];
  for (const kind of ["opening", "closing", "sales"]) {
    const journalId = journals.find((journal) => journal.kind === kind)?.id;
    kinds.push((await all.accountant.post("/finance/entries", sale(all, { journalId }))).body.kind);
  }
  expect(kinds).toEqual(["opening", "closing", "standard"]);
});

test("the same key posts once; the same external id is refused", async () => {
  const all = await booked();
  const post = () => all.accountant.post("/finance/entries", sale(all, { externalId: "A-1" }), { headers: { "idempotency-key": "k1" } });
  const [first, second] = [await post(), await post()];
  expect(second.body).toEqual(first.body);
  expect(second.headers.get("idempotency-replayed")).toBe("true");
  expect(await all.accountant.post("/finance/entries", sale(all, { externalId: "A-1" }))).toMatchObject({
    status: 409,
    body: { code: "entry.external_id_taken" },
  });
  expect((await storedOf(all.company)).entries).toHaveLength(1);
});

test("a dry run shows the entry and stores nothing", async () => {
  const all = await booked();
  const { status, body } = await all.accountant.post("/finance/entries", sale(all), { headers: { prefer: "dry-run" } });
  expect(status).toBe(201);
  expect(body.preview.journalEntries).toHaveLength(1);
  expect((await storedOf(all.company)).entries).toEqual([]);
});

test("posting takes two round trips: what it reads leaves in one burst, what it writes goes with COMMIT", async () => {
  const all = await booked();
  const ctx = all.company.as();
  const phases: string[] = [];
  const database: typeof ctx.database = {
    read: (session, work, options) => {
      phases.push("read");
      return ctx.database.read(session, work, options);
    },
    transaction: (opening, work) =>
      ctx.database.transaction(opening, (open) =>
        work({
          ...open,
          db: undefined as never, // whatever it asked for here would be a third
          finish: (statements, end) => {
            phases.push(end);
            return open.finish(statements, end);
          },
        }),
      ),
  };
  resultOf(await postManualEntry({ ...ctx, database }, sale(all)));
  expect(phases).toEqual(["read", "commit"]);
});

test("an entry is taken back once, on its own day and for a reason", async () => {
  const all = await booked();
  const { body: entry } = await all.accountant.post("/finance/entries", sale(all));
  const reverse = (input: object, id = entry.id) => all.accountant.post(`/finance/entries/${id}/reverse`, input);
  expect(await reverse({ reason: "Too early", effectiveOn: "2026-03-30" })).toMatchObject({
    status: 422,
    body: { code: "entry.reversal_before_entry" },
  });
  expect(await reverse({})).toMatchObject({ status: 422 });
  const { status, body } = await reverse({ reason: "Typing error", effectiveOn: "2026-04-02" });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    kind: "reversal",
    reversesEntryId: entry.id,
    effectiveOn: "2026-04-02",
    description: "Typing error",
    total: "12.50",
  });
  expect(body.lines).toMatchObject([
    { account: { code: "1230" }, credit: "12.50" },
    { account: { code: "4000" }, debit: "12.50" },
  ]);
  expect((await all.accountant.get(`/finance/entries/${entry.id}`)).body.reversedByEntryId).toBe(body.id);
  expect(await reverse({ reason: "Again" })).toMatchObject({ status: 409, body: { code: "entry.already_reversed" } });
  expect(await reverse({ reason: "The reversal too" }, body.id)).toMatchObject({ status: 422 });
  expect(await reverse({ reason: "The reversal too", effectiveOn: "2026-04-03" }, body.id)).toMatchObject({ status: 201 });
});

test("two reversals at once: one is in, the other is told so", async () => {
  const all = await booked();
  const { body: entry } = await all.accountant.post("/finance/entries", sale(all));
  const reverse = () => all.accountant.post(`/finance/entries/${entry.id}/reverse`, { reason: "Twice" });
  const answers = await Promise.all([reverse(), reverse(), reverse()]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
});

test("an entry of a document is corrected by its document", async () => {
  const all = await booked();
  const [entry] = await posted(all.company, anEntry(all.book, { sourceType: "invoice", sourceId: uuidv7() }));
  expect(await all.accountant.post(`/finance/entries/${entry?.id}/reverse`, { reason: "By hand" })).toMatchObject({
    status: 409,
    body: { code: "entry.of_document" },
  });
});

test("entries are listed by date in pages, and filtered", async () => {
  const all = await booked();
  const days = ["2026-01-05", "2026-03-01", "2026-03-01", "2026-03-01", "2026-02-10", "2025-12-31"];
  const sourceId = uuidv7();
  await posted(
    all.company,
    ...days.map((effectiveOn, index) => anEntry(all.book, { effectiveOn, ...(index === 4 ? { sourceType: "invoice", sourceId } : {}) })),
  );
  const collect = async (sort: string) => {
    const found: { id: string; effectiveOn: string }[] = [];
    for (let path: string | null = `/finance/entries?limit=2&sort=${sort}`; path; ) {
      const { body, headers } = await all.accountant.get(path);
      found.push(...body.items);
      path = headers.get("link")?.match(/<(.*)>/)?.[1] ?? null;
    }
    return found;
  };
  const latest = await collect("-effectiveOn");
  expect(latest.map(({ effectiveOn }) => effectiveOn)).toEqual(days.toSorted().toReversed());
  expect(new Set(latest.map(({ id }) => id)).size).toBe(6);
  expect(await collect("effectiveOn")).toEqual(latest.toReversed());
  const { body: march } = await all.accountant.get("/finance/entries?from=2026-02-01&to=2026-02-28");
  expect(march.items).toMatchObject([{ effectiveOn: "2026-02-10", sourceType: "invoice", total: "1.00" }]);
  expect((await all.accountant.get(`/finance/entries?sourceType=invoice&sourceId=${sourceId}`)).body.items).toHaveLength(1);
  expect((await all.accountant.get(`/finance/entries?sourceId=${sourceId}`)).status).toBe(422);
  expect((await all.accountant.get("/finance/entries?after=rubbish")).body).toMatchObject({ code: "page.after" });
  await sealWholly(all.company);
  expect((await all.accountant.get("/finance/entries?number=3")).body.items).toMatchObject([{ number: 3 }]);
});

test("another company's entry is not there, and permissions are asked for one by one", async () => {
  const [ours, theirs] = await Promise.all([booked(), booked()]);
  const { body: entry } = await theirs.accountant.post("/finance/entries", sale(theirs));
  expect((await ours.accountant.get(`/finance/entries/${entry.id}`)).body.code).toBe("entry.missing");
  expect((await ours.accountant.post(`/finance/entries/${entry.id}/reverse`, { reason: "Not ours" })).status).toBe(404);
  expect((await ours.accountant.post("/finance/entries", sale(theirs))).body.code).toBe("entry.account");
  expect((await ours.accountant.get("/finance/entries")).body.items).toEqual([]);
  const auditor = await aCaller(theirs.company, ["auditor"]);
  expect((await auditor.get(`/finance/entries/${entry.id}`)).status).toBe(200);
  expect((await auditor.post("/finance/entries", sale(theirs))).status).toBe(403);
  expect((await auditor.post(`/finance/entries/${entry.id}/reverse`, { reason: "May not" })).status).toBe(403);
  const sales = await aCaller(theirs.company, ["sales"]);
  expect((await sales.get(`/finance/entries/${entry.id}`)).status).toBe(403);
  expect((await sales.get("/finance/entries")).status).toBe(403);
});
