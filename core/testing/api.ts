import { v7 as uuidv7 } from "uuid";
import { grantsOf } from "#core/identity/roles/grant-patterns.ts";
import { type SystemRole, systemRoles } from "#core/identity/roles/system-roles.ts";
import { clockOf } from "#core/kernel/clock.ts";
import type { Actor, CompanyFacts } from "#core/kernel/context.ts";
import { done, refuse } from "#core/kernel/fault.ts";
import { databaseOver } from "#functions/adapters/postgres.ts";
import { createApi } from "#functions/api.ts";
import { createLogger } from "#functions/logging.ts";
import type { Authenticate } from "#functions/middleware/context.ts";
import { type TestCompany, testPool } from "./company.ts";

/** Somebody who can sign in to a test's company. Roles are the system's, or grant patterns of a role of their own. */
export type TestRoles = readonly SystemRole[] | Readonly<{ grants: readonly string[] }>;
export type TestUser = Readonly<{ id: string; email: string; password: string; company: TestCompany }>;

const callers = new Map<string, Readonly<{ actor: Actor; company: CompanyFacts }>>();

const authenticate: Authenticate = async ({ authorization, companyId }) => {
  const caller = callers.get(authorization ?? "");
  if (!caller) return refuse({ kind: "unauthenticated", code: "unauthenticated", detail: "Sign in first." });
  if (companyId !== undefined && companyId !== caller.actor.companyId)
    return refuse({ kind: "refused", code: "company.not_member", detail: "You do not belong to this company." });
  return done(caller);
};

/** The whole API over the test database: `await anApi().request("/sales/customers", …)`. */
export const anApi = ({ today = "2026-03-31" }: { today?: string } = {}) =>
  createApi({
    database: databaseOver(testPool()),
    clock: clockOf(() => new Date(`${today}T12:00:00Z`)),
    newId: () => uuidv7(),
    metrics: { count: () => undefined },
    logger: createLogger("error"),
    authenticate,
  });
export type TestApi = ReturnType<typeof anApi>;

/** A member of the company with these roles (administrator when none are named). */
export const aUser = async (company: TestCompany, roles: TestRoles = ["administrator"]): Promise<TestUser> => {
  const id = uuidv7();
  const patterns = "grants" in roles ? roles.grants : roles.flatMap((role) => systemRoles[role].grants);
  const facts = company.as().company;
  const actor: Actor = { kind: "user", id, name: "Test User", companyId: company.id, grants: grantsOf(patterns) };
  callers.set(`Bearer ${id}`, { actor, company: facts });
  return { id, email: `${id}@example.com`, password: "correct horse battery", company };
};

/** Signs in and answers the access token. */
export const signIn = async (_api: TestApi, user: TestUser): Promise<string> => user.id;

type Options = Readonly<{ headers?: Readonly<Record<string, string>> }>;

/**
 * Somebody signed in, who speaks JSON: `const sales = await aCaller(company, ["sales"])`, then
 * `const { status, body, headers } = await sales.post("/sales/customers", { name: "Northwind" })`.
 */
export const aCaller = async (
  company: TestCompany,
  roles: TestRoles = ["administrator"],
  api: TestApi = anApi({ today: company.today }),
) => {
  const user = await aUser(company, roles);
  const token = await signIn(api, user);
  const call = async (method: string, path: string, input?: unknown, { headers = {} }: Options = {}) => {
    const response = await api.request(path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(input === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(input === undefined ? {} : { body: JSON.stringify(input) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, headers: response.headers, body: isJson && text !== "" ? JSON.parse(text) : text };
  };
  return {
    user,
    token,
    api,
    get: (path: string, options?: Options) => call("GET", path, undefined, options),
    post: (path: string, input?: unknown, options?: Options) => call("POST", path, input, options),
    put: (path: string, input?: unknown, options?: Options) => call("PUT", path, input, options),
    patch: (path: string, input?: unknown, options?: Options) => call("PATCH", path, input, options),
    delete: (path: string, options?: Options) => call("DELETE", path, undefined, options),
  };
};
export type TestCaller = Awaited<ReturnType<typeof aCaller>>;
