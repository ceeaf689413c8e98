import type * as z from "zod";
import type { Grant, TxCtx } from "#core/kernel/context.ts";
import type { Outcome } from "#core/kernel/fault.ts";

/**
 * Something a company may want two people for. `measured`: it has an amount, so a rule can leave small ones to one person. `approve` is the grant of the
 * second person, `read` that of whoever may see requests. `run` does it, in the transaction of the approval; it answers what came of it, with an id.
 */
export type ApprovalAction<Request> = Readonly<{
  action: Grant;
  title: string;
  measured: boolean;
  approve: Grant;
  read: Grant;
  /** What the act itself asks for, besides `action`: who approves need not hold it. */
  acts?: readonly Grant[];
  result: string;
  /** Where what comes of it depends on what was asked for. */
  resultOf?: (request: Request) => string;
  request: z.ZodType<Request>;
  run: (tx: TxCtx, request: Request) => Promise<Outcome<object>>;
}>;
export type AnyApprovalAction = ApprovalAction<unknown>;

const declared = new Map<string, AnyApprovalAction>();

/** Each module declares its actions once, beside its permissions; `functions` loads the modules. */
export const declareApproval = <Request>(action: ApprovalAction<Request>): void => {
  declared.set(action.action, action as unknown as AnyApprovalAction);
};

export const approvalAction = (action: string): AnyApprovalAction | undefined => declared.get(action);

/** Every declared action, in order of name. */
export const approvalActions = (): readonly AnyApprovalAction[] => [...declared.values()].sort((a, b) => (a.action < b.action ? -1 : 1));
