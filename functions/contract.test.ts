import { existsSync, readFileSync } from "node:fs";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import { aCaller, anApi, aUser, signIn, type TestApi } from "#core/testing/api.ts";
import { aCompany } from "#core/testing/company.ts";
import { collectionOf, leastBody, makesWhatItNames, operations, pathOf, type TestOperation } from "#core/testing/operations.ts";
import { aShop } from "#core/testing/trade.ts";

const closed = operations.filter(({ isPublic }) => !isPublic);
const behindGrants = closed.filter(({ path }) => !path.startsWith("/auth/"));
const withId = behindGrants.filter(({ path }) => collectionOf(path) !== undefined);
const withBody = operations.filter(({ bodySchema }) => bodySchema !== undefined);
const writing = operations.filter(({ method }) => method === "POST" || method === "PATCH" || method === "PUT");
const named = (list: readonly TestOperation[]) => list.map((operation) => ({ name: operation.name, operation }));

let api: TestApi;
/** An administrator, somebody who may do nothing, and what the rival company has, by collection. */
let tokens: { administrator: string; nobody: string };
const foreign = new Map<string, string>();

beforeAll(async () => {
  api = anApi();
  const [company, rivals] = [await aCompany(), await aCompany()];
  const [rival, { customerId, productId }] = [await aCaller(rivals), await aShop(rivals)];
  tokens = { administrator: await signIn(api, await aUser(company)), nobody: await signIn(api, await aUser(company, [])) };
  for (const operation of operations.filter(({ method, path }) => method === "POST" && !path.includes("{") && !path.startsWith("/auth/"))) {
    const made = await rival.post(operation.path, leastBody(operation, { customerId, productId, partyId: customerId }));
    if (made.status === 201 && typeof made.body.id === "string") foreign.set(operation.path, made.body.id);
  }
  for (const path of new Set(withId.map((one) => `${collectionOf(one.path)}`))) {
    const listed = foreign.has(path) ? undefined : await rival.get(path);
    const id: unknown = listed?.status === 200 ? listed.body.items?.[0]?.id : undefined;
    if (typeof id === "string") foreign.set(path, id);
  }
});

type Sending = Readonly<{
  token?: string;
  id?: string;
  body?: string | Uint8Array<ArrayBuffer>;
  type?: string;
  path?: string;
  headers?: Record<string, string>;
}>;

/** The smallest picture there is, for operations that take one. */
const PIXEL = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
  (character) => character.charCodeAt(0),
);
const exampleOf = ({ example, mediaTypes }: TestOperation) => {
  if (mediaTypes.includes("image/png")) return { input: PIXEL, usual: "image/png" };
  return { input: example === undefined ? undefined : JSON.stringify(example), usual: "application/json" };
};

