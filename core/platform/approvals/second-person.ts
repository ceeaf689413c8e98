import type { Grant, TxCtx } from "#core/kernel/context.ts";
import { conflict, type Done, done } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import type { PendingApproval } from "./approval.ts";

/** What a command is about to do. `amountMinor` is in company currency. */
export type Request = Readonly<{
  action: Grant;
  summary: string;
  amountMinor?: bigint | undefined;
  subject?: Readonly<{ type: string; id: string }> | undefined;
  request: unknown;
}>;

/** Whether the company wants a second person for this, and none has approved it yet. Costs nothing: the rules come with the caller. */
export const needsSecondPerson = (tx: Pick<TxCtx, "company" | "approved">, action: Grant, amountMinor?: bigint): boolean => {
  const above = tx.company.approvals?.[action];
  if (above === undefined || tx.approved === action) return false;
  return above === null || amountMinor === undefined || amountMinor > BigInt(above);
};

const MOST = 500;

/**
 * Call it in a command when everything is checked and nothing written. Undefined: go on. Otherwise return it: the request is stored with COMMIT, nothing
 * else happens, and the same command runs when somebody else approves.
 */
export const secondPerson = (tx: TxCtx, { action, summary, amountMinor, subject, request }: Request): Done<PendingApproval> | undefined => {
  if (!needsSecondPerson(tx, action, amountMinor)) return undefined;
  const id = tx.newId();
  const approval = { id, action, summary: summary.slice(0, MOST), state: "pending" as const };
  const currency = amountMinor === undefined ? null : tx.company.baseCurrency;
  tx.defer({
    sql: `insert into shared.approval (id, company_id, action, summary, subject_type, subject_id, currency, amount_minor, request, requested_by, requested_person)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
    parameters: [
      id,
      tx.actor.companyId,
      action,
      approval.summary,
      subject?.type ?? null,
      subject?.id ?? null,
      currency,
      amountMinor ?? null,
      JSON.stringify(request),
      tx.actor.id,
    ],
  });
  const amount = amountMinor === undefined ? {} : { amount: formatMinor(amountMinor, tx.company.baseCurrency), currency };
  tx.audit({ action: "approval.request", subjectType: "approval", subjectId: id, after: { ...approval, ...amount, subject, request } });
  tx.event({ type: "approval.requested", subject: id, data: { ...approval, ...amount } });
  return done({ approval });
};

/** For imports, where a row cannot wait: it is refused and entered by itself. */
export const needsOwnRequest = conflict("approval.needed", "This needs a second person; enter it by itself, so that it can wait for one.");
