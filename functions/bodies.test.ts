import { request } from "node:http";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Listening, listen } from "./adapters/listen.ts";
import type { Env } from "./env.ts";
import { authenticated, type ContextServices } from "./middleware/context.ts";
import { jsonBodies, limitedBodies } from "./middleware/requests.ts";

const MEGABYTE = 1024 * 1024;

/** What stands before every handler that reads a body, on a server as the program runs it; it answers what it read and the hash of the request. */
const api = new Hono<Env>();
api.use(async (c, next) => {
  c.set("requestId", "r");
  await next();
});
api.use(limitedBodies, jsonBodies);
api.use(authenticated({} as ContextServices, async () => ({ ok: true, value: {} as never })));
api.post("/", async (c) => c.json({ read: (await c.req.text()).length, hash: c.var.ctx.request.hash }));

let listening: Listening;
beforeAll(async () => {
  listening = await listen((request, connection) => api.fetch(request, connection), 0);
});
afterAll(() => listening.close(0));

type Sent = Readonly<{ pieces?: readonly string[]; length?: number; type?: string }>;

const post = ({ pieces = [], length, type }: Sent) =>
  new Promise<{ status: number; body: Record<string, unknown> }>((resolve, reject) => {
    const headers = {
      "idempotency-key": "k",
      ...(length !== undefined && { "content-length": length }),
      ...(type && { "content-type": type }),
    };
    const sent = request({ port: listening.port, method: "POST", headers, agent: false }, async (answer) => {
      const text = (await answer.setEncoding("utf8").toArray()).join("");
      resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) });
    });
    sent.on("error", reject);
    if (length === undefined && pieces.length === 0) sent.useChunkedEncodingByDefault = false;
    for (const piece of pieces) sent.write(piece);
    sent.end();
  });

const JSON_TYPE = "application/json";

test("a request without a body is the same whether it says a length of nothing or none, and another than one with a body", async () => {
  const [none, zero, pieces, some] = await Promise.all([
    post({}),
    post({ length: 0 }),
    post({ pieces: ["{", "}"], type: JSON_TYPE }),
    post({ pieces: ["{}"], length: 2, type: JSON_TYPE }),
  ]);
  expect([none, zero, pieces, some].map(({ status, body }) => [status, body.read])).toEqual([
    [200, 0],
    [200, 0],
    [200, 2],
    [200, 2],
  ]);
  expect(zero.body.hash).toBe(none.body.hash);
  expect(some.body.hash).toBe(pieces.body.hash);
  expect(some.body.hash).not.toBe(none.body.hash);
});

test("a body is no larger than it may be, whether its length is said or it comes in pieces", async () => {
  const megabytes = (count: number) => Array.from({ length: count }, () => "x".repeat(MEGABYTE));
  const quoted = (count: number) => ['"', ...megabytes(count), '"'];
  const sizeOf = (count: number) => count * MEGABYTE + 2;

  expect((await post({ pieces: quoted(4), type: JSON_TYPE })).body.read).toBe(sizeOf(4));
  expect((await post({ pieces: quoted(4), length: sizeOf(4), type: JSON_TYPE })).body.read).toBe(sizeOf(4));
  expect(await post({ pieces: quoted(6), type: JSON_TYPE })).toMatchObject({ status: 413, body: { code: "too_large" } });
  expect(await post({ pieces: quoted(6), length: sizeOf(6), type: JSON_TYPE })).toMatchObject({ status: 413, body: { code: "too_large" } });
});
