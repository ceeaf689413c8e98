import { sql } from "kysely";
import { expect, test } from "vitest";
import { EntryInput } from "#core/finance/entries/entry.ts";
import { postManualEntry } from "#core/finance/entries/post-manual-entry.ts";
import { amendOrder } from "#core/sales/orders/amend-order.ts";
import { confirmOrder } from "#core/sales/orders/confirm-order.ts";
import { deliverOrder } from "#core/sales/orders/deliver-order.ts";
import { invoiceOrder } from "#core/sales/orders/invoice-order.ts";
import { AmendInput, OrderInput } from "#core/sales/orders/order.ts";
import { placeOrder } from "#core/sales/orders/place-order.ts";
import { asApplication, bookOf } from "#core/testing/books.ts";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { aShop, type ShopOptions } from "#core/testing/trade.ts";
import { command } from "./command.ts";
import type { Ctx, DatabasePort } from "./context.ts";
import { done } from "./fault.ts";
import { callStatement } from "./join-calls.ts";

const AT_ONCE = 24;

/** One caller with many requests at the same time, each with a key of its own. */
const aCaller = async (options: ShopOptions = {}) => {
  const company = await aCompany();
  const shop = await aShop(company, { taxClass: "standard", ...options });
  const { actor, database } = company.as();
  const ctx = (key: string, port: DatabasePort = database): Ctx => ({
    ...company.as({ actorId: actor.id, idempotencyKey: key, hash: `of ${key}` }),
    database: port,
  });
  const order = (quantity: string, facts: object = { invoice: true }) =>
    OrderInput.parse({ customerId: shop.customerId, lines: [{ productId: shop.productId, quantity }], ...facts });
  return { company, shop, database, ctx, order };
};

/** A database whose first transaction waits until so many commands have read: the others are ready together by then, however slow the machine is. */
const gathering = (database: DatabasePort, commands: number): DatabasePort & { transactions: () => number } => {
  let [reads, transactions] = [0, 0];
  const all = Promise.withResolvers<void>();
  return {
    ...database,
    transactions: () => transactions,
    read: async (session, work, options) => {
      const read = await database.read(session, work, options);
      reads += 1;
      if (reads === commands) setImmediate(all.resolve);
      return read;
    },
    transaction: async (opening, work) => {
      transactions += 1;
      await all.promise;
      return database.transaction(opening, work);
    },
  };
};

const times = <T>(count: number, make: (at: number) => Promise<T>) => Promise.all(Array.from({ length: count }, (_, at) => make(at)));

const stored = (company: TestCompany) =>
  reading(company.as(), async ({ db }) => {
    const { rows } = await sql<{
      id: string;
      number: string;
      invoice: string;
      total: string;
      xid: string;
    }>`select o.id, o.number, i.number as invoice, i.total_minor::text as total, e.xid::text
         from sales.sales_order o join finance.invoice i on i.source_id = o.id join finance.journal_entry e on e.id = i.entry_id order by o.number`.execute(
      db,
    );
    return rows;
  });

test("sales of a caller that arrive together share transactions, and each is told its own numbers, under its own key", async () => {
  const { company, database, ctx, order } = await aCaller();
  const gathered = gathering(database, AT_ONCE);
  const placed = await times(AT_ONCE, async (at) => resultOf(await placeOrder(ctx(`sale ${at}`, gathered), order(`${at + 1}`))));

  const rows = await stored(company);
  expect(rows).toHaveLength(AT_ONCE);
  // The first alone, eight beside it as soon as they wait, eight more, and the rest.
  expect([gathered.transactions(), new Set(rows.map(({ xid }) => xid)).size]).toEqual([4, 4]);
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, at) => `SO-${String(at + 1).padStart(6, "0")}`));
  expect(rows.map(({ invoice }) => invoice).toSorted()).toEqual(rows.map((_, at) => `INV-${String(at + 1).padStart(6, "0")}`));
  for (const [at, answer] of placed.entries()) {
    const row = rows.find(({ id }) => id === answer.id);
    expect([answer.number, answer.invoice?.number]).toEqual([row?.number, row?.invoice]);
    expect(Number(row?.total)).toBe((at + 1) * 1200);
    const again = ctx(`sale ${at}`);
    expect([resultOf(await placeOrder(again, order(`${at + 1}`))), again.report.replayed]).toEqual([answer, true]);
  }
  const told = await reading(company.as(), ({ db }) =>
    db.selectFrom("shared.outbox").select(["subject", "data"]).where("type", "=", "order.created").execute(),
  );
  for (const { id, number } of placed) expect(told.find(({ subject }) => subject === id)?.data).toMatchObject({ id, number });
});

