import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { StatusBadge, type Tone } from "../../../ui/StatusBadge.tsx";
import type { ProductState } from "./queries.ts";

export const productStates: Readonly<Record<ProductState, { label: MessageDescriptor; tone: Tone }>> = {
  draft: { label: msg`Draft`, tone: "neutral" },
  published: { label: msg`Published`, tone: "good" },
  archived: { label: msg`Archived`, tone: "bad" },
};

export function ProductStateBadge({ state }: { state: ProductState }) {
  const { i18n } = useLingui();
  const { label, tone } = productStates[state];
  return <StatusBadge tone={tone}>{i18n._(label)}</StatusBadge>;
}
