import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { StatusBadge, type Tone } from "../../../ui/StatusBadge.tsx";
import type { PeriodModule, PeriodState as State } from "./queries.ts";

export const periodStates: Readonly<Record<State, Readonly<{ tone: Tone; label: MessageDescriptor }>>> = {
  open: { tone: "good", label: msg`Open` },
  soft_closed: { tone: "warning", label: msg`Soft-closed` },
  closed: { tone: "neutral", label: msg`Closed` },
};

export const moduleNames: Readonly<Record<PeriodModule, MessageDescriptor>> = {
  sales: msg`Sales`,
  purchase: msg`Purchases`,
  bank: msg`Bank`,
  payroll: msg`Payroll`,
};

export function PeriodState({ state }: { state: State }) {
  const { i18n } = useLingui();
  return <StatusBadge tone={periodStates[state].tone}>{i18n._(periodStates[state].label)}</StatusBadge>;
}