test("what one of them is refused for is not another's refusal, and leaves nothing", async () => {
  const { company, ctx, order } = await aCaller({ onHand: "100" });
  const outcomes = await times(AT_ONCE, (at) => placeOrder(ctx(`sale ${at}`), order(at % 6 === 5 ? "101" : "1")));

  expect(outcomes.map((outcome) => (outcome.ok ? "sold" : outcome.fault.code))).toEqual(
    outcomes.map((_, at) => (at % 6 === 5 ? "stock.not_enough" : "sold")),
  );
  expect(await stored(company)).toHaveLength(AT_ONCE - 4);
  const { rows } = await reading(company.as(), ({ db }) =>
    sql<{
      reserved: string;
      keys: string;
    }>`select reserved::text, (select count(*) from shared.idempotency_key)::text as keys from sales.stock_level`.execute(db),
  );
  expect(rows).toEqual([{ reserved: "20.000000", keys: "20" }]);
});

test("no more of a limited customer's orders get through together than one by one", async () => {
  const { company, ctx, order } = await aCaller({ creditLimit: 12_000n });
  const outcomes = await times(AT_ONCE, (at) => placeOrder(ctx(`sale ${at}`), order("1")));

  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(10);
  expect(await stored(company)).toHaveLength(10);
});

test("a key that is used twice at once is one order, and one that is running elsewhere is waited for", async () => {
  const { company, ctx, order } = await aCaller();
  const twice = await times(AT_ONCE, async (at) => resultOf(await placeOrder(ctx(`sale ${at % 8}`), order("1"))));

  expect(await stored(company)).toHaveLength(8);
  expect(new Set(twice.map(({ id }) => id)).size).toBe(8);
  for (const [at, { id }] of twice.entries()) expect(id).toBe(twice[at % 8]?.id);
});

test("what is stored under a key is found in front of the reads, so a request that is repeated writes nothing", async () => {
  const { company, database, ctx, order } = await aCaller();
  const first = resultOf(await placeOrder(ctx("sale"), order("1")));
  const unwritten: DatabasePort = { ...database, transaction: () => Promise.reject(new Error("Nothing is to be written.")) };
  const [again, other] = [ctx("sale", unwritten), ctx("sale", unwritten)];

  const repeated = resultOf(await placeOrder(again, order("1")));
  expect([JSON.stringify(repeated), again.report.replayed]).toEqual([JSON.stringify(first), true]); // its fields in the same order, too
  const reused = await placeOrder({ ...other, request: { ...other.request, hash: "of another" } }, order("2"));
  expect(reused).toMatchObject({ ok: false, fault: { code: "idempotency_key.reused" } });
  expect(await stored(company)).toHaveLength(1);

  const delivered = resultOf(await deliverOrder(ctx("delivery"), { id: first.id }));
  const deliveredAgain = resultOf(await deliverOrder(ctx("delivery"), { id: first.id })); // in a transaction of its own
  expect(JSON.stringify(deliveredAgain)).toBe(JSON.stringify(delivered));
});

test("a group does not begin with a key that was answered", async () => {
  const { company, ctx, order } = await aCaller();
  const { actor } = ctx("sale");
  resultOf(await placeOrder(ctx("sale"), order("1")));
  const begin = (...keys: string[]) =>
    asApplication(company, (db) => sql`select shared.open_commands(${company.id}, ${actor.id}, ${keys})`.execute(db));

  await begin("other");
  await expect(begin("other", "sale")).rejects.toMatchObject({ code: "55P03", message: expect.stringContaining("has been answered") });
});

