import * as z from "zod";
import { line, paragraphs } from "#core/kernel/text.ts";
import { GRANT_PATTERN } from "./grant-patterns.ts";

/** `sales.*`, `finance.invoice.*`, `*.*.read`: see grant-patterns. */
export const GrantPattern = z.string().max(100).regex(GRANT_PATTERN, "Not a permission or a pattern of permissions.");

const fields = {
  name: line(100).meta({ example: "Warehouse" }),
  description: z.union([paragraphs(500), z.literal("")]),
  grants: z
    .array(GrantPattern)
    .min(1)
    .max(100)
    .meta({ example: ["sales.stock.*"] }),
};
export const NewRole = z.strictObject({ ...fields, description: fields.description.default("") });
export type NewRole = z.infer<typeof NewRole>;
export const RoleChange = z.strictObject(fields).partial();
export type RoleChange = z.infer<typeof RoleChange>;

export const RoleBody = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    system: z.string().optional().describe("Set for the roles every company has, which nobody changes."),
    grants: z.array(z.string()).readonly(),
    members: z.int(),
    version: z.int(),
  })
  .meta({ id: "Role" });
export type RoleBody = z.infer<typeof RoleBody>;
