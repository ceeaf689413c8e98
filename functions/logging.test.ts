import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { createLogger, logRequest } from "./logging.ts";

const collector = () => {
  const lines: string[] = [];
  const out = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { lines, out };
};
const request = {
  requestId: "r1",
  method: "GET",
  endpoint: "/sales/orders/{id}",
  status: 200,
  durationMs: 3.21,
  actor: "u1",
  company: "c1",
};

test("one JSON line a request, with its facts", () => {
  const { lines, out } = collector();

  logRequest(createLogger("info", { out }), request);

  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "info", ...request });
});

test("probes do not fill the log", () => {
  const { lines, out } = collector();

  logRequest(createLogger("info", { out }), { ...request, endpoint: "/ready" });

  expect(lines).toEqual([]);
});

test("our failures are errors", () => {
  const { lines, out } = collector();

  logRequest(createLogger("error", { out }), request);
  logRequest(createLogger("error", { out }), { ...request, status: 500 });

  expect(lines.map((line) => JSON.parse(line).status)).toEqual([500]);
});

test("no secret reaches the log, however deep it lies", () => {
  const { lines, out } = collector();
  const secret = "s3cret-value";

  createLogger("info", { out }).info({
    password: secret,
    body: { token: secret, user: { newPassword: secret } },
    headers: { authorization: secret, cookie: secret },
  });

  expect(lines.join("")).not.toContain(secret);
});

test("people read short lines, and the trace of a failure", () => {
  const { lines, out } = collector();
  const logger = createLogger("info", { out, people: true });

  logRequest(logger, request);
  logger.warn("Mail is only logged.");
  logger.error(new Error("broken"));

  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d GET \/sales\/orders\/\{id\} 200 3 ms\n$/);
  expect(lines[1]).toMatch(/ warning: Mail is only logged\.\n$/);
  expect(lines[2]).toMatch(/ error: broken\nError: broken\n +at /);
});
