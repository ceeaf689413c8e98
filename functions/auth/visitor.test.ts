import { Hono } from "hono";
import { expect, test } from "vitest";
import type { Env } from "#functions/env.ts";
import { addressOf } from "./visitor.ts";

/** What the server takes for the address of a request over this socket. */
const seen = async (socket: string | undefined, forwarded?: string) => {
  const app = new Hono<Env>().get("/", (c) => c.text(addressOf(c)));
  const connection =
    socket === undefined ? undefined : { incoming: { socket: { remoteAddress: socket, remotePort: 1, remoteFamily: "IPv4" } } };
  return (await app.request("/", { headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded } }, connection)).text();
};

test.each([
  ["a stranger", "198.51.100.7", undefined, "198.51.100.7"],
  ["a stranger who claims to be another", "198.51.100.7", "203.0.113.1", "198.51.100.7"],
  ["behind a proxy", "10.0.0.3", "198.51.100.7", "198.51.100.7"],
  ["behind two proxies", "10.0.0.3", "198.51.100.7, 10.1.2.3", "198.51.100.7"],
  ["behind a proxy, claiming to be another", "10.0.0.3", "203.0.113.1, 198.51.100.7", "198.51.100.7"],
  ["behind a proxy on the same machine", "::1", "198.51.100.7", "198.51.100.7"],
  ["in the office", "192.168.1.20", undefined, "192.168.1.20"],
  ["an IPv4 address in the clothes of IPv6", "::ffff:198.51.100.7", undefined, "198.51.100.7"],
  ["one of a network's countless addresses", "2001:db8:1:2:3:4:5:6", undefined, "2001:db8:1:2::/64"],
  ["nonsense behind a proxy", "10.0.0.3", "unknown, ,x", "10.0.0.3"],
  ["no socket at all", undefined, undefined, "unknown"],
])("%s", async (_, socket, forwarded, address) => {
  expect(await seen(socket, forwarded)).toBe(address);
});