test("an order confirmed twice at once is confirmed once, and its goods are promised once", async () => {
  const { company, ctx, order } = await aCaller();
  const drafts = await times(4, async (at) => resultOf(await placeOrder(ctx(`draft ${at}`), order("1", {}))));
  const outcomes = await times(12, (at) => confirmOrder(ctx(`confirm ${at}`), { id: drafts[at % 4]?.id ?? "" }));

  for (const draft of [0, 1, 2, 3]) {
    const ofOne = outcomes.filter((_, at) => at % 4 === draft);
    expect(ofOne.map((outcome) => (outcome.ok ? outcome.value.status : outcome.fault.code)).toSorted()).toEqual(
      ["confirmed", "order.status", "order.status"].toSorted(),
    );
  }
  const invoiced = await times(8, (at) => invoiceOrder(ctx(`invoice ${at}`), { id: drafts[at % 4]?.id ?? "", only: "all" }));
  expect(invoiced.filter(({ ok }) => ok)).toHaveLength(4);
  const levels = await reading(company.as(), ({ db }) => db.selectFrom("sales.stockLevel").select("reserved").execute());
  expect(levels.map(({ reserved }) => Number(reserved))).toEqual([4]);
  expect((await stored(company)).map(({ total }) => total)).toEqual(["1200", "1200", "1200", "1200"]);
});

test("two that change the same order in one group are not both told that they did", async () => {
  const { company, database, ctx, order } = await aCaller();
  const draft = resultOf(await placeOrder(ctx("draft"), order("1", {})));
  const gathered = gathering(database, 3);
  const ahead = placeOrder(ctx("ahead", gathered), order("1", {}));
  await expect.poll(gathered.transactions).toBe(1);
  const twice = await Promise.all([1, 2].map((at) => confirmOrder(ctx(`confirm ${at}`, gathered), { id: draft.id })));
  resultOf(await ahead);

  expect(twice.map((outcome) => (outcome.ok ? outcome.value.status : outcome.fault.code)).toSorted()).toEqual([
    "confirmed",
    "order.status",
  ]);
  const levels = await reading(company.as(), ({ db }) => db.selectFrom("sales.stockLevel").select("reserved").execute());
  expect(levels.map(({ reserved }) => Number(reserved))).toEqual([1]);
});

test("an order that is amended after it was read is confirmed as amended", async () => {
  const { company, shop, ctx, order, database } = await aCaller();
  const draft = resultOf(await placeOrder(ctx("draft"), order("1", {})));
  let amended = false;
  const amendedBetween: DatabasePort = {
    ...database,
    read: async (session, work, options) => {
      const read = await database.read(session, work, options);
      if (!amended) {
        amended = true;
        const lines = [{ id: draft.lines[0]?.id, productId: shop.productId, quantity: "7" }];
        resultOf(await amendOrder(ctx("amend"), { id: draft.id, ...AmendInput.parse({ lines }) }));
      }
      return read;
    },
  };
  const confirmed = resultOf(await confirmOrder(ctx("confirm", amendedBetween), { id: draft.id }));

  expect(confirmed.lines.map(({ quantity }) => quantity)).toEqual(["7"]);
  const levels = await reading(company.as(), ({ db }) => db.selectFrom("sales.stockLevel").select("reserved").execute());
  expect(levels.map(({ reserved }) => Number(reserved))).toEqual([7]);
});

const entryOf = async (company: TestCompany) => {
  const [first, second] = (await bookOf(company)).accountIds;
  return EntryInput.parse({
    description: "Capital",
    lines: [
      { accountId: first, debit: "5.00" },
      { accountId: second, credit: "5.00" },
    ],
  });
};

