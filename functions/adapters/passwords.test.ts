import { argon2Sync } from "node:crypto";
import { expect, test } from "vitest";
import { argon2Passwords } from "./passwords.ts";

const { hash, verify } = argon2Passwords();

test("a hash is Argon2id in the standard form, salted, and knows its password", async () => {
  const [first, second] = await Promise.all([hash("correct horse"), hash("correct horse")]);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(second).not.toBe(first);
  expect(await verify("correct horse", first)).toBe("right");
  expect(await verify("correct horsf", first)).toBe("wrong");
  expect(await verify("", first)).toBe("wrong");
});

test("the same letters typed on another keyboard are the same password", async () => {
  expect(await verify("Cafe\u0301 cre\u0300me", await hash("Caf\u00e9 cr\u00e8me"))).toBe("right");
});

test("a hash of another cost is verified and said to be outdated", async () => {
  const nonce = Buffer.alloc(16, 1);
  const tag = argon2Sync("argon2id", { message: "correct horse", nonce, memory: 8192, passes: 1, parallelism: 1, tagLength: 32 });
  const text = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");
  const old = `$argon2id$v=19$m=8192,t=1,p=1$${text(nonce)}$${text(tag)}`;
  expect(await verify("correct horse", old)).toBe("outdated");
  expect(await verify("wrong horse", old)).toBe("wrong");
});

test("without a hash nothing is right, and it is computed all the same", async () => {
  expect(await verify("", undefined)).toBe("wrong");
  expect(await verify("anything", undefined)).toBe("wrong");
});

test("a stored hash that is none is a bug, not a wrong password", async () => {
  await expect(verify("x", "plain text")).rejects.toThrow("Argon2id");
});

test("two hash at once, others wait in order, and too many are turned away", async () => {
  const { inTurn } = argon2Passwords();
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const gate = Promise.withResolvers<void>();
  const turns = Array.from({ length: 210 }, (_, at) =>
    inTurn(async () => {
      running += 1;
      most = Math.max(most, running);
      await gate.promise;
      order.push(at);
      running -= 1;
    }),
  );
  gate.resolve();
  const outcomes = await Promise.all(turns);

  expect(most).toBe(2);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(202);
  expect(outcomes.at(-1)).toMatchObject({ fault: { kind: "throttled", code: "sign_in.busy", retryAfterSeconds: 5 } });
});

test("work that fails gives its turn back", async () => {
  const { inTurn } = argon2Passwords();
  const failing = () => inTurn(() => Promise.reject(new Error("no")));
  for (let turn = 0; turn < 5; turn++) await expect(failing()).rejects.toThrow("no");
  expect(await inTurn(() => Promise.resolve("free"))).toEqual({ ok: true, value: "free" });
});
