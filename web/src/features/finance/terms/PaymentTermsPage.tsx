import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { type PaymentTerm, termQueries, useSwitchTerm } from "./queries.ts";

/** When documents are due, and what paying early saves. */
export function PaymentTermsPage() {
  const { t } = useLingui();
  const { data } = useSuspenseQuery(termQueries.list);
  return (
    <Page title={t`Payment terms`} actions={<NewTerm />}>
      <Panel flush>
        {data.items.length === 0 ? (
          <EmptyState
            icon="calendar"
            title={t`No payment terms yet`}
            hint={t`Without them a document is due by the days of its customer or supplier.`}
            action={<NewTerm />}
          />
        ) : (
          <Terms terms={data.items} />
        )}
      </Panel>
    </Page>
  );
}

const NewTerm = () => (
  <Button component={Link} to={paths.finance.newPaymentTerm()} leftSection={<Icon name="plus" size={16} />}>
    <Trans>New payment terms</Trans>
  </Button>
);

function Terms({ terms }: { terms: readonly PaymentTerm[] }) {
  const { t } = useLingui();
  const turn = useSwitchTerm();
  const columns: Column<PaymentTerm>[] = [
    { id: "code", head: t`Code`, cell: ({ code }) => code, width: "8rem" },
    { id: "name", head: t`Name`, cell: ({ name }) => name },
    { id: "parts", head: t`Instalments`, cell: ({ parts }) => parts.length, align: "end", width: "8rem" },
    {
      id: "discounts",
      head: t`Discounts`,
      cell: ({ discounts }) => discounts.map(({ percent, days }) => t`${percent} % in ${days} days`).join(", ") || "–",
    },
    {
      id: "state",
      head: t`Status`,
      cell: ({ active }) =>
        active ? <StatusBadge tone="good">{t`In use`}</StatusBadge> : <StatusBadge tone="neutral">{t`Out of use`}</StatusBadge>,
      width: "8rem",
    },
    {
      id: "switch",
      head: t`Change`,
      cell: (term) => (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={turn.isPending && turn.variables.id === term.id}
          onClick={() => turn.mutate(term)}
        >
          {term.active ? t`Take out of use` : t`Use again`}
        </Button>
      ),
      align: "end",
      width: "9rem",
    },
  ];
  return <SimpleTable label={t`Payment terms`} rows={terms} columns={columns} rowId={({ id }) => id} />;
}