test.each(["57P01", "EPIPE"])(
  "when nobody knows whether Postgres committed (%s), all of the group hear of it and nothing is tried again",
  async (code) => {
    const { company, ctx, database } = await aCaller();
    const entry = await entryOf(company);
    const gathered = gathering(database, 6);
    const severed: DatabasePort = {
      ...gathered,
      transaction: async (opening, work) => {
        await gathered.transaction(opening, work);
        throw Object.assign(new Error("The connection is gone."), { code });
      },
    };
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, (_, at) => postManualEntry(ctx(`entry ${at}`, severed), entry)));

    expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => "rejected"));
    const entries = () => reading(company.as(), ({ db }) => db.selectFrom("finance.journalEntry").select("id").execute());
    expect([gathered.transactions(), (await entries()).length]).toEqual([2, 6]); // the first alone, then the rest
    // Asked again with their keys, they are what they were.
    const again = await times(6, async (at) => resultOf(await postManualEntry(ctx(`entry ${at}`), entry)));
    expect((await entries()).map(({ id }) => id).toSorted()).toEqual(again.map((body) => ("id" in body ? body.id : "")).toSorted());
  },
);

test("commands of different callers, and a dry run, keep to themselves", async () => {
  const { company, database, ctx } = await aCaller();
  const entry = await entryOf(company);
  const shown = ctx("shown");
  await times(6, async (at) =>
    resultOf(await postManualEntry({ ...company.as({ actorId: crypto.randomUUID() }), database }, { ...entry, description: `${at}` })),
  );
  resultOf(await postManualEntry({ ...shown, request: { ...shown.request, dryRun: true } }, entry));

  const { rows } = await reading(company.as(), ({ db }) =>
    sql<{ entries: string; transactions: string; actors: string }>`
      select count(*)::text as entries, count(distinct xid::text)::text as transactions, count(distinct posted_by)::text as actors from finance.journal_entry`.execute(
      db,
    ),
  );
  expect(rows).toEqual([{ entries: "6", transactions: "6", actors: "6" }]);
});

test("a group in which a number was taken that nobody waits for is refused, so nobody is told another's", async () => {
  const { database, ctx } = await aCaller();
  const gathered = gathering(database, 3);
  const take = command(
    "sales.order.write",
    async (tx, isTold: boolean) => {
      const series = [tx.actor.companyId, "sales_order", "2026-03-31"];
      tx.defer(callStatement("shared.take_number($1::uuid, $2::text, $3::date)", series, { turn: "orders" }));
      return done(isTold ? tx.lateNumber("sales_order") : "");
    },
    { grouped: true },
  );
  const ahead = take(ctx("ahead", gathered), false);
  await expect.poll(gathered.transactions).toBe(1);
  const [silent, told] = await Promise.all([take(ctx("silent", gathered), false), take(ctx("told", gathered), true)]);

  expect([resultOf(await ahead), resultOf(silent), resultOf(told)]).toEqual(["", "", expect.stringMatching(/^SO-00000[23]$/)]);
  expect(gathered.transactions()).toBe(4); // the first, the group that was refused, and its two by themselves
});

test("a refusal that comes of what the first request with its key did meanwhile is answered as that request was", async () => {
  const { ctx, order } = await aCaller();
  const { id } = resultOf(await placeOrder(ctx("order"), order("1", {})));
  let first: Awaited<ReturnType<typeof confirmOrder>> | undefined;
  const overtaken = command(
    "sales.order.confirm",
    async (tx, input: { id: string }) => {
      const [before] = await tx.db.selectFrom("sales.salesOrder").select("state").where("id", "=", input.id).execute();
      if (before?.state === "draft") first ??= await confirmOrder(ctx("confirmed"), input);
      return confirmOrder(tx, input);
    },
    { grouped: true },
  );
  const second = ctx("confirmed");
  const answer = resultOf(await overtaken(second, { id }));

  expect(answer).toMatchObject({ id, status: "confirmed" });
  expect([first, second.report.replayed]).toEqual([{ ok: true, value: answer }, true]);
});
