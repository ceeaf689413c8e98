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
import { useKindLabel } from "./kinds.ts";
import { type InvoiceRow, type InvoiceState, invoiceQueries } from "./queries.ts";

const filters = ["q", "sort", "state", "partyId"] as const;
const sorts = ["number", "-number", "issuedOn", "-issuedOn", "dueOn", "-dueOn", "total", "-total"] as const;
const tabs = ["draft", "issued", "part_paid", "paid", "credited"] as const satisfies readonly InvoiceState[];

export function InvoicesPage() {
  const { t, i18n } = useLingui();
  const [filter, setFilter] = useUrlFilter(filters);
  const { state, sort, ...rest } = filter;
  const known = oneOf(state, tabs);
  const list = usePages(invoiceQueries.list({ ...rest, sort: oneOf(sort, sorts), state: known }));
  const options = [{ value: "", label: t`All` }, ...tabs.map((value) => ({ value, label: i18n._(invoiceStates[value].label) }))];
  return (
    <Page title={t`Invoices`} actions={<NewInvoice />}>
      <DataTable
        {...list}
        label={t`Invoices`}
        columns={useColumns()}
        rowId={(invoice) => invoice.id}
        href={(invoice) => paths.finance.invoice(invoice.id)}
        sort={sort}
        onSort={(next) => setFilter({ sort: next })}
        toolbar={
          <>
            <SearchInput label={t`Search invoices`} value={filter.q ?? ""} onChange={(q) => setFilter({ q })} />
            <FilterTabs label={t`Status`} options={options} value={known ?? ""} onChange={(value) => setFilter({ state: value })} />
          </>
        }
        empty={
          filter.q || known ? (
            <EmptyState icon="search" title={t`No invoice matches`} hint={t`Try another number, customer or status.`} />
          ) : (
            <EmptyState
              icon="invoices"
              title={t`No invoices yet`}
              hint={t`They are made from delivered orders, or written here.`}
              action={<NewInvoice />}
            />
          )
        }
      />
    </Page>
  );
}

const NewInvoice = () => (
  <Button component={Link} to={paths.finance.newInvoice()} leftSection={<Icon name="plus" size={16} />}>
    <Trans>New invoice</Trans>
  </Button>
);

function useColumns() {
  const { t } = useLingui();
  const kindLabel = useKindLabel();
  return useMemo<Column<InvoiceRow>[]>(
    () => [
      {
        id: "number",
        head: t`Number`,
        cell: (invoice) => invoice.number ?? t`Draft`,
        below: (invoice) => invoice.party.name,
        sort: "number",
        width: "9rem",
      },
      { id: "party", head: t`Customer`, cell: (invoice) => invoice.party.name, yields: "phone" },
      { id: "kind", head: t`Kind`, cell: (invoice) => kindLabel(invoice.kind), width: "7rem", yields: "desk" },
      {
        id: "issued",
        head: t`Issued`,
        cell: (invoice) => <DateText value={invoice.issuedOn} />,
        sort: "issuedOn",
        width: "8rem",
        yields: "tablet",
      },
      { id: "due", head: t`Due`, cell: (invoice) => <DateText value={invoice.dueOn} />, sort: "dueOn", width: "8rem", yields: "phone" },
      { id: "state", head: t`Status`, cell: (invoice) => <InvoiceStateBadge invoice={invoice} />, width: "8rem" },
      {
        id: "total",
        head: t`Total`,
        cell: (invoice) => <MoneyText value={invoice.total} currency={invoice.currency} />,
        sort: "total",
        align: "end",
        width: "8.5rem",
        yields: "phone",
      },
      {
        id: "open",
        head: t`Open`,
        cell: (invoice) => <MoneyText value={invoice.open} currency={invoice.currency} />,
        align: "end",
        width: "8.5rem",
        yields: "tablet",
      },
    ],
    [t, kindLabel],
  );
}
