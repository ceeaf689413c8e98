import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { usePages } from "../../../api/pages.ts";
import { paths } from "../../../app/paths.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { FilterTabs } from "../../../ui/FilterTabs.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { QuantityText } from "../../../ui/MoneyText.tsx";
import { Page } from "../../../ui/Page.tsx";
import { SearchInput } from "../../../ui/SearchInput.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { oneOf, useUrlFilter } from "../../../ui/useUrlState.ts";
import { useTaxLabels } from "./labels.ts";
import { type TaxRow, taxQueries } from "./queries.ts";

const filters = ["q", "usage"] as const;
const usages = ["sale", "purchase"] as const;

/** The taxes of the company, with the rate that applies now. */
export function TaxesPage() {
  const { t } = useLingui();
  const labels = useTaxLabels();
  const [filter, setFilter] = useUrlFilter(filters);
  const list = usePages(taxQueries.list({ q: filter.q, usage: oneOf(filter.usage, usages) }));
  return (
    <Page
      title={t`Taxes`}
      actions={
        <>
          <Button component={Link} to={paths.finance.taxBoxes()} variant="default">
            <Trans>Boxes of returns</Trans>
          </Button>
          <Button component={Link} to={paths.finance.newTax()} leftSection={<Icon name="plus" size={16} />}>
            <Trans>New tax</Trans>
          </Button>
        </>
      }
    >
      <DataTable
        {...list}
        label={t`Taxes`}
        columns={useColumns()}
        rowId={(tax) => tax.id}
        href={(tax) => paths.finance.tax(tax.id)}
        toolbar={
          <>
            <SearchInput label={t`Search taxes`} value={filter.q ?? ""} onChange={(q) => setFilter({ q })} />
            <FilterTabs
              label={t`Used on`}
              options={[
                { value: "", label: t`All` },
                { value: "sale", label: labels.usage.sale },
                { value: "purchase", label: labels.usage.purchase },
              ]}
              value={filter.usage ?? ""}
              onChange={(usage) => setFilter({ usage })}
            />
          </>
        }
        empty={<EmptyState icon="search" title={t`No tax matches`} hint={t`Try another code or name.`} />}
      />
    </Page>
  );
}

const today = () => new Date().toLocaleDateString("sv");

/** The version of a tax's rate that applies today. */
const rateNow = ({ rates }: TaxRow) => rates.find(({ from, to }) => (from === null || from <= today()) && (to === null || today() <= to));

function RateText({ tax }: { tax: TaxRow }) {
  const rate = rateNow(tax);
  if (!rate) return <>–</>;
  return <QuantityText value={rate.rate} unit={tax.kind === "percent" ? "%" : undefined} />;
}

function useColumns() {
  const { t } = useLingui();
  const labels = useTaxLabels();
  return useMemo<Column<TaxRow>[]>(
    () => [
      { id: "code", head: t`Code`, cell: (tax) => tax.code, below: (tax) => tax.name, width: "10rem" },
      { id: "name", head: t`Name`, cell: (tax) => tax.name, yields: "phone" },
      { id: "usage", head: t`Used on`, cell: (tax) => labels.usage[tax.usage], width: "7.5rem", yields: "phone" },
      { id: "treatment", head: t`Treatment`, cell: (tax) => labels.treatment[tax.treatment], width: "9rem", yields: "tablet" },
      { id: "category", head: t`Category`, cell: (tax) => tax.category ?? "–", width: "6rem", yields: "tablet" },
      { id: "rate", head: t`Rate today`, cell: (tax) => <RateText tax={tax} />, align: "end", width: "7rem" },
      {
        id: "active",
        head: t`State`,
        cell: (tax) =>
          tax.active ? <StatusBadge tone="good">{t`Active`}</StatusBadge> : <StatusBadge tone="neutral">{t`Out of use`}</StatusBadge>,
        width: "7rem",
        yields: "phone",
      },
    ],
    [t, labels],
  );
}
