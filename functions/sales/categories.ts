import { createRoute } from "@hono/zod-openapi";
import { PageOf } from "#core/kernel/page.ts";
import { CategoryBody, CategoryInput, CategoryMove, CategoryPatch, CategoryQuery, CategoryTree } from "#core/sales/catalogue/category.ts";
import { createCategory } from "#core/sales/catalogue/create-category.ts";
import { categoryTree, getCategory, listCategories } from "#core/sales/catalogue/list-categories.ts";
import { deleteCategory, moveCategory, updateCategory } from "#core/sales/catalogue/update-category.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Catalogue"];
export const categories = router();

const list = createRoute({
  operationId: "listCategories",
  tags,
  summary: "Categories by code, all or those right below one.",
  method: "get",
  path: "/",
  request: { query: CategoryQuery },
  responses: { 200: json(PageOf(CategoryBody)), ...problems(401, 403, 422) },
});
categories.openapi(list, async (c) => answerPage(c, await listCategories(c.var.ctx, c.req.valid("query"))));

const tree = createRoute({
  operationId: "getCategoryTree",
  tags,
  summary: "The whole tree of categories, depth first.",
  method: "get",
  path: "/tree",
  responses: { 200: json(CategoryTree), ...problems(401, 403) },
});
categories.openapi(tree, async (c) => answer(c, await categoryTree(c.var.ctx, {}), 200));

const create = createRoute({
  operationId: "createCategory",
  tags,
  summary: "Add a category.",
  method: "post",
  path: "/",
  request: { body: body(CategoryInput) },
  responses: { 201: json(CategoryBody), ...problems(401, 403, 409, 422) },
});
categories.openapi(create, async (c) => answer(c, await createCategory(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getCategory",
  tags,
  summary: "A category.",
  method: "get",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(CategoryBody), ...problems(401, 403, 404, 422) },
});
categories.openapi(get, async (c) => answer(c, await getCategory(c.var.ctx, c.req.valid("param")), 200));

const update = createRoute({
  operationId: "updateCategory",
  tags,
  summary: "Change a category's code, names or place among its siblings.",
  method: "patch",
  path: "/{id}",
  request: { params: idParam(), body: body(CategoryPatch) },
  responses: { 200: json(CategoryBody), ...problems(401, 403, 404, 409, 412, 422) },
});
categories.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateCategory(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});

const move = createRoute({
  operationId: "moveCategory",
  tags,
  summary: "Hang a category, with all below it, somewhere else.",
  method: "post",
  path: "/{id}/move",
  request: { params: idParam(), body: body(CategoryMove) },
  responses: { 200: json(CategoryBody), ...problems(401, 403, 404, 409, 412, 422) },
});
categories.openapi(move, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await moveCategory(c.var.ctx, { id, expectedVersion: expectedVersion(c), to: c.req.valid("json") }), 200);
});

const remove = createRoute({
  operationId: "deleteCategory",
  tags,
  summary: "Remove an empty category.",
  method: "delete",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(idParam()), ...problems(401, 403, 404, 409, 412, 422) },
});
categories.openapi(remove, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await deleteCategory(c.var.ctx, { id, expectedVersion: expectedVersion(c) }), 200);
});
