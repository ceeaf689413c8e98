import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { usePages } from "../../../api/pages.ts";
import { paths } from "../../../app/paths.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { Page } from "../../../ui/Page.tsx";
import { SearchInput } from "../../../ui/SearchInput.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { oneOf, useUrlFilter } from "../../../ui/useUrlState.ts";
import { type CustomerRow, customerQueries } from "./queries.ts";

const filters = ["q", "sort"] as const;
const sorts = ["name", "-name", "code", "-code"] as const;

export function CustomersPage() {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(filters);
  const list = usePages(customerQueries.list({ q: filter.q, sort: oneOf(filter.sort, sorts) }));
  return (
    <Page title={t`Customers`} actions={<NewCustomer />}>
      <DataTable
        {...list}
        label={t`Customers`}
        columns={useColumns()}
        rowId={(customer) => customer.id}
        href={(customer) => paths.sales.customer(customer.id)}
        sort={filter.sort}
        onSort={(sort) => setFilter({ sort })}
        toolbar={<SearchInput label={t`Search customers`} value={filter.q ?? ""} onChange={(q) => setFilter({ q })} />}
        empty={
          filter.q ? (
            <EmptyState icon="search" title={t`No customer matches`} hint={t`Try a part of the name or the number.`} />
          ) : (
            <EmptyState
              icon="customers"
              title={t`No customers yet`}
              hint={t`A customer is who you take orders from and send invoices to.`}
              action={<NewCustomer />}
            />
          )
        }
      />
    </Page>
  );
}

const NewCustomer = () => (
  <Button component={Link} to={paths.sales.newCustomer()} leftSection={<Icon name="plus" size={16} />}>
    <Trans>New customer</Trans>
  </Button>
);

function useColumns() {
  const { t } = useLingui();
  return useMemo<Column<CustomerRow>[]>(
    () => [
      { id: "name", head: t`Name`, cell: (customer) => customer.name, below: (customer) => customer.code, sort: "name" },
      { id: "code", head: t`Number`, cell: (customer) => customer.code, sort: "code", width: "8rem", yields: "phone" },
      { id: "email", head: t`Email`, cell: (customer) => customer.email, yields: "tablet" },
      { id: "terms", head: t`Terms`, cell: (customer) => t`${customer.paymentTermsDays} days`, width: "6.5rem", yields: "tablet" },
      {
        id: "limit",
        head: t`Credit limit`,
        cell: (customer) => <MoneyText value={customer.creditLimit} currency={customer.currency} />,
        align: "end",
        width: "9rem",
        yields: "phone",
      },
      {
        id: "state",
        head: t`Status`,
        cell: (customer) =>
          customer.active ? <StatusBadge tone="good">{t`Active`}</StatusBadge> : <StatusBadge tone="neutral">{t`Inactive`}</StatusBadge>,
        width: "7rem",
      },
    ],
    [t],
  );
}
