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
import { SearchInput } from "../../../ui/SearchInput.tsx";
import { oneOf, useUrlFilter } from "../../../ui/useUrlState.ts";
import { type PaymentRow, paymentQueries } from "./queries.ts";

const filters = ["q", "sort", "partyId"] as const;
const sorts = ["paidOn", "-paidOn", "number", "-number", "amount", "-amount"] as const;

export function PaymentsPage() {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(filters);
  const list = usePages(paymentQueries.list({ q: filter.q, partyId: filter.partyId, sort: oneOf(filter.sort, sorts) }));
  return (
    <Page title={t`Payments`} actions={<RegisterPayment />}>
      <DataTable
        {...list}
        label={t`Payments`}
        columns={useColumns()}
        rowId={(payment) => payment.id}
        href={(payment) => paths.finance.payment(payment.id)}
        sort={filter.sort}
        onSort={(sort) => setFilter({ sort })}
        toolbar={<SearchInput label={t`Search payments`} value={filter.q ?? ""} onChange={(q) => setFilter({ q })} />}
        empty={
          filter.q ? (
            <EmptyState icon="search" title={t`No payment matches`} hint={t`Try another number, customer or reference.`} />
          ) : (
            <EmptyState
              icon="payments"
              title={t`No payments yet`}
              hint={t`Register money as it arrives and allocate it to invoices.`}
              action={<RegisterPayment />}
            />
          )
        }
      />
    </Page>
  );
}

const RegisterPayment = () => (
  <Button component={Link} to={paths.finance.newPayment()} leftSection={<Icon name="plus" size={16} />}>
    <Trans>Register payment</Trans>
  </Button>
);

function useColumns() {
  const { t } = useLingui();
  return useMemo<Column<PaymentRow>[]>(
    () => [
      {
        id: "number",
        head: t`Number`,
        cell: (payment) => payment.number,
        below: (payment) => payment.party.name,
        sort: "number",
        width: "9rem",
      },
      { id: "party", head: t`Customer or supplier`, cell: (payment) => payment.party.name, yields: "phone" },
      {
        id: "paid",
        head: t`Paid`,
        cell: (payment) => <DateText value={payment.paidOn} />,
        sort: "paidOn",
        width: "8.5rem",
        yields: "phone",
      },
      { id: "reference", head: t`Reference`, cell: (payment) => payment.reference, yields: "tablet" },
      {
        id: "unallocated",
        head: t`Not allocated`,
        cell: (payment) => <MoneyText value={payment.unallocated} currency={payment.currency} />,
        align: "end",
        width: "9rem",
        yields: "tablet",
      },
      {
        id: "amount",
        head: t`Amount`,
        cell: (payment) => (
          <MoneyText value={payment.direction === "out" ? `-${payment.amount}` : payment.amount} currency={payment.currency} />
        ),
        sort: "amount",
        align: "end",
        width: "9rem",
      },
    ],
    [t],
  );
}
