import fc from "fast-check";
import { expect, test } from "vitest";
import { aCompany, resultOf, type TestCompany } from "#core/testing/company.ts";
import { CategoryInput, CategoryQuery } from "./category.ts";
import { createCategory } from "./create-category.ts";
import { createProduct } from "./create-product.ts";
import { categoryTree, getCategory, listCategories } from "./list-categories.ts";
import { ProductInput } from "./product.ts";
import { deleteCategory, moveCategory, updateCategory } from "./update-category.ts";

const aCategory = async (company: TestCompany, code: string, parentId: string | null = null, more: object = {}) =>
  resultOf(await createCategory(company.as(), CategoryInput.parse({ code, name: `The ${code}`, parentId, ...more })));
const treeOf = async (company: TestCompany) => resultOf(await categoryTree(company.as(), {})).items;

test("the tree comes depth first, siblings by position and code", async () => {
  const company = await aCompany();
  const drinks = await aCategory(company, "drinks", null, { position: 2 });
  const food = await aCategory(company, "food", null, { position: 10, names: { de: "Essen" } });
  await aCategory(company, "tea", drinks.id, { position: 1 });
  await aCategory(company, "beer", drinks.id, { position: 1 });
  const hot = await aCategory(company, "hot", food.id);
  await aCategory(company, "soup", hot.id);
  expect((await treeOf(company)).map(({ code, depth }) => [code, depth])).toEqual([
    ["drinks", 0],
    ["beer", 1],
    ["tea", 1],
    ["food", 0],
    ["hot", 1],
    ["soup", 2],
  ]);
  expect((await treeOf(company)).at(-1)).toMatchObject({ path: ["The food", "The hot", "The soup"], parentId: hot.id });
  const below = resultOf(await listCategories(company.as(), CategoryQuery.parse({ parentId: drinks.id, limit: 1 })));
  expect(below.items.map(({ code }) => code)).toEqual(["beer"]);
  const rest = resultOf(await listCategories(company.as(), CategoryQuery.parse({ parentId: drinks.id, limit: 1, after: below.next })));
  expect(rest).toMatchObject({ items: [{ code: "tea" }] });
  expect(rest.next).toBeUndefined();
});

test("a category is changed, moved with what is below it, and removed only when empty", async () => {
  const company = await aCompany();
  const old = await aCategory(company, "old");
  const fresh = await aCategory(company, "fresh");
  const leaf = await aCategory(company, "leaf", old.id);
  expect(
    resultOf(await updateCategory(company.as(), { id: old.id, expectedVersion: 1, changes: { names: { fr: "Vieux" } } })),
  ).toMatchObject({
    names: { fr: "Vieux" },
    version: 2,
  });
  expect(await updateCategory(company.as(), { id: old.id, expectedVersion: 1, changes: { name: "x" } })).toMatchObject({
    fault: { kind: "stale" },
  });
  resultOf(await moveCategory(company.as(), { id: old.id, to: { parentId: fresh.id } }));
  expect((await treeOf(company)).map(({ code, depth }) => [code, depth])).toEqual([
    ["fresh", 0],
    ["old", 1],
    ["leaf", 2],
  ]);
  expect(await deleteCategory(company.as(), { id: old.id })).toMatchObject({ fault: { code: "category.in_use" } });
  resultOf(await createProduct(company.as(), ProductInput.parse({ sku: "P", name: "P", categoryId: leaf.id })));
  expect(await deleteCategory(company.as(), { id: leaf.id })).toMatchObject({ fault: { code: "category.in_use" } });
  const empty = await aCategory(company, "empty");
  resultOf(await deleteCategory(company.as(), { id: empty.id }));
  expect(await getCategory(company.as(), { id: empty.id })).toMatchObject({ fault: { kind: "missing" } });
});

test("a circle, an unknown parent, a taken code, the wrong role and a rival are refused", async () => {
  const company = await aCompany();
  const rival = await aCompany();
  const top = await aCategory(company, "top");
  const middle = await aCategory(company, "middle", top.id);
  const low = await aCategory(company, "low", middle.id);
  const move = (id: string, parentId: string | null) => moveCategory(company.as(), { id, to: { parentId } });
  expect(await move(top.id, low.id)).toMatchObject({ fault: { code: "category.cycle" } });
  expect(await move(top.id, top.id)).toMatchObject({ fault: { code: "category.cycle" } });
  expect(await move(top.id, crypto.randomUUID())).toMatchObject({ fault: { code: "category.parent" } });
  expect(await createCategory(company.as(), CategoryInput.parse({ code: "top", name: "Again" }))).toMatchObject({
    fault: { code: "category.code_taken" },
  });
  const foreign = await aCategory(rival, "foreign");
  expect(await move(top.id, foreign.id)).toMatchObject({ fault: { code: "category.parent" } });
  expect(await moveCategory(rival.as(), { id: top.id, to: { parentId: null } })).toMatchObject({ fault: { kind: "missing" } });
  expect(await createCategory(company.as({ grants: ["sales.product.read"] }), CategoryInput.parse({ code: "x", name: "x" }))).toMatchObject(
    {
      fault: { kind: "refused" },
    },
  );
});

test("moves at once never make a circle together", async () => {
  const company = await aCompany();
  const left = await aCategory(company, "left");
  const right = await aCategory(company, "right");
  for (let round = 0; round < 5; round++) {
    const outcomes = await Promise.all([
      moveCategory(company.as(), { id: left.id, to: { parentId: right.id } }),
      moveCategory(company.as(), { id: right.id, to: { parentId: left.id } }),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    for (const { id } of [left, right]) await moveCategory(company.as(), { id, to: { parentId: null } });
  }
  const more = await Promise.all(["a", "b", "c", "d", "e"].map((code) => aCategory(company, code)));
  const place = fc.integer({ min: 0, max: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(place, place), { minLength: 4, maxLength: 8 }), async (moves) => {
      await Promise.all(
        moves.map(([what, to]) => moveCategory(company.as(), { id: more[what]?.id ?? "", to: { parentId: more[to]?.id ?? "" } })),
      );
      expect(await treeOf(company)).toHaveLength(7); // what hangs in a circle is reached from no top
    }),
    { numRuns: 10 },
  );
});
