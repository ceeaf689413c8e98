import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";

export const JOB_STATES = ["queued", "running", "succeeded", "failed"] as const;

export const JobFilter = PageQuery.omit({ q: true }).extend({
  state: z.enum(JOB_STATES).optional(),
  kind: z
    .string()
    .regex(/^[a-z][a-z_]*$/)
    .max(50)
    .optional(),
});
export type JobFilter = z.infer<typeof JobFilter>;

export const Job = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    title: z.string(),
    state: z.enum(JOB_STATES),
    /** How much is done, of how much as far as that is known. */
    done: z.number().int(),
    total: z.number().int().nullable(),
    result: z.unknown(),
    error: z.string().nullable(),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
  })
  .meta({ id: "Job" });
export type Job = z.infer<typeof Job>;
