import { Hono } from "hono";
import { expect, test } from "vitest";
import type { Env } from "./env.ts";
import { limited } from "./middleware/limits.ts";

const begun = Date.parse("2026-03-31T12:00:00Z");

/** An API of one route whose caller is named by a header, at a time that passes only when told. */
const trial = (perMinute: number) => {
  let now = begun;
  const api = new Hono<Env>();
  api.use(async (c, next) => {
    c.set("requestId", "r");
    c.set("ctx", { actor: { id: c.req.header("caller"), companyId: "c" } } as Env["Variables"]["ctx"]);
    await next();
  });
  api.use(limited(perMinute, { now: () => new Date(now) }));
  api.get("/", (c) => c.text("here"));
  return {
    pass: (ms: number) => {
      now += ms;
    },
    ask: async (caller: string) => await api.request("/", { headers: { caller } }),
    asked: async (caller: string, times: number) => {
      const statuses: number[] = [];
      for (let at = 0; at < times; at++) statuses.push((await api.request("/", { headers: { caller } })).status);
      return statuses;
    },
  };
};

test("a caller may ask a sixth of a minute's requests at once, then evenly, and another caller is not held up", async () => {
  const { ask, asked, pass } = trial(60);
  expect(await asked("ada", 12)).toEqual([...Array(10).fill(200), 429, 429]);
  expect((await ask("eve")).status).toBe(200);

  const refused = await ask("ada");
  expect(Object.fromEntries(refused.headers)).toMatchObject({
    "content-type": "application/problem+json",
    "retry-after": "1",
    ratelimit: '"default";r=0;t=1',
  });
  expect(await refused.json()).toMatchObject({ status: 429, code: "rate.exceeded" });
  pass(1_000);
  expect(await asked("ada", 2)).toEqual([200, 429]);
  pass(60_000);
  expect(await asked("ada", 11)).toEqual([...Array(10).fill(200), 429]);
});

test("a limit of one is one a minute", async () => {
  const { asked, pass } = trial(1);
  expect(await asked("ada", 2)).toEqual([200, 429]);
  pass(59_000);
  expect(await asked("ada", 1)).toEqual([429]);
  pass(1_000);
  expect(await asked("ada", 1)).toEqual([200]);
});
