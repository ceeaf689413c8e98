import * as z from "zod";
import { line, paragraphs } from "#core/kernel/text.ts";
import { PeriodBody, PeriodModule, PeriodState } from "../periods/period.ts";
import { CloseEffect, CloseEffects, CloseFinding } from "./close-check.ts";

const effects = { softClose: CloseEffect, close: CloseEffect };
const person = z.object({ id: z.uuid(), name: z.string() });

export const CheckResult = z
  .object({
    code: z.string().meta({ example: "receivables" }),
    title: z.string(),
    figures: z.object({ expected: z.string(), actual: z.string() }).describe("What the two figures of each finding are called."),
    ...effects,
    holds: z.boolean().describe("Whether all findings do."),
    findings: z.array(CloseFinding),
  })
  .meta({ id: "CloseCheckResult" });
export type CheckResult = z.infer<typeof CheckResult>;

export const CloseTick = z.object({ by: person, at: z.string(), note: z.string().nullable() });
export type CloseTick = z.infer<typeof CloseTick>;
export const ItemResult = z
  .object({ id: z.uuid(), title: z.string(), ...effects, tick: CloseTick.nullable() })
  .meta({ id: "CloseItemResult" });
export type ItemResult = z.infer<typeof ItemResult>;

export const ChecklistQuery = z.object({
  module: PeriodModule.optional().describe("Only what the close of this module asks for. Default: the period as a whole."),
});
export type ChecklistQuery = z.infer<typeof ChecklistQuery>;

export const Checklist = z
  .object({
    period: PeriodBody,
    module: PeriodModule.nullable(),
    currency: z.string(),
    askedAt: z.string(),
    checks: z.array(CheckResult),
    items: z.array(ItemResult).describe("What people look at, in the company's order. The close of a module asks for none."),
    refuses: z
      .object({ softClose: z.array(z.string()), close: z.array(z.string()) })
      .describe("Codes of checks and ids of items that would refuse a soft close or a close now."),
  })
  .meta({ id: "CloseChecklist" });
export type Checklist = z.infer<typeof Checklist>;

export const CloseRuleBody = z
  .object({
    check: z.string(),
    title: z.string(),
    modules: z.array(PeriodModule).describe("Modules whose close asks for it too."),
    ...effects,
    version: z.number().int().describe("Zero: the company has said nothing, and this is what is usual."),
  })
  .meta({ id: "CloseRule" });
export type CloseRuleBody = z.infer<typeof CloseRuleBody>;
export const CloseRuleInput = CloseEffects;
export type CloseRuleInput = z.infer<typeof CloseRuleInput>;

const title = line(200);
export const CloseItemInput = z.strictObject({
  title,
  softClose: CloseEffect.default("warn"),
  close: CloseEffect.default("refuse"),
});
export type CloseItemInput = z.infer<typeof CloseItemInput>;
export const CloseItemPatch = z
  .strictObject({ title, ...effects, active: z.boolean().describe("An item that is not in use stays with the periods it was ticked for.") })
  .partial();
export type CloseItemPatch = z.infer<typeof CloseItemPatch>;
export const CloseItemOrder = z.strictObject({
  ids: z
    .array(z.uuid())
    .min(1)
    .max(100)
    .refine((ids) => new Set(ids).size === ids.length, "Name each once."),
});
export type CloseItemOrder = z.infer<typeof CloseItemOrder>;
export const CloseItemBody = z
  .object({ id: z.uuid(), title: z.string(), ...effects, position: z.number().int(), active: z.boolean(), version: z.number().int() })
  .meta({ id: "CloseItem" });
export type CloseItemBody = z.infer<typeof CloseItemBody>;

export const TickInput = z.strictObject({ itemId: z.uuid(), note: paragraphs(1000).optional() });
export type TickInput = z.infer<typeof TickInput>;
export const UntickInput = z.strictObject({ itemId: z.uuid(), reason: line(200) });
export type UntickInput = z.infer<typeof UntickInput>;

export const CloseProof = z
  .object({
    id: z.uuid(),
    module: PeriodModule.nullable(),
    state: PeriodState,
    closedBy: person,
    closedAt: z.string(),
    checks: z.array(CheckResult),
    items: z.array(ItemResult),
  })
  .meta({ id: "CloseProof", description: "What the checklist said when the period was closed." });
export type CloseProof = z.infer<typeof CloseProof>;
