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
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page } from "../../../ui/Page.tsx";
import { SearchInput } from "../../../ui/SearchInput.tsx";
import { oneOf, useUrlFilter } from "../../../ui/useUrlState.ts";
import { OrderStatusBadge, orderStatuses } from "./OrderStatusBadge.tsx";
import { type OrderRow, type OrderStatus, orderQueries } from "./queries.ts";

const filters = ["q", "sort", "status", "customerId"] as const;
const sorts = ["number", "-number", "orderedOn", "-orderedOn", "total", "-total"] as const;
const statuses = Object.keys(orderStatuses) as OrderStatus[];
const tabs = ["draft", "confirmed", "part_delivered", "delivered", "invoiced"] as const satisfies readonly OrderStatus[];

export function OrdersPage() {
  const { t, i18n } = useLingui();
  const [filter, setFilter] = useUrlFilter(filters);
  const { status, q, customerId } = filter;
  const list = usePages(orderQueries.list({ q, customerId, sort: oneOf(filter.sort, sorts), status: oneOf(status, statuses) }));
  const options = [{ value: "", label: t`All` }, ...tabs.map((value) => ({ value, label: i18n._(orderStatuses[value].label) }))];
  return (
    <Page title={t`Orders`} actions={<NewOrder />}>
      <DataTable
        {...list}
        label={t`Orders`}
        columns={useColumns()}
        rowId={(order) => order.id}
        href={(order) => paths.sales.order(order.id)}
        sort={filter.sort}
        onSort={(sort) => setFilter({ sort })}
        toolbar={
          <>
            <SearchInput label={t`Search orders`} value={filter.q ?? ""} onChange={(q) => setFilter({ q })} />
            <FilterTabs label={t`Status`} options={options} value={status ?? ""} onChange={(value) => setFilter({ status: value })} />
          </>
        }
        empty={
          filter.q || status ? (
            <EmptyState icon="search" title={t`No order matches`} hint={t`Try another number, customer or status.`} />
          ) : (
            <EmptyState
              icon="orders"
              title={t`No orders yet`}
              hint={t`Enter the first one: a customer, products, quantities.`}
              action={<NewOrder />}
            />
          )
        }
      />
    </Page>
  );
}

const NewOrder = () => (
  <Button component={Link} to={paths.sales.newOrder()} leftSection={<Icon name="plus" size={16} />}>
    <Trans>New order</Trans>
  </Button>
);

function useColumns() {
  const { t } = useLingui();
  return useMemo<Column<OrderRow>[]>(
    () => [
      {
        id: "number",
        head: t`Number`,
        cell: (order) => order.number,
        below: (order) => order.customer.name,
        sort: "number",
        width: "8rem",
      },
      { id: "customer", head: t`Customer`, cell: (order) => order.customer.name, yields: "phone" },
      {
        id: "ordered",
        head: t`Ordered`,
        cell: (order) => <DateText value={order.orderedOn} />,
        sort: "orderedOn",
        width: "8.5rem",
        yields: "phone",
      },
      { id: "reference", head: t`Reference`, cell: (order) => order.customerReference, width: "9rem", yields: "tablet" },
      { id: "status", head: t`Status`, cell: (order) => <OrderStatusBadge status={order.status} />, width: "9rem" },
      {
        id: "total",
        head: t`Total`,
        cell: (order) => <MoneyText value={order.total} currency={order.currency} />,
        sort: "total",
        align: "end",
        width: "9rem",
        yields: "phone",
      },
    ],
    [t],
  );
}
