import { expect, test } from "vitest";
import { aCompany } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { exportKinds } from "#functions/exports.ts";
import { exportRows, flatten } from "./export-rows.ts";

test("nested fields are flattened and formulas disarmed, numbers are not", () => {
  expect(flatten({ total: "-5.00", note: "=1+1", customer: { name: "-cmd|x", id: null }, tags: ["a"], ok: true })).toEqual({
    total: "-5.00",
    note: "'=1+1",
    "customer.name": "'-cmd|x",
    "customer.id": "",
    tags: '["a"]',
    ok: "true",
  });
});

test("every kind can be exported, over many pages, and shows the company's own rows alone", async () => {
  const company = await aCompany();
  const rival = await aCompany();
  await aShop(company, { customers: 450, products: 3 });
  await aShop(rival);
  const count = async (name: string) => {
    const kind = exportKinds.find((candidate) => candidate.name === name);
    if (!kind) throw new Error(`There is no export of ${name}.`);
    const seen = new Set<string>();
    for await (const row of exportRows(company.as(), kind)) seen.add(JSON.stringify(row));
    return seen.size;
  };
  expect(await count("customers")).toBe(450);
  expect(await count("products")).toBe(3);
  expect(await count("prices")).toBe(3);
  expect(await count("stock")).toBe(3);
  for (const { name } of exportKinds) expect(await count(name)).toBeGreaterThanOrEqual(0);
});
