import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, describe, expect, test, vi } from "vitest";
import { isPublicAddress, signedHeaders, webhookSender } from "./webhook-sender.ts";

let hits = 0;
const receiver = createServer((request, response) => {
  hits++;
  if (request.url === "/silent") return;
  if (request.url === "/away") return void response.writeHead(302, { location: "/ok" }).end();
  if (request.url === "/long") return void response.writeHead(200).end("x".repeat(100_000));
  response.writeHead(204).end();
});
await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
const { port } = receiver.address() as AddressInfo;
afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
});

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const message = (url: string) => ({ url, id: "evt_1", body: "{}", secrets: [secret] });

test.each([
  "127.0.0.1",
  "10.1.2.3",
  "192.168.0.1",
  "172.16.9.9",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "::1",
  "fe80::1",
  "fd00::1",
  "::ffff:10.0.0.1",
  "::ffff:7f00:1",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "224.0.0.1",
  "not an address",
])("%s is no public address", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])("%s is a public address", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test("nothing is sent into a private network, however its address is written, unless that is allowed", async () => {
  const send = webhookSender({ privateNetworks: false });
  const before = hits;
  for (const host of ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "017700000001"]) {
    for (const scheme of ["http", "https"]) {
      expect(await send(message(`${scheme}://${host}:${port}/ok`))).toMatchObject({ ok: false, status: null });
    }
  }
  expect(hits).toBe(before);
  expect(await webhookSender({ privateNetworks: true })(message(`http://127.0.0.1:${port}/ok`))).toMatchObject({ ok: true, status: 204 });
});

test("a name is resolved once and the checked address is the one connected to", async () => {
  const resolve = vi.fn().mockResolvedValueOnce(["93.184.215.14"]).mockResolvedValue(["127.0.0.1"]);
  const answer = await webhookSender({ privateNetworks: false, resolve, timeoutMs: 300 })(message(`https://rebinding.example:${port}/ok`));
  expect(answer).toMatchObject({ ok: false, status: null });
  expect(resolve).toHaveBeenCalledTimes(1);
  const mixed = webhookSender({ privateNetworks: false, resolve: async () => ["93.184.215.14", "10.0.0.1"] });
  expect((await mixed(message("https://mixed.example/"))).error).toContain("not on the public internet");
});

test("redirects are not followed, silence ends in time, and only the start of an answer is kept", async () => {
  const send = webhookSender({ privateNetworks: true, timeoutMs: 200 });
  const before = hits;
  expect(await send(message(`http://127.0.0.1:${port}/away`))).toMatchObject({
    ok: false,
    status: 302,
    error: "Redirects are not followed.",
  });
  expect(hits).toBe(before + 1);
  expect(await send(message(`http://127.0.0.1:${port}/silent`))).toMatchObject({
    ok: false,
    status: null,
    error: "The endpoint did not answer in time.",
  });
  expect((await send(message(`http://127.0.0.1:${port}/long`))).response).toHaveLength(2048);
  expect(await send(message("http://127.0.0.1:1/"))).toMatchObject({ ok: false, error: "ECONNREFUSED" });
});

const VECTORS = new URL("../../../shared/data/webhooks/standard-webhooks-vectors.json", import.meta.url);
type Vectors = {
  sign: { secret: string; id: string; timestamp: number; payload: string; signature: string }[];
  verify: { name: string; secret: string; now: number; headers: Record<string, string>; payload: string; expect: string }[];
};

describe.runIf(existsSync(VECTORS))("the vectors of Standard Webhooks", () => {
  const vectors: Vectors = existsSync(VECTORS) ? JSON.parse(readFileSync(VECTORS, "utf8")) : { sign: [], verify: [] };
  test.each(vectors.sign)("signs $id", ({ secret: key, id, timestamp, payload, signature }) => {
    expect(signedHeaders(id, new Date(timestamp * 1000), payload, [key])["webhook-signature"]).toBe(signature);
  });
  test.each(vectors.verify)("a receiver would $expect: $name", ({ secret: key, now, headers, payload, expect: verdict }) => {
    vi.useFakeTimers({ now: now * 1000 });
    try {
      const verify = () => new Webhook(key).verify(payload, headers, { jsonParse: false });
      if (verdict === "accept") expect(verify).not.toThrow();
      else expect(verify).toThrow();
    } finally {
      vi.useRealTimers();
    }
  });
});
