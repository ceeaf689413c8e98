import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import type { Env } from "#functions/env.ts";
import { json, router } from "#functions/router.ts";
import { ownSiteOnly } from "./refresh-cookie.ts";
import { sessions } from "./sessions.ts";

const keys = router();
const jwks = createRoute({
  operationId: "signingKeys",
  tags: ["Sessions"],
  summary: "The public keys that verify access tokens (JWKS).",
  method: "get",
  path: "/.well-known/jwks.json",
  security: [],
  responses: {
    200: json(
      z.object({
        keys: z.array(z.object({ kid: z.string(), kty: z.string(), crv: z.string(), x: z.string(), alg: z.string(), use: z.string() })),
      }),
    ),
  },
});
type Jwks = z.infer<(typeof jwks.responses)[200]["content"]["application/json"]["schema"]>;
keys.openapi(jwks, async (c) => {
  const published = (await c.var.identity.accessTokens.publicKeys()) as unknown as Jwks;
  return c.json(published, 200, { "cache-control": "public, max-age=300" });
});

/** Mounts signing in under /auth, and the keys that verify tokens. */
export const mountAuth = (api: OpenAPIHono<Env>): void => {
  api.use("/auth/*", ownSiteOnly);
  api.route("/auth", sessions);
  api.route("/", keys);
};
