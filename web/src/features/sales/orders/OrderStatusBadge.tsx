import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { StatusBadge, type Tone } from "../../../ui/StatusBadge.tsx";
import type { OrderStatus } from "./queries.ts";

export const orderStatuses: Readonly<Record<OrderStatus, { label: MessageDescriptor; tone: Tone }>> = {
  draft: { label: msg`Draft`, tone: "neutral" },
  confirmed: { label: msg`Confirmed`, tone: "info" },
  part_delivered: { label: msg`Partly delivered`, tone: "warning" },
  delivered: { label: msg`Delivered`, tone: "info" },
  invoiced: { label: msg`Invoiced`, tone: "good" },
  closed: { label: msg`Closed`, tone: "good" },
  cancelled: { label: msg`Cancelled`, tone: "bad" },
};

export function OrderStatusBadge({ status }: { status: OrderStatus }) {
  const { i18n } = useLingui();
  const { label, tone } = orderStatuses[status];
  return <StatusBadge tone={tone}>{i18n._(label)}</StatusBadge>;
}
