import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { aCaller, anApi, aUser, signIn, type TestApi, type TestCaller } from "#core/testing/api.ts";
import { bookOf, sealAll } from "#core/testing/books.ts";
import { aCompany } from "#core/testing/company.ts";
import { collectionOf, leastBody, operations, pathOf, type TestOperation } from "#core/testing/operations.ts";
import { aShop } from "#core/testing/trade.ts";

const behindGrants = operations.filter(({ isPublic, path }) => !isPublic && !path.startsWith("/auth/"));
const reads = behindGrants.filter(({ method }) => method === "GET");
const writes = behindGrants.filter(({ method }) => method !== "GET");
const named = (list: readonly TestOperation[]) => list.map((operation) => ({ name: operation.name, operation }));

/** What an auditor may not read, and why. Pay and personal secrets will stand here when there are any. */
const NOT_READ: Readonly<Record<string, string>> = {};
/** What an auditor may call though it is no GET, and why. */
const MAY_CALL: Readonly<Record<string, string>> = {
  "POST /finance/bank-rules/test": "Tries conditions on lines that are there, and stores nothing.",
  "POST /sales/prices/resolve": "Asks what something costs, and stores nothing.",
};
/** What a read cannot do without, beside what the document says is required. */
const QUERIES: Readonly<Record<string, (companyId: string) => string>> = {
  "GET /finance/reports/tax/lines": () => "accountId=019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
  "GET /finance/open-items": (companyId) => `partyId=${companyId}`,
  "GET /finance/reports/side-by-side": (companyId) => `companies=${companyId}`,
};

let api: TestApi;
let token: string;
let companyId: string;
/** What the company has, by collection. */
const own = new Map<string, string>();

beforeAll(async () => {
  api = anApi();
  const company = await aCompany();
  companyId = company.id;
  const [administrator, { customerId, productId }] = [await aCaller(company, ["administrator"], api), await aShop(company)];
  token = await signIn(api, await aUser(company, ["auditor"]));
  for (const operation of operations.filter(({ method, path }) => method === "POST" && !path.includes("{") && !path.startsWith("/auth/"))) {
    const made = await administrator.post(operation.path, leastBody(operation, { customerId, productId, partyId: customerId }));
    if (made.status === 201 && typeof made.body.id === "string") own.set(operation.path, made.body.id);
  }
  own.set("/platform/approvals", await aRequest(administrator));
  // A package is of what is sealed.
  const audit = operations.find(({ path }) => path === "/finance/audit-package") as TestOperation;
  const isSealed = async () => (await sealAll()) >= 0 && (await administrator.get(pathOf(audit, uuidv7()))).status;
  await vi.waitUntil(async () => (await isSealed()) !== 409, { timeout: 20_000, interval: 100 });
  for (const path of new Set(reads.flatMap((one) => collectionOf(one.path) ?? []))) {
    const listed = own.has(path) ? undefined : await administrator.get(path);
    const id: unknown = listed?.status === 200 ? listed.body.items?.[0]?.id : undefined;
    if (typeof id === "string") own.set(path, id);
  }
});

/** Something that waits for a second person, which an auditor sees and does not decide. */
const aRequest = async (administrator: TestCaller): Promise<string> => {
  await administrator.put("/platform/approval-rules/finance.entry.post", { demanded: true });
  const book = await bookOf(administrator.user.company);
  const lines = [
    { accountId: book.account("1230"), debit: "1.00" },
    { accountId: book.account("4000"), credit: "1.00" },
  ];
  const asked = await administrator.post("/finance/entries", { description: "Accrual", effectiveOn: "2026-03-31", lines });
  return asked.body.approval.id;
};

const send = async (operation: TestOperation) => {
  const id = own.get(`${collectionOf(operation.path)}`) ?? uuidv7();
  const query = QUERIES[operation.name]?.(companyId);
  const path = pathOf(operation, id);
  const response = await api.request(query === undefined ? path : `${path.split("?")[0]}?${query}`, {
    method: operation.method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(operation.example === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(operation.example === undefined ? {} : { body: JSON.stringify(operation.example) }),
  });
  const isStream = /event-stream/.test(response.headers.get("content-type") ?? "");
  if (isStream) await response.body?.cancel();
  return { status: response.status, text: isStream || response.body === null ? "" : await response.text() };
};

test("there is much to read, and some of it is there", () => {
  expect(reads.length).toBeGreaterThan(90);
  expect(own.size).toBeGreaterThan(15);
});

describe("an auditor reads it, as far as it is there", () => {
  test.each(named(reads))("$name", async ({ name, operation }) => {
    const { status, text } = await send(operation);
    expect(name in NOT_READ ? [403] : [200, 404], text.slice(0, 300)).toContain(status);
  });
});

describe("an auditor changes nothing", () => {
  test.each(named(writes))("$name", async ({ name, operation }) => {
    const { status, text } = await send(operation);
    if (name in MAY_CALL) expect(status, text.slice(0, 300)).not.toBe(403);
    else expect(status, text.slice(0, 300)).toBe(403);
  });
});

test("what is excepted is there", () => {
  const names = behindGrants.map(({ name }) => name);
  expect(Object.keys({ ...NOT_READ, ...MAY_CALL }).filter((name) => !names.includes(name))).toEqual([]);
});
