import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { send } from "./transport.ts";

const requests: Request[] = [];
let answers: (Response | Error)[] = [];
const grant = { accessToken: "fresh", user: {}, company: {}, companies: [], permissions: [], mustChangePassword: false };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  vi.stubGlobal("localStorage", { setItem: () => undefined, removeItem: () => undefined, getItem: () => null });
  vi.stubGlobal("fetch", async (input: Request | string, init?: RequestInit) => {
    requests.push(new Request(typeof input === "string" ? `http://app.example${input}` : input, init));
    const answer = answers.shift() ?? new Response("{}");
    if (answer instanceof Error) throw answer;
    return answer;
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  requests.length = 0;
  answers = [];
});

const post = () => send(new Request("http://app.example/sales/orders", { method: "POST", body: "{}" }));
const settled = async <T>(work: Promise<T>) => {
  work.catch(() => undefined);
  await vi.runAllTimersAsync();
  return work;
};
const keys = () => requests.map((request) => request.headers.get("idempotency-key"));

test("a POST is repeated with the same key while the connection fails, so that it happens once", async () => {
  answers = [new TypeError("Failed to fetch"), new Response("", { status: 503 }), new Response("done")];
  const answer = await settled(post());
  expect(await answer.text()).toBe("done");
  expect([keys().length, new Set(keys()).size, keys()[0]?.length]).toEqual([3, 1, 36]);
});

test("it gives up after three tries; a refusal is not repeated; two intentions have two keys", async () => {
  answers = [1, 2, 3].map(() => new TypeError("Failed to fetch"));
  await expect(settled(post())).rejects.toThrow("Failed to fetch");
  expect(requests.length).toBe(3);
  answers = [new Response("", { status: 422 })];
  expect((await settled(post())).status).toBe(422);
  expect(requests.length).toBe(4);
  expect(keys()[3]).not.toBe(keys()[0]);
});

test("an expired token is refreshed once for all that wait, and the requests go out again", async () => {
  answers = [
    new Response("", { status: 401 }),
    new Response("", { status: 401 }),
    Response.json(grant),
    new Response("one"),
    new Response("two"),
  ];
  const both = await settled(Promise.all([send(new Request("http://app.example/a")), send(new Request("http://app.example/b"))]));
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect(requests.filter(({ url }) => url.endsWith("/auth/refresh")).length).toBe(1);
  expect(requests.slice(3).map((request) => request.headers.get("authorization"))).toEqual(["Bearer fresh", "Bearer fresh"]);
});

test("when the session is over the refusal stands", async () => {
  answers = [new Response("", { status: 401 }), new Response("", { status: 401 })];
  expect((await settled(send(new Request("http://app.example/a")))).status).toBe(401);
  expect(requests.length).toBe(2);
});
