import { useLingui } from "@lingui/react/macro";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { useEffectNames } from "./checkNames.ts";
import type { CloseEffect } from "./closing.ts";

type Point = Readonly<{ softClose: CloseEffect; close: CloseEffect }>;

/** In order, or what it does to the close when it is not. */
export function CheckMark({ point: { softClose, close }, holds }: { point: Point; holds: boolean }) {
  const { t } = useLingui();
  const names = useEffectNames();
  if (softClose === "off" && close === "off") return <StatusBadge tone="neutral">{names.off}</StatusBadge>;
  if (holds) return <StatusBadge tone="good">{t`In order`}</StatusBadge>;
  if (softClose === "refuse" || close === "refuse") return <StatusBadge tone="bad">{names.refuse}</StatusBadge>;
  return <StatusBadge tone="warning">{names.warn}</StatusBadge>;
}
