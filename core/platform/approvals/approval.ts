import * as z from "zod";
import { nonNegativeAmount } from "#core/kernel/money.ts";
import { PageQuery } from "#core/kernel/page.ts";
import { line } from "#core/kernel/text.ts";

export const ApprovalState = z.enum(["pending", "approved", "rejected", "withdrawn"]);
export type ApprovalState = z.infer<typeof ApprovalState>;

const person = z.object({ id: z.uuid(), name: z.string().nullable() });

export const ApprovalBody = z
  .object({
    id: z.uuid(),
    action: z.string().meta({ example: "finance.entry.post" }),
    summary: z.string(),
    state: ApprovalState,
    amount: z.string().nullable().describe("In company currency, where the action has an amount."),
    currency: z.string().nullable(),
    subject: z.object({ type: z.string(), id: z.string() }).nullable().describe("What it is about, when that is there already."),
    requestedBy: person,
    requestedAt: z.string(),
    decidedBy: person.nullable(),
    decidedAt: z.string().nullable(),
    reason: z.string().nullable(),
    result: z.object({ type: z.string(), id: z.string() }).nullable().describe("What came of it."),
    mayDecide: z.boolean().describe("Whether the caller may approve or reject it."),
    isMine: z.boolean().describe("Whether the caller asked for it."),
    version: z.number().int(),
  })
  .meta({ id: "Approval" });
export type ApprovalBody = z.infer<typeof ApprovalBody>;

export const ApprovalDetail = ApprovalBody.extend({ request: z.unknown().describe("What was asked for, as it was sent.") }).meta({
  id: "ApprovalDetail",
});
export type ApprovalDetail = z.infer<typeof ApprovalDetail>;

/** The answer to a command that a second person must approve. Nothing has happened yet. */
export const PendingApproval = z
  .object({
    approval: z.object({ id: z.uuid(), action: z.string(), summary: z.string(), state: z.literal("pending") }),
  })
  .meta({ id: "PendingApproval", description: "Nothing has happened yet: it waits for the approval of a second person." });
export type PendingApproval = z.infer<typeof PendingApproval>;

export const isPending = (value: object): value is PendingApproval => "approval" in value;

export const ApprovalQuery = PageQuery.omit({ q: true }).extend({
  state: ApprovalState.optional(),
  action: z.string().max(100).optional(),
  subjectId: z.string().max(100).optional(),
  mine: z.enum(["true", "false"]).optional().describe("Only what the caller asked for, or only what others did."),
});
export type ApprovalQuery = z.infer<typeof ApprovalQuery>;

export const RejectInput = z.strictObject({ reason: line(500) }).meta({ example: { reason: "The invoice is not ours." } });
export type RejectInput = z.infer<typeof RejectInput>;

export const ApprovalRuleInput = z
  .strictObject({
    demanded: z.boolean(),
    above: nonNegativeAmount().optional().describe("In company currency. Absent: for every amount."),
  })
  .meta({ example: { demanded: true, above: "1000.00" } });
export type ApprovalRuleInput = z.infer<typeof ApprovalRuleInput>;

export const ApprovalRuleBody = z
  .object({
    action: z.string(),
    title: z.string(),
    measured: z.boolean().describe("Whether it has an amount that a limit can be set for."),
    approvePermission: z.string(),
    demanded: z.boolean(),
    above: z.string().nullable(),
    version: z.number().int().describe("0 as long as there is no rule."),
  })
  .meta({ id: "ApprovalRule" });
export type ApprovalRuleBody = z.infer<typeof ApprovalRuleBody>;

export const ListedApprovalRule = ApprovalRuleBody.extend({
  approvers: z.array(z.string()).describe("Roles whose holders may approve it, unless they asked for it themselves."),
}).meta({ id: "ListedApprovalRule" });
export type ListedApprovalRule = z.infer<typeof ListedApprovalRule>;
