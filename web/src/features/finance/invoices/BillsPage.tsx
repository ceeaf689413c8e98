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
import { InvoiceStateBadge, invoiceStates } from "./InvoiceStateBadge.tsx";
import { type InvoiceRow, invoiceQueries } from "./queries.ts";

const filters = ["q", "state", "partyId"] as const;
const tabs = ["draft", "issued", "part_paid", "paid"] as const;

/** What suppliers ask us to pay. */
export function BillsPage() {
  const { t, i18n } = useLingui();
  const [filter, setFilter] = useUrlFilter(filters);
  const { state, ...rest } = filter;
  const known = oneOf(state, tabs);
  const list = usePages(invoiceQueries.list({ ...rest, kind: "bill", state: known }));
  const options = [{ value: "", label: t`All` }, ...tabs.map((value) => ({ value, label: i18n._(invoiceStates[value].label) }))];
  return (
    <Page title={t`Bills`} actions={<NewBill />}>
      <DataTable
        {...list}
        label={t`Bills`}
        columns={useColumns()}
        rowId={(bill) => bill.id}
        href={(bill) => paths.finance.invoice(bill.id)}
        toolbar={
          <>
            <SearchInput label={t`Search bills`} value={filter.q ?? ""} onChange={(q) => setFilter({ q })} />
            <FilterTabs label={t`Status`} options={options} value={known ?? ""} onChange={(value) => setFilter({ state: value })} />
          </>
        }
        empty={
          filter.q || known ? (
            <EmptyState icon="search" title={t`No bill matches`} hint={t`Try another number, supplier or status.`} />
          ) : (
            <EmptyState
              icon="invoices"
              title={t`No bills yet`}
              hint={t`Enter what suppliers send; each number of a supplier once.`}
              action={<NewBill />}
            />
          )
        }
      />
    </Page>
  );
}

const NewBill = () => (
  <Button component={Link} to={paths.finance.newBill()} leftSection={<Icon name="plus" size={16} />}>
    <Trans>New bill</Trans>
  </Button>
);

function useColumns() {
  const { t } = useLingui();
  return useMemo<Column<InvoiceRow>[]>(
    () => [
      { id: "number", head: t`Number`, cell: (bill) => bill.number ?? t`Draft`, below: (bill) => bill.party.name, width: "9rem" },
      { id: "party", head: t`Supplier`, cell: (bill) => bill.party.name, yields: "phone" },
      { id: "reference", head: t`Their number`, cell: (bill) => bill.reference, width: "8.5rem", yields: "tablet" },
      { id: "issued", head: t`Date`, cell: (bill) => <DateText value={bill.issuedOn} />, width: "8rem", yields: "desk" },
      { id: "due", head: t`Due`, cell: (bill) => <DateText value={bill.dueOn} />, width: "8rem", yields: "phone" },
      { id: "state", head: t`Status`, cell: (bill) => <InvoiceStateBadge invoice={bill} />, width: "8rem" },
      {
        id: "total",
        head: t`Total`,
        cell: (bill) => <MoneyText value={bill.total} currency={bill.currency} />,
        align: "end",
        width: "8.5rem",
        yields: "phone",
      },
      {
        id: "open",
        head: t`Open`,
        cell: (bill) => <MoneyText value={bill.open} currency={bill.currency} />,
        align: "end",
        width: "8.5rem",
        yields: "tablet",
      },
    ],
    [t],
  );
}
