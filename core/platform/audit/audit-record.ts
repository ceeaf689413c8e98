import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";

export const AuditFilter = PageQuery.omit({ q: true }).extend({
  subjectType: z.string().max(50).optional(),
  subjectId: z.string().max(200).optional(),
  actorId: z.uuid().optional(),
  /** An action such as invoice.issued, or a family such as invoice.* */
  action: z
    .string()
    .regex(/^[a-z][a-z0-9_.]*(\.\*)?$/)
    .max(100)
    .optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const AuditEntry = z
  .object({
    id: z.uuid(),
    at: z.string(),
    actorId: z.uuid(),
    actorKind: z.string(),
    action: z.string(),
    subjectType: z.string(),
    subjectId: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    requestId: z.string(),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof AuditEntry>;
