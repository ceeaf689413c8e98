import * as z from "zod";
import { externalId, line } from "#core/kernel/text.ts";

const name = line(200).meta({ example: "Ada Lovelace" });
const roleIds = z
  .array(z.uuid())
  .max(20)
  .refine((ids) => new Set(ids).size === ids.length, "Each role once.");
const idElsewhere = externalId().describe("The person's id in the system he was imported from.");

export const NewUser = z.strictObject({
  name,
  email: z.email().max(254).optional().describe("Signs in with it. Without one: a person of record, who does not sign in."),
  roleIds,
  externalId: idElsewhere.optional(),
});
export type NewUser = z.infer<typeof NewUser>;

export const UserChange = z
  .strictObject({
    name,
    roleIds,
    active: z.boolean().describe("False: may not sign in to this company any more."),
    externalId: idElsewhere.nullable(),
  })
  .partial();
export type UserChange = z.infer<typeof UserChange>;

export const UserBody = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string().optional(),
    active: z.boolean(),
    mustChangePassword: z.boolean(),
    roles: z.array(z.object({ id: z.uuid(), name: z.string() })).readonly(),
    externalId: z.string().optional(),
    version: z.int(),
    createdAt: z.string(),
  })
  .meta({ id: "User" });
export type UserBody = z.infer<typeof UserBody>;

/** With the one-time password, shown this once. Absent for somebody who has an account already, and for people of record. */
export const InvitedUserBody = UserBody.extend({ oneTimePassword: z.string().optional() }).meta({ id: "InvitedUser" });
