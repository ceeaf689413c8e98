import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, invalid, missing, refuse, stale } from "#core/kernel/fault.ts";
import { termsOf } from "./list-terms.ts";
import type { PaymentTermBody, PaymentTermInput, PaymentTermPatch } from "./payment-term.ts";

onConstraint("payment_term_code_once", conflict("payment_term.code_taken", "There are terms of this code already."));
onConstraint(
  "party_company_id_payment_term_id_fkey",
  invalid("payment_term.missing", "There are no such payment terms.", "/paymentTermId"),
);
onConstraint(
  "invoice_company_id_payment_term_id_fkey",
  invalid("payment_term.missing", "There are no such payment terms.", "/paymentTermId"),
);

/** Adds payment terms. */
export const createPaymentTerm = command("finance.payment_term.write", async (tx, input: PaymentTermInput) => {
  const term: PaymentTermBody = { ...input, id: tx.newId(), active: true, version: 1 };
  await tx.db.insertInto("finance.paymentTerm").values(columnsOf(tx, term)).execute();
  tx.audit({ action: "payment_term.create", subjectType: "payment_term", subjectId: term.id, after: term });
  tx.event({ type: "payment_term.created", subject: term.id, data: term });
  return done(term);
});

const columnsOf = (tx: TxCtx, { parts, discounts, ...term }: PaymentTermBody) => ({
  ...term,
  companyId: tx.actor.companyId,
  parts: JSON.stringify(parts),
  discounts: JSON.stringify(discounts),
});

type TermChange = Readonly<{ id: string; expectedVersion?: number | undefined; changes: PaymentTermPatch }>;

/** Changes payment terms, or takes them out of use. What is issued keeps its dates and discounts. */
export const updatePaymentTerm = command("finance.payment_term.write", async (tx, { id, expectedVersion, changes }: TermChange) => {
  const before: PaymentTermBody | undefined = await termsOf(tx.db, tx.actor.companyId).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!before) return refuse(missing("payment term", id));
  if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("payment term", before.version));
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<PaymentTermBody>;
  const after: PaymentTermBody = { ...before, ...given, version: before.version + 1 };
  const { id: _, companyId, ...columns } = columnsOf(tx, after);
  await tx.db.updateTable("finance.paymentTerm").set(columns).where("companyId", "=", companyId).where("id", "=", id).execute();
  tx.audit({ action: "payment_term.update", subjectType: "payment_term", subjectId: id, before, after });
  tx.event({ type: "payment_term.updated", subject: id, data: after });
  return done(after);
});
