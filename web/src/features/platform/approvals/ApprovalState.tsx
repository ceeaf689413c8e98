import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { StatusBadge, type Tone } from "../../../ui/StatusBadge.tsx";
import type { ApprovalRow } from "./queries.ts";

type State = ApprovalRow["state"];

export const approvalStates: Readonly<Record<State, Readonly<{ tone: Tone; label: MessageDescriptor }>>> = {
  pending: { tone: "warning", label: msg`Waiting` },
  approved: { tone: "good", label: msg`Approved` },
  rejected: { tone: "bad", label: msg`Rejected` },
  withdrawn: { tone: "neutral", label: msg`Withdrawn` },
};

export function ApprovalState({ state }: { state: State }) {
  const { i18n } = useLingui();
  return <StatusBadge tone={approvalStates[state].tone}>{i18n._(approvalStates[state].label)}</StatusBadge>;
}
