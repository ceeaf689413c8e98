import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { usePages } from "../../../api/pages.ts";
import { paths } from "../../../app/paths.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page } from "../../../ui/Page.tsx";
import { type RevaluationRow, revaluationQueries } from "./queries.ts";

export function RevaluationsPage() {
  const { t } = useLingui();
  const list = usePages(revaluationQueries.list());
  return (
    <Page title={t`Revaluation`} lead={t`What is open in other currencies, at the rates of a day.`} actions={<Revalue />}>
      <DataTable
        {...list}
        label={t`Revaluations`}
        columns={useColumns()}
        rowId={(row) => row.id ?? ""}
        href={(row) => paths.finance.revaluation(row.id ?? "")}
        empty={
          <EmptyState
            icon="language"
            title={t`Nothing revalued yet`}
            hint={t`At the end of a month, bring banks, receivables and payables in other currencies to its rates.`}
            action={<Revalue />}
          />
        }
      />
    </Page>
  );
}

const Revalue = () => (
  <Button component={Link} to={paths.finance.newRevaluation()} leftSection={<Icon name="plus" size={16} />}>
    <Trans>Revalue</Trans>
  </Button>
);

function useColumns() {
  const { t } = useLingui();
  return useMemo<Column<RevaluationRow>[]>(
    () => [
      { id: "on", head: t`Day`, cell: (row) => <DateText value={row.on} />, width: "9rem" },
      { id: "reversed", head: t`Reversed`, cell: (row) => <DateText value={row.reversedOn} />, yields: "phone" },
      { id: "gain", head: t`Gains`, cell: (row) => <MoneyText value={row.gain} />, align: "end", width: "9rem", yields: "phone" },
      { id: "loss", head: t`Losses`, cell: (row) => <MoneyText value={row.loss} />, align: "end", width: "9rem", yields: "phone" },
      {
        id: "result",
        head: t`Result`,
        cell: (row) => <MoneyText value={row.result} currency={row.currency} />,
        align: "end",
        width: "10rem",
      },
    ],
    [t],
  );
}
