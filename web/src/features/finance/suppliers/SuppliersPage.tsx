import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "react-router";
import { usePages } from "../../../api/pages.ts";
import { paths } from "../../../app/paths.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Page } from "../../../ui/Page.tsx";
import { SearchInput } from "../../../ui/SearchInput.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { oneOf, useUrlFilter } from "../../../ui/useUrlState.ts";
import { type SupplierRow, supplierQueries } from "./queries.ts";

const filters = ["q", "sort"] as const;
const sorts = ["name", "-name", "code", "-code"] as const;

/** Whom we buy from. */
export function SuppliersPage() {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(filters);
  const list = usePages(supplierQueries.list({ q: filter.q, sort: oneOf(filter.sort, sorts) }));
  return (
    <Page title={t`Suppliers`} actions={<NewSupplier />}>
      <DataTable
        {...list}
        label={t`Suppliers`}
        columns={useColumns()}
        rowId={(supplier) => supplier.id}
        href={(supplier) => paths.finance.supplier(supplier.id)}
        sort={filter.sort}
        onSort={(sort) => setFilter({ sort })}
        toolbar={<SearchInput label={t`Search suppliers`} value={filter.q ?? ""} onChange={(q) => setFilter({ q })} />}
        empty={
          filter.q ? (
            <EmptyState icon="search" title={t`No supplier matches`} hint={t`Try a part of the name or the number.`} />
          ) : (
            <EmptyState
              icon="customers"
              title={t`No suppliers yet`}
              hint={t`A supplier is who sends you bills and is paid.`}
              action={<NewSupplier />}
            />
          )
        }
      />
    </Page>
  );
}

const NewSupplier = () => (
  <Button component={Link} to={paths.finance.newSupplier()} leftSection={<Icon name="plus" size={16} />}>
    <Trans>New supplier</Trans>
  </Button>
);

function useColumns(): Column<SupplierRow>[] {
  const { t } = useLingui();
  return [
    { id: "name", head: t`Name`, cell: ({ name }) => name, below: ({ code }) => code, sort: "name" },
    { id: "code", head: t`Number`, cell: ({ code }) => code, sort: "code", width: "8rem", yields: "phone" },
    { id: "email", head: t`Email`, cell: ({ email }) => email, yields: "tablet" },
    { id: "country", head: t`Country`, cell: ({ country }) => country, width: "6rem", yields: "tablet" },
    { id: "currency", head: t`Currency`, cell: ({ currency }) => currency, width: "6rem", yields: "phone" },
    {
      id: "state",
      head: t`Status`,
      cell: ({ active }) =>
        active ? <StatusBadge tone="good">{t`Active`}</StatusBadge> : <StatusBadge tone="neutral">{t`Inactive`}</StatusBadge>,
      width: "7rem",
    },
  ];
}
