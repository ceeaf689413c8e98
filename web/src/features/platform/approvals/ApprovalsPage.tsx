import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "react-router";
import { usePages } from "../../../api/pages.ts";
import { paths } from "../../../app/paths.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { FilterTabs } from "../../../ui/FilterTabs.tsx";
import { InstantText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page } from "../../../ui/Page.tsx";
import { oneOf, useUrlFilter } from "../../../ui/useUrlState.ts";
import { ApprovalState, approvalStates } from "./ApprovalState.tsx";
import { useActionName } from "./actionNames.ts";
import { type ApprovalRow, approvalQueries } from "./queries.ts";

const tabs = ["pending", "approved", "rejected", "withdrawn"] as const;

/** What waits for a second person: one's own requests and those of others. */
export function ApprovalsPage() {
  const { t, i18n } = useLingui();
  const [filter, setFilter] = useUrlFilter(["state"] as const);
  const state = filter.state === "all" ? undefined : (oneOf(filter.state, tabs) ?? "pending");
  const list = usePages(approvalQueries.list(state ? { state } : {}));
  const options = [
    ...tabs.map((value) => ({ value: value as string, label: i18n._(approvalStates[value].label) })),
    { value: "all", label: t`All` },
  ];
  return (
    <Page
      title={t`Approvals`}
      lead={t`What one person asked for and another one decides.`}
      actions={
        <Button variant="default" component={Link} to={paths.platform.approvalRules()}>
          <Trans>Rules</Trans>
        </Button>
      }
    >
      <DataTable
        {...list}
        label={t`Approvals`}
        columns={useColumns()}
        rowId={(approval) => approval.id}
        href={(approval) => paths.platform.approval(approval.id)}
        toolbar={
          <FilterTabs label={t`Status`} options={options} value={state ?? "all"} onChange={(value) => setFilter({ state: value })} />
        }
        empty={<EmptyState icon="check" title={t`Nothing waits`} hint={t`Requests that need a second person appear here.`} />}
      />
    </Page>
  );
}

function useColumns(): Column<ApprovalRow>[] {
  const { t } = useLingui();
  const name = useActionName();
  return [
    { id: "summary", head: t`Request`, cell: ({ summary }) => summary },
    { id: "action", head: t`Action`, cell: ({ action }) => name(action), width: "14rem", yields: "tablet" },
    {
      id: "by",
      head: t`Asked by`,
      cell: ({ isMine, requestedBy }) => (isMine ? t`You` : (requestedBy.name ?? "")),
      width: "11rem",
      yields: "phone",
    },
    { id: "at", head: t`Asked`, cell: ({ requestedAt }) => <InstantText value={requestedAt} />, width: "11rem", yields: "tablet" },
    { id: "state", head: t`Status`, cell: ({ state }) => <ApprovalState state={state} />, width: "8rem" },
    {
      id: "amount",
      head: t`Amount`,
      cell: ({ amount, currency }) => amount && <MoneyText value={amount} currency={currency ?? undefined} />,
      align: "end",
      width: "9rem",
    },
  ];
}
