import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import ipaddr from "ipaddr.js";
import type { Visitor } from "#core/identity/ports.ts";
import type { Env } from "#functions/env.ts";

const UNKNOWN = "unknown";
const NEAR = new Set(["private", "loopback", "linkLocal", "uniqueLocal", "carrierGradeNat", "unspecified"]);

const parsed = (address: string | undefined) =>
  address !== undefined && ipaddr.isValid(address.trim()) ? ipaddr.process(address.trim()) : undefined;

type Address = NonNullable<ReturnType<typeof parsed>>;
const isFar = (address: Address | undefined): address is Address => address !== undefined && !NEAR.has(address.range());

/** One household or office: an IPv6 network counts as one address, for it has more addresses than there are guesses. */
const network = (address: Address) =>
  address.kind() === "ipv6" ? `${address.toNormalizedString().split(":").slice(0, 4).join(":")}::/64` : address.toString();

/** Requests made in the process itself have no socket. */
const socketAddress = (c: Context<Env>) => {
  const connection: unknown = c.env;
  const hasSocket = typeof connection === "object" && connection !== null && "incoming" in connection;
  return hasSocket ? getConnInfo(c).remote.address : undefined;
};

/**
 * Where a request comes from. Proxies stand in private networks, so only then is `X-Forwarded-For` believed, and of it the last address that is
 * not private: what a stranger writes there himself stands before it.
 */
export const addressOf = (c: Context<Env>): string => {
  const direct = parsed(socketAddress(c));
  if (isFar(direct)) return network(direct);
  const forwarded = c.req.header("x-forwarded-for")?.split(",").map(parsed).toReversed() ?? [];
  const far = forwarded.find(isFar) ?? direct;
  return far ? network(far) : UNKNOWN;
};

export const visitorOf = (c: Context<Env>): Visitor => ({
  requestId: c.var.requestId,
  address: addressOf(c),
  userAgent: c.req.header("user-agent"),
});