const send = async (operation: TestOperation, { token, id = uuidv7(), body, type, path, headers = {} }: Sending) => {
  const { input: usualInput, usual } = exampleOf(operation);
  const input = body ?? usualInput;
  const response = await api.request(path ?? pathOf(operation, id), {
    method: operation.method,
    headers: {
      // Failures to sign in are counted by address; these belong to nobody else.
      "x-forwarded-for": `198.18.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(input === undefined ? {} : { "content-type": type ?? (body === undefined ? usual : "application/json") }),
      ...headers,
    },
    ...(input === undefined ? {} : { body: input }),
  });
  const text = response.body === null || /event-stream/.test(response.headers.get("content-type") ?? "") ? "" : await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "") && text !== "";
  return { status: response.status, type: response.headers.get("content-type"), body: isJson ? JSON.parse(text) : text };
};
type Sent = Awaited<ReturnType<typeof send>>;

/** A refusal of this status, in the form every refusal has. */
const expectProblem = ({ status, type, body }: Sent, ...allowed: number[]) => {
  expect(allowed, JSON.stringify(body)).toContain(status);
  expect(type).toBe("application/problem+json");
  expect(body).toMatchObject({ type: expect.stringMatching(/^\/problems\//), title: expect.any(String), status, code: expect.any(String) });
  expect(body.requestId).toEqual(expect.any(String));
};

test("there is something to hold to the contract", () => {
  expect(operations.length).toBeGreaterThan(50);
  expect([...foreign.keys()]).toEqual(
    expect.arrayContaining(["/sales/customers", "/sales/products", "/sales/orders", "/platform/roles", "/platform/users"]),
  );
});

describe("without a token: 401", () => {
  test.each(named(closed))("$name", async ({ operation }) => {
    expectProblem(await send(operation, {}), 401);
    expectProblem(await send(operation, { token: "x.y.z" }), 401);
  });
});

describe("a member without any grant: 403", () => {
  test.each(named(behindGrants))("$name", async ({ operation }) => {
    expectProblem(await send(operation, { token: tokens.nobody, id: foreign.get(`${collectionOf(operation.path)}`) ?? uuidv7() }), 403);
  });
});

describe("what belongs to another company is not there: 404", () => {
  test.each(named(withId.filter((operation) => !makesWhatItNames(operation))))("$name", async ({ operation }) => {
    const theirs = await send(operation, { token: tokens.administrator, id: foreign.get(`${collectionOf(operation.path)}`) ?? uuidv7() });
    const nobodys = await send(operation, { token: tokens.administrator });
    expectProblem(theirs, 404);
    expect([theirs.status, theirs.body.code]).toEqual([nobodys.status, nobodys.body.code]);
  });
});

describe("an id that is none: 404 or 422", () => {
  test.each(named(withId))("$name", async ({ operation }) => {
    for (const id of ["1", "%00", "' or 1=1", "../../etc", "ﾟ･✿ヾ"])
      expectProblem(await send(operation, { token: tokens.administrator, path: pathOf(operation, id, id) }), 404, 422);
  });
});

describe("a body that cannot be read: 400, of another type: 415", () => {
  test.each(named(withBody))("$name", async ({ operation }) => {
    const token = tokens.administrator;
    for (const body of ["{", "[1,", '{"a":"\\ud8"}', "nothing", ...(operation.bodyRequired ? [""] : [])])
      expectProblem(await send(operation, { token, body }), 400, ...(body === "" ? [422] : []));
    expectProblem(await send(operation, { token, type: "application/xml", body: "<a/>" }), 415);
    expectProblem(await send(operation, { token, type: "application/x-www-form-urlencoded", body: "a=1" }), 415);
  });
});

describe("an unknown field, or something that is no object: 422", () => {
  test.each(named(withBody))("$name", async ({ operation }) => {
    const token = tokens.administrator;
    const unknown = { ...(operation.example as object), noSuchField: 1 };
    expectProblem(await send(operation, { token, body: JSON.stringify(unknown) }), 422);
    for (const body of ["[]", "null", "1", '"text"', '{"__proto__":{"a":1},"constructor":1}'])
      expectProblem(await send(operation, { token, body }), 422);
  });
});

describe("a body too large: 413", () => {
  test.each(named(writing.slice(0, 3)))("$name", async ({ operation }) => {
    const body = JSON.stringify({ name: "x".repeat(10 * 1024 * 1024) });
    expectProblem(await send(operation, { token: tokens.administrator, body }), 413);
  });
});

const LIST_OF_NAUGHTY_STRINGS = new URL("../../shared/data/fuzz/blns.json", import.meta.url);
const OWN: readonly string[] = [
  ...[
    "",
    " ",
    "\u0000",
    "\ud800",
    "\u202e txet",
    "ＴＥＳＴ",
    "𝒜𝓃𝒶",
    "' or ''='",
    "'; drop table shared.company; --",
    "%s%n",
    "$1",
    "\\",
    "{{7*7}}",
  ],
  ...[
    "<script>",
    "../../../etc/passwd",
    "NaN",
    "-0",
    "1e400",
    "99999999999999999999999999",
    "0x1",
    "2026-02-30",
    "9999-12-31",
    "-1",
    "null",
  ],
  ...["true", "[]", "\r\n", "\t", "a".repeat(100_000), "🏳️‍⚧️", "İ", "ß", "\u0085", "\ufeff", "\u200b", "1,5", "1.005", "١٢٣"],
];
const naughty: readonly string[] = [
  ...OWN,
  ...(existsSync(LIST_OF_NAUGHTY_STRINGS) ? (JSON.parse(readFileSync(LIST_OF_NAUGHTY_STRINGS, "utf8")) as string[]) : []),
];
const FOR_EACH = 12;

/** Our own list for every operation, and of the long list a dozen in turn, so that together they see it all. */
const naughtyFor = (operation: TestOperation) => {
  const start = (operations.indexOf(operation) * FOR_EACH) % naughty.length;
  return [...OWN, ...naughty.slice(start, start + FOR_EACH)];
};

/** The example with every text in it replaced; numbers too when asked. */
const spoiled = (value: unknown, by: unknown, numbersToo: boolean): unknown => {
  if (typeof value === "string" || (numbersToo && typeof value === "number")) return by;
  if (Array.isArray(value)) return value.map((one) => spoiled(one, by, numbersToo));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, spoiled(field, by, numbersToo)]));
};

/** Each field of the example spoiled alone, so that what would be refused first does not hide what comes after it. */
const spoiledOneByOne = (example: unknown, by: unknown): unknown[] =>
  example === null || typeof example !== "object" || Array.isArray(example)
    ? []
    : Object.keys(example).map((name) => ({ ...example, [name]: by }));

const expectNoFailure = async (operation: TestOperation, sending: Sending, what: unknown) => {
  const sent = await send(operation, { token: tokens.administrator, ...sending });
  expect(sent.status, `${JSON.stringify(what)} gave ${JSON.stringify(sent.body)}`).toBeLessThan(500);
  if (sent.status >= 400) expect(sent.type, JSON.stringify(what)).toBe("application/problem+json");
  expect(operation.statuses, `${sent.status} is not in the document`).toContain(`${sent.status}`);
};

describe("naughty strings, wrong types and huge numbers in a body never make it fail", () => {
  test.each(named(withBody))("$name", { timeout: 120_000 }, async ({ operation }) => {
    for (const text of naughtyFor(operation)) {
      await expectNoFailure(operation, { body: JSON.stringify(spoiled(operation.example, text, false)) }, text);
    }
    for (const value of [
      "\ud800",
      "x\u0007",
      "9999-12-31",
      1e308,
      -1,
      0.1,
      2 ** 53,
      "99999999999999999999.99",
      {},
      [],
      null,
      true,
      [[]],
      [null],
      "0001-01-01",
    ]) {
      for (const body of [spoiled(operation.example, value, true), ...spoiledOneByOne(operation.example, value)])
        await expectNoFailure(operation, { body: JSON.stringify(body) }, body);
    }
  });
});

describe("naughty queries never make it fail", () => {
  const withQuery = closed.filter(({ parameters }) => parameters.some((one) => one.in === "query"));
  test.each(named(withQuery))("$name", { timeout: 120_000 }, async ({ operation }) => {
    const [path] = pathOf(operation, uuidv7()).split("?");
    for (const { name } of operation.parameters.filter((one) => one.in === "query")) {
      const required = new URLSearchParams(pathOf(operation, uuidv7()).split("?")[1]);
      for (const text of [
        "",
        "\u0000",
        "\ud800",
        "%",
        "_",
        "\\",
        "'",
        "WyJ4Il0",
        "W251bGwsbnVsbF0",
        "WzEsMl0",
        "-1",
        "1e9",
        "9999-12-31",
        "0001-01-01",
        "x".repeat(3000),
        "null",
      ]) {
        required.set(name, text);
        await expectNoFailure(operation, { path: `${path}?${required}` }, `${name}=${text}`);
      }
    }
  });
});
