import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Env } from "#functions/env.ts";
import { problem } from "#functions/problem.ts";

const NAME = "refresh";
const MAX_AGE_S = 7 * 24 * 60 * 60;
const LOCAL = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Out of reach of scripts and of other sites, sent to /auth alone, and only over TLS except on a laptop. */
const attributes = (c: Context<Env>) => {
  const { protocol, hostname } = new URL(c.req.url);
  return { httpOnly: true, sameSite: "Strict", secure: protocol === "https:" || !LOCAL.has(hostname), path: "/auth" } as const;
};

export const refreshTokenOf = (c: Context<Env>): string | undefined => getCookie(c, NAME) || undefined;

export const keepRefreshToken = (c: Context<Env>, token: string): void =>
  setCookie(c, NAME, token, { ...attributes(c), maxAge: MAX_AGE_S });

export const dropRefreshToken = (c: Context<Env>): void => {
  deleteCookie(c, NAME, attributes(c));
};

const crossSite = { kind: "refused", code: "cross_site", detail: "Other sites may not use this." } as const;

/**
 * The browser itself says where a request comes from. The cookie's SameSite already keeps other sites out; this keeps out the neighbours on the
 * same domain, and browsers that have no SameSite send no cookie-borne writes here that are JSON.
 */
export const ownSiteOnly: MiddlewareHandler<Env> = async (c, next) => {
  c.header("Cache-Control", "no-store");
  const site = c.req.header("sec-fetch-site");
  if (c.req.method !== "GET" && site !== undefined && site !== "same-origin" && site !== "none") return problem(c, crossSite);
  return next();
};
