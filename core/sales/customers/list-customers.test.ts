import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { listParties } from "#core/finance/parties/list-parties.ts";
import { PartyQuery } from "#core/finance/parties/party.ts";
import { aCompany, reading, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { analysed, readingCost } from "#core/testing/reading-cost.ts";
import { createCustomers } from "./create-customers.ts";
import { CustomerQuery } from "./customer.ts";
import { deactivateCustomer } from "./deactivate-customer.ts";
import { listCustomers } from "./list-customers.ts";

const list = async (company: TestCompany, filter: object = {}) => resultOf(await listCustomers(company.as(), CustomerQuery.parse(filter)));

test("filters and sorts; pages join without gap or overlap whatever is added between", async () => {
  const company = await aCompany();
  const names = ["Anders", "Berglund", "Berglund", "Chop-suey", "Drachenblut", "Ernst 100% Handel"];
  const { results } = resultOf(
    await createCustomers(company.as(), {
      mode: "all",
      customers: names.map((name, index) => ({
        name,
        code: `K${index}`,
        currency: index % 2 ? "EUR" : "GBP",
        country: index === 3 ? "CH" : "GB",
      })),
    }),
  );
  await deactivateCustomer(company.as(), { id: results[0]?.id ?? "" });
  const codes = async (filter: object) => (await list(company, filter)).items.map(({ code }) => code);
  expect(await codes({ sort: "-code" })).toEqual(["K5", "K4", "K3", "K2", "K1", "K0"]);
  expect(await codes({ sort: "-created" })).toEqual(["K5", "K4", "K3", "K2", "K1", "K0"]);
  expect(await codes({ active: "false" })).toEqual(["K0"]);
  expect(await codes({ currency: "EUR", sort: "code" })).toEqual(["K1", "K3", "K5"]);
  expect(await codes({ country: "CH" })).toEqual(["K3"]);
  expect(await codes({ q: "glund" })).toHaveLength(2);
  expect(await codes({ q: "be" })).toHaveLength(2);
  expect(await codes({ q: "100%" })).toEqual(["K5"]);
  expect(await codes({ q: "_%" })).toEqual([]);
  expect(await codes({ q: "k4" })).toEqual(["K4"]);

  for (const sort of ["name", "-name", "code", "-created"]) {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await list(company, { limit: 2, sort, after });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== undefined);
    expect(new Set(seen).size).toBe(6);
    expect(seen).toHaveLength(6);
  }
});

test("the wrong role is refused, a rival sees none, a cursor of another list is refused", async () => {
  const company = await aCompany();
  const rival = await aCompany();
  await createCustomers(company.as(), { mode: "all", customers: [{ name: "Only mine" }] });
  expect(await listCustomers(company.as({ grants: ["sales.product.read"] }), CustomerQuery.parse({}))).toMatchObject({
    fault: { kind: "refused" },
  });
  expect((await list(rival)).items).toEqual([]);
  expect((await list(rival, { q: "mine" })).items).toEqual([]);
  expect(await listCustomers(company.as(), CustomerQuery.parse({ after: "WzFd" }))).toMatchObject({ fault: { code: "page.after" } });
});

let large: TestCompany;
let priceListId: string;
beforeAll(async () => {
  large = await aCompany();
  priceListId = await writing(large.as(), async (tx) => {
    const { id } = await tx.db.selectFrom("sales.priceList").select("id").executeTakeFirstOrThrow();
    await sql`
      with party as (
        insert into finance.party (id, company_id, code, name, is_customer, currency, country, active)
        select gen_random_uuid(), ${large.id}, 'L' || n, 'Customer ' || md5(n::text), true, case when n % 100 = 0 then 'EUR' else 'GBP' end,
               case when n % 200 = 0 then 'DE' else 'GB' end, n % 500 <> 0 from generate_series(1, 20000) n
        returning id, company_id, code)
      insert into sales.customer (id, company_id, price_list_id, salesperson_id)
      select id, company_id, case when code like '%77' then ${id}::uuid end, case when code like '%55' then ${id}::uuid end from party`.execute(
      tx.db,
    );
    return id;
  });
  await analysed("finance.party", "sales.customer");
});

const tables = ["finance.party", "sales.customer"];
test.each([
  [{}],
  [{ sort: "-name" }],
  [{ sort: "code" }],
  [{ sort: "-created" }],
  [{ q: "a1b2" }],
  [{ q: "L1999" }],
  [{ active: "false" }],
  [{ active: "true", sort: "name" }],
  [{ currency: "EUR" }],
  [{ country: "DE" }],
  [{ salesperson: true }],
  [{ priceList: true }],
])(
  "twenty thousand customers, by %o: through an index, a page's worth of rows",
  async ({ salesperson, priceList, ...filter }: Record<string, unknown>) => {
    const own = { ...(salesperson ? { salespersonId: priceListId } : {}), ...(priceList ? { priceListId } : {}) };
    const first = await readingCost(large, tables, (tx) => listCustomers(tx, CustomerQuery.parse({ ...filter, ...own })));
    expect(first.value.items.length).toBeGreaterThan(0);
    expect(first.scans).toBe(0);
    expect(first.fetched).toBeLessThan(1500);
    if (first.value.next === undefined) return;
    const second = await readingCost(large, tables, (tx) =>
      listCustomers(tx, CustomerQuery.parse({ ...filter, ...own, after: first.value.next })),
    );
    expect(second.scans).toBe(0);
    expect(second.fetched).toBeLessThan(1500);
  },
);

test.each([[{}], [{ role: "supplier" }], [{ sort: "-code" }], [{ currency: "EUR" }], [{ q: "a1b2" }]])(
  "twenty thousand parties, by %o: through an index",
  async (filter) => {
    const cost = await readingCost(large, tables, (tx) => listParties(tx, PartyQuery.parse(filter)));
    expect(cost.scans).toBe(0);
    expect(cost.fetched).toBeLessThan(1500);
  },
);

test("the search of a company reads its rows alone", async () => {
  const rival = await aCompany();
  const ids = await reading(rival.as(), ({ db }) => sql`select finance.search_parties('Customer')`.execute(db));
  expect(ids.rows).toEqual([]);
});
