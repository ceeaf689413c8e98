import * as z from "zod";
import { GrantPattern } from "#core/identity/roles/role.ts";
import { line } from "#core/kernel/text.ts";

export const NewApiKey = z.strictObject({
  name: line(100).meta({ example: "Web shop" }),
  scopes: z
    .array(GrantPattern)
    .min(1)
    .max(100)
    .meta({ example: ["sales.product.read"] }),
  expiresAt: z.iso.datetime().optional().describe("Without it the key is good until it is revoked."),
});
export type NewApiKey = z.infer<typeof NewApiKey>;

export const ApiKeyBody = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string().describe("How the key begins, to tell it from others."),
    scopes: z.array(z.string()).readonly(),
    createdBy: z.uuid(),
    createdAt: z.string(),
    expiresAt: z.string().nullable(),
    lastUsedAt: z.string().nullable().describe("To the minute."),
    revokedAt: z.string().nullable(),
  })
  .meta({ id: "ApiKey" });
export type ApiKeyBody = z.infer<typeof ApiKeyBody>;

/** With the key itself, shown this once. */
export const CreatedApiKeyBody = ApiKeyBody.extend({ key: z.string() }).meta({ id: "CreatedApiKey" });
