import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { getTax, listTaxClasses, listTaxes } from "#core/finance/taxes/list-taxes.ts";
import { setTaxClass } from "#core/finance/taxes/set-tax-class.ts";
import {
  TaxBody,
  TaxClass,
  TaxClassBody,
  TaxClassInput,
  TaxClassQuery,
  TaxInput,
  TaxPatch,
  TaxQuery,
  TaxRateInput,
} from "#core/finance/taxes/tax.ts";
import { addTaxRate, createTax, updateTax } from "#core/finance/taxes/write-tax.ts";
import { PageOf } from "#core/kernel/page.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, body, expectedVersion, idParam, json, router } from "#functions/router.ts";

const tags = ["Taxes"];
export const taxes = router();
export const taxClasses = router();

const list = createRoute({
  operationId: "listTaxes",
  method: "get",
  path: "/",
  tags,
  summary: "Taxes with their rates, in order of code",
  request: { query: TaxQuery },
  responses: { 200: json(PageOf(TaxBody)), ...problems(401, 403, 422) },
});
taxes.openapi(list, async (c) => answerPage(c, await listTaxes(c.var.ctx, c.req.valid("query"))));

const create = createRoute({
  operationId: "createTax",
  method: "post",
  path: "/",
  tags,
  summary: "Add a tax with its first rate",
  request: { body: body(TaxInput) },
  responses: { 201: json(TaxBody), ...problems(401, 403, 404, 409, 422) },
});
taxes.openapi(create, async (c) => answer(c, await createTax(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getTax",
  method: "get",
  path: "/{id}",
  tags,
  summary: "A tax with its rates",
  request: { params: idParam() },
  responses: { 200: json(TaxBody), ...problems(401, 403, 404, 422) },
});
taxes.openapi(get, async (c) => answer(c, await getTax(c.var.ctx, c.req.valid("param")), 200));

const update = createRoute({
  operationId: "updateTax",
  method: "patch",
  path: "/{id}",
  tags,
  summary: "Change a tax's name or account, or take it out of use",
  request: { params: idParam(), body: body(TaxPatch) },
  responses: { 200: json(TaxBody), ...problems(401, 403, 404, 409, 412, 422) },
});
taxes.openapi(update, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await updateTax(c.var.ctx, { id, expectedVersion: expectedVersion(c), changes: c.req.valid("json") }), 200);
});

const addRate = createRoute({
  operationId: "addTaxRate",
  method: "post",
  path: "/{id}/rates",
  tags,
  summary: "Give a tax another rate from a day on",
  request: { params: idParam(), body: body(TaxRateInput) },
  responses: { 201: json(TaxBody), ...problems(401, 403, 404, 409, 412, 422) },
});
taxes.openapi(addRate, async (c) => {
  const { id } = c.req.valid("param");
  return answer(c, await addTaxRate(c.var.ctx, { id, expectedVersion: expectedVersion(c), input: c.req.valid("json") }), 201);
});

const listClasses = createRoute({
  operationId: "listTaxClasses",
  method: "get",
  path: "/",
  tags,
  summary: "Classes of goods and the taxes they bear",
  request: { query: TaxClassQuery },
  responses: { 200: json(PageOf(TaxClassBody)), ...problems(401, 403, 422) },
});
taxClasses.openapi(listClasses, async (c) => answerPage(c, await listTaxClasses(c.var.ctx, c.req.valid("query"))));

const setClass = createRoute({
  operationId: "setTaxClass",
  method: "put",
  path: "/{taxClass}",
  tags,
  summary: "Say which taxes a class of goods bears",
  request: { params: z.object({ taxClass: TaxClass }), body: body(TaxClassInput) },
  responses: { 200: json(TaxClassBody), ...problems(401, 403, 409, 422) },
});
taxClasses.openapi(setClass, async (c) =>
  answer(c, await setTaxClass(c.var.ctx, { taxClass: c.req.valid("param").taxClass, input: c.req.valid("json") }), 200),
);
