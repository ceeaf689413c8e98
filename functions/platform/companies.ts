import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { changeCompany, getCompany, listCompanies } from "#core/identity/companies/companies.ts";
import { CompanyBody, CompanyChange, NewCompany } from "#core/identity/companies/company.ts";
import { createCompany } from "#functions/company-set-up.ts";
import { problems } from "#functions/problem.ts";
import { answer, body, expectedVersion, idParam, json, router } from "#functions/router.ts";
import { forgetsCallers } from "./identity-writes.ts";

const tags = ["Companies"];
export const companies = router();
companies.use(forgetsCallers);

const list = createRoute({
  operationId: "listCompanies",
  tags,
  summary: "The companies one belongs to.",
  method: "get",
  path: "/",
  responses: {
    200: json(z.object({ items: z.array(z.object({ id: z.uuid(), name: z.string(), currency: z.string() })) })),
    ...problems(401, 403),
  },
});
companies.openapi(list, async (c) => answer(c, await listCompanies(c.var.ctx, undefined), 200));

const create = createRoute({
  operationId: "createCompany",
  tags,
  summary: "Set up another company.",
  description:
    "With chart of accounts, fiscal years, taxes, number series, warehouse, price list and roles. Its maker becomes its administrator.",
  method: "post",
  path: "/",
  request: { body: body(NewCompany) },
  responses: { 201: json(CompanyBody), ...problems(401, 403, 409, 422) },
});
companies.openapi(create, async (c) => answer(c, await createCompany(c.var.ctx, c.req.valid("json")), 201));

const get = createRoute({
  operationId: "getCompany",
  tags,
  summary: "The company one works in.",
  method: "get",
  path: "/{id}",
  request: { params: idParam() },
  responses: { 200: json(CompanyBody), ...problems(401, 403, 404, 422) },
});
companies.openapi(get, async (c) => answer(c, await getCompany(c.var.ctx, c.req.valid("param").id), 200));

const change = createRoute({
  operationId: "changeCompany",
  tags,
  summary: "Rename the company, change its facts.",
  description: "Currency, country, rounding and fiscal year stay as they are: the books are kept in them.",
  method: "patch",
  path: "/{id}",
  request: { params: idParam(), body: body(CompanyChange) },
  responses: { 200: json(CompanyBody), ...problems(401, 403, 404, 409, 412, 422) },
});
companies.openapi(change, async (c) => {
  const input = { id: c.req.valid("param").id, change: c.req.valid("json"), expectedVersion: expectedVersion(c) };
  return answer(c, await changeCompany(c.var.ctx, input), 200);
});
