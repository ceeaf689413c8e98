import { v7 as uuidv7 } from "uuid";
import type { SystemRole } from "#core/identity/roles/system-roles.ts";
import { beginSession } from "#core/identity/sessions/open-session.ts";
import { addUser } from "#core/identity/users/create-user.ts";
import { clockOf } from "#core/kernel/clock.ts";
import type { Clock, DatabasePort } from "#core/kernel/context.ts";
import { databaseOver } from "#functions/adapters/postgres.ts";
import { createApi } from "#functions/api.ts";
import { type Identity, openIdentity } from "#functions/identity.ts";
import { createLogger } from "#functions/logging.ts";
import { reading, resultOf, type TestCompany, testPool, writing } from "./company.ts";

/** Somebody who can sign in to a test's company. Roles are the system's, or grant patterns of a role of their own. */
export type TestRoles = readonly SystemRole[] | Readonly<{ grants: readonly string[] }>;
export type TestUser = Readonly<{ id: string; email: string; password: string; company: TestCompany }>;

/** What seals keys and secrets in tests. */
export const TEST_ENCRYPTION_KEYS = [{ id: "test", key: new Uint8Array(32).fill(7) }];

const services = () => ({ database: databaseOver(testPool()), newId: () => uuidv7(), metrics: { count: () => undefined } });

/** Signing in runs on the true time, whatever day it is in a test's company; a test of sessions travels with a clock of its own. */
export const anIdentity = (clock: Clock = clockOf(() => new Date())): Identity =>
  openIdentity({ ...services(), clock, encryptionKeys: TEST_ENCRYPTION_KEYS });

let shared: Identity | undefined;
const sharedIdentity = () => {
  shared ??= anIdentity();
  return shared;
};

type ApiOptions = Readonly<{ today?: string; identity?: Identity; database?: DatabasePort }>;

/** The whole API over the test database: `await anApi().request("/sales/customers", …)`. */
export const anApi = ({ today = "2026-03-31", identity = sharedIdentity(), database }: ApiOptions = {}) =>
  createApi({
    ...services(),
    ...(database ? { database } : {}),
    clock: clockOf(() => new Date(`${today}T12:00:00Z`)),
    logger: createLogger("error"),
    identity,
    encryptionKeys: TEST_ENCRYPTION_KEYS,
  });
export type TestApi = ReturnType<typeof anApi>;

export const PASSWORD = "correct horse battery";
let hashed: Promise<string> | undefined;

/** A member of the company with these roles (administrator when none are named). */
export const aUser = async (company: TestCompany, roles: TestRoles = ["administrator"]): Promise<TestUser> => {
  hashed ??= sharedIdentity().passwords.hash(PASSWORD);
  const [hash, roleIds] = await Promise.all([hashed, roleIdsOf(company, roles)]);
  const email = `${uuidv7()}@example.com`;
  const added = await addUser(company.as(), {
    user: { name: "Test User", email, roleIds },
    password: { hash, mustChange: false, expiresAt: null },
  });
  return { id: resultOf(added).id, email, password: PASSWORD, company };
};

const roleIdsOf = async (company: TestCompany, roles: TestRoles) => {
  if ("grants" in roles) return [await aRole(company, roles.grants)];
  if (roles.length === 0) return [];
  const rows = await reading(company.as(), ({ db }) =>
    db
      .selectFrom("shared.role")
      .select("id")
      .where("system", "in", [...roles])
      .execute(),
  );
  return rows.map(({ id }) => id);
};

/** A role of these patterns, whether anybody declared them or not. */
const aRole = (company: TestCompany, grants: readonly string[]) =>
  writing(company.as(), async ({ db, newId }) => {
    const id = newId();
    const values = { id, companyId: company.id, name: `Role ${id}`, grants: [...grants] };
    await db.insertInto("shared.role").values(values).execute();
    return id;
  });

/** Signs in, past the slow hash, and answers the access token. */
export const signIn = async (_api: TestApi, user: TestUser): Promise<string> => {
  const visitor = { requestId: "test", address: "unknown", userAgent: undefined };
  const opened = await beginSession(sharedIdentity(), {
    userId: user.id,
    companyId: user.company.id,
    visitor,
    forgive: null,
    rehashed: null,
  });
  if (!opened) throw new Error("A test user without a company.");
  return resultOf(opened).session.accessToken;
};

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
