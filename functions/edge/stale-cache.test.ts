import { beforeEach, expect, test } from "vitest";
import { type EdgeCache, staleCache } from "./stale-cache.ts";

const FRESH_MS = 60_000;
const STALE_MS = 600_000;
const KEPT_MS = 86_400_000;

let now = 1_800_000_000_000;
let entries: Map<string, { body: string; headers: Headers }>;
let pending: Promise<unknown>[];
let answer: () => Response | Promise<Response>;
let made: number;

const cache: EdgeCache = {
  match: async (key) => {
    const entry = entries.get(key);
    return entry && new Response(entry.body, { headers: entry.headers });
  },
  put: async (key, response) => {
    entries.set(key, { body: await response.text(), headers: new Headers(response.headers) });
  },
  delete: async (key) => entries.delete(key),
};

const page = (text: string, status = 200) =>
  new Response(text, {
    status,
    headers: { etag: `"${text}"`, "cache-control": "public, max-age=60", vary: "Accept-Language", "x-request-id": "1" },
  });

const visit = async (key: string) => {
  const cached = staleCache({
    cache,
    now: () => now,
    later: (work) => pending.push(work),
    freshMs: FRESH_MS,
    staleMs: STALE_MS,
    keptMs: KEPT_MS,
  });
  const response = await cached(key, async () => {
    made++;
    return answer();
  });
  const text = await response.text();
  return { response, text, way: response.headers.get("x-cache") };
};
const settled = () => Promise.all(pending.splice(0));

let key = "";
beforeEach(() => {
  key = crypto.randomUUID();
  entries = new Map();
  pending = [];
  made = 0;
  answer = () => page("one");
});

test("what was made is kept while it is fresh, and says its age", async () => {
  expect(await visit(key)).toMatchObject({ text: "one", way: "miss" });
  await settled();
  now += 30_000;
  const again = await visit(key);

  expect(again).toMatchObject({ text: "one", way: "hit" });
  expect(again.response.headers.get("age")).toBe("30");
  expect(made).toBe(1);
});

test("the reader sees the headers as they were made, the cache its own, and nobody another one's request id", async () => {
  await visit(key);
  await settled();
  const { response } = await visit(key);

  expect(Object.fromEntries(response.headers)).toMatchObject({
    etag: '"one"',
    "cache-control": "public, max-age=60",
    vary: "Accept-Language",
  });
  expect([...response.headers.keys()].filter((name) => name.startsWith("x-") && name !== "x-cache")).toEqual([]);
  expect(entries.get(key)?.headers.get("cache-control")).toBe("public, max-age=86400");
  expect(entries.get(key)?.headers.get("vary")).toBeNull();
});

test("what is stale goes out at once and is renewed behind the reader's back, once", async () => {
  await visit(key);
  await settled();
  now += FRESH_MS;
  answer = () => page("two");

  const both = await Promise.all([visit(key), visit(key)]);
  expect(both).toMatchObject([
    { text: "one", way: "stale" },
    { text: "one", way: "stale" },
  ]);
  await settled();
  expect(await visit(key)).toMatchObject({ text: "two", way: "hit" });
  expect(made).toBe(2);
});

test("a renewal that never came back is tried again", async () => {
  await visit(key);
  await settled();
  now += FRESH_MS;
  answer = () => new Promise<Response>(() => undefined);
  await visit(key);
  pending = [];
  now += 11_000;
  answer = () => page("two");
  await visit(key);
  await settled();

  expect(await visit(key)).toMatchObject({ text: "two", way: "hit" });
});

test.each([
  ["throws", () => Promise.reject(new Error("No database."))],
  ["answers 500", () => page("broken", 500)],
])("when making it %s, what is kept goes on being served", async (_, broken) => {
  await visit(key);
  await settled();
  answer = broken;
  now += FRESH_MS;
  expect(await visit(key)).toMatchObject({ text: "one", way: "stale" });
  await settled();
  now += STALE_MS;

  expect(await visit(key)).toMatchObject({ text: "one", way: "saved" });
});

test("with nothing kept a failure is a failure, and it is not kept", async () => {
  answer = () => page("broken", 503);
  expect(await visit(key)).toMatchObject({ text: "broken", way: "miss" });
  await settled();
  expect(entries.size).toBe(0);
  answer = () => Promise.reject(new Error("No database."));
  await expect(visit(key)).rejects.toThrow("No database.");
});

test("what is too old for that is made anew before it goes out", async () => {
  await visit(key);
  await settled();
  now += STALE_MS;
  answer = () => page("two");

  expect(await visit(key)).toMatchObject({ text: "two", way: "miss" });
});

test("what is gone is forgotten when that is found out", async () => {
  await visit(key);
  await settled();
  now += FRESH_MS;
  answer = () => page("gone", 404);
  await visit(key);
  await settled();

  expect(await visit(key)).toMatchObject({ text: "gone", way: "miss", response: { status: 404 } });
});
