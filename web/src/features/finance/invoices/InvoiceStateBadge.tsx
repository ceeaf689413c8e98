import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { StatusBadge, type Tone } from "../../../ui/StatusBadge.tsx";
import type { InvoiceRow, InvoiceState } from "./queries.ts";

export const invoiceStates: Readonly<Record<InvoiceState | "overdue", { label: MessageDescriptor; tone: Tone }>> = {
  draft: { label: msg`Draft`, tone: "neutral" },
  issued: { label: msg`Issued`, tone: "info" },
  part_paid: { label: msg`Partly paid`, tone: "warning" },
  paid: { label: msg`Paid`, tone: "good" },
  credited: { label: msg`Credited`, tone: "neutral" },
  overdue: { label: msg`Overdue`, tone: "bad" },
};

/** An open invoice past its day is overdue, whatever else it is. */
export function InvoiceStateBadge({ invoice }: { invoice: Pick<InvoiceRow, "state" | "dueOn"> }) {
  const { i18n } = useLingui();
  const today = new Date().toLocaleDateString("sv");
  const open = invoice.state === "issued" || invoice.state === "part_paid";
  const { label, tone } = invoiceStates[open && invoice.dueOn && invoice.dueOn < today ? "overdue" : invoice.state];
  return <StatusBadge tone={tone}>{i18n._(label)}</StatusBadge>;
}
