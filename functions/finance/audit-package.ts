import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { AuditPackageQuery } from "#core/finance/audit-package/audit-package.ts";
import type { PackageSigner } from "#functions/adapters/package-signer.ts";
import { auditPackageStream } from "#functions/audit-package-stream.ts";
import { problem, problems } from "#functions/problem.ts";
import { json, router } from "#functions/router.ts";

const file = { schema: z.string().meta({ format: "binary" }) };
const download = createRoute({
  operationId: "getAuditPackage",
  method: "get",
  path: "/",
  tags: ["Audit"],
  summary: "A period of the ledger as a signed package that can be checked without this system",
  request: { query: AuditPackageQuery },
  responses: {
    200: { description: "One JSON record a line; docs/audit-package.md says which.", content: { "application/octet-stream": file } },
    ...problems(400, 401, 403, 404, 409, 412, 422, 429),
  },
});

/** Packages of the ledger. */
export const auditPackages = (signer: PackageSigner) => {
  const routes = router();
  routes.openapi(download, async (c) => {
    const period = c.req.valid("query");
    const stream = await auditPackageStream(c.var.ctx, signer, period);
    if (!stream.ok) return problem(c, stream.fault);
    const disposition = `attachment; filename="ledger-${period.from}-${period.to}.ndjson"`;
    return c.body(stream.value, 200, { "content-type": "application/octet-stream", "content-disposition": disposition });
  });
  return routes;
};

const Key = z.object({ kid: z.string(), kty: z.string(), crv: z.string(), x: z.string(), alg: z.string(), use: z.string() });
const published = createRoute({
  operationId: "packageKeys",
  method: "get",
  path: "/.well-known/ledger-keys.json",
  tags: ["Audit"],
  summary: "The public keys that verify packages of the ledger (JWKS); none is ever taken away",
  security: [],
  responses: { 200: json(z.object({ keys: z.array(Key) })) },
});

/** The keys of packages, for everybody. */
export const packageKeys = (signer: PackageSigner) => {
  const routes = router();
  routes.openapi(published, async (c) => {
    const keys = (await signer.publicKeys()) as z.infer<typeof Key>[];
    return c.json({ keys: [...keys] }, 200, { "cache-control": "public, max-age=300" });
  });
  return routes;
};
