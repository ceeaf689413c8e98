import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { paths } from "../../../app/paths.ts";
import { Columns } from "../../../ui/Columns.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { RecordList } from "../../../ui/RecordList.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { type Customer, customerQueries } from "./queries.ts";

/** One customer: who they are, what they ordered last, what they owe. */
export function CustomerPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: customer } = useSuspenseQuery(customerQueries.one(id));
  return (
    <Page
      title={customer.name}
      mark={customer.active ? undefined : <StatusBadge tone="neutral">{t`Inactive`}</StatusBadge>}
      back={{ to: paths.sales.customers(), label: t`Customers` }}
      lead={t`Customer ${customer.code}`}
      actions={
        <>
          <Button variant="default" component={Link} to={paths.sales.editCustomer(id)}>
            <Trans>Edit</Trans>
          </Button>
          <Button component={Link} to={paths.sales.newOrder({ customerId: id })}>
            <Trans>New order</Trans>
          </Button>
        </>
      }
    >
      <Columns
        main={
          <>
            <OpenInvoices customer={customer} />
            <LastOrders customer={customer} />
          </>
        }
        side={
          <>
            <Facts customer={customer} />
            <Contacts customer={customer} />
            <Addresses customer={customer} />
          </>
        }
      />
    </Page>
  );
}

function Facts({ customer }: { customer: Customer }) {
  const { t } = useLingui();
  const { data: terms } = useQuery(customerQueries.terms);
  const term = terms?.items.find(({ id }) => id === customer.paymentTermId);
  return (
    <Panel title={t`Details`}>
      <KeyValue
        facts={[
          [t`Email`, customer.email && <a href={`mailto:${customer.email}`}>{customer.email}</a>],
          [t`Tax number`, customer.taxNumber],
          [t`Currency`, customer.currency],
          [t`Payment terms`, term ? `${term.code} ${term.name}` : t`${customer.paymentTermsDays} days`],
          [
            t`Credit limit`,
            customer.creditLimit ? <MoneyText key="limit" value={customer.creditLimit} currency={customer.currency} /> : t`None`,
          ],
          [t`Notes`, customer.notes],
        ]}
      />
    </Panel>
  );
}

function Contacts({ customer }: { customer: Customer }) {
  const { t } = useLingui();
  return (
    <Panel title={t`Contacts`}>
      <RecordList
        empty={t`No contacts.`}
        entries={customer.contacts.map(({ id, name, role, email, phone }) => ({
          id,
          title: name,
          note: [role, email, phone].filter(Boolean).join(" · "),
        }))}
      />
    </Panel>
  );
}

function Addresses({ customer }: { customer: Customer }) {
  const { t } = useLingui();
  return (
    <Panel title={t`Addresses`}>
      <RecordList
        empty={t`No addresses.`}
        entries={customer.addresses.map((address) => ({
          id: address.id,
          title: address.kind === "billing" ? t`Billing` : t`Shipping`,
          note: [address.name, address.street, [address.postalCode, address.city].filter(Boolean).join(" "), address.country]
            .filter(Boolean)
            .join(", "),
        }))}
      />
    </Panel>
  );
}

function OpenInvoices({ customer }: { customer: Customer }) {
  const { t } = useLingui();
  const { data } = useQuery(customerQueries.openInvoices(customer.id));
  return (
    <Panel
      title={t`Open invoices`}
      actions={
        <Link to={paths.finance.invoices({ partyId: customer.id })}>
          <Trans>All invoices</Trans>
        </Link>
      }
    >
      {data && (
        <RecordList
          empty={t`Nothing is open.`}
          entries={data.items.map(({ id, number, dueOn, open, currency }) => ({
            id,
            title: number ?? t`Draft`,
            to: paths.finance.invoice(id),
            note: (
              <Trans>
                due <DateText value={dueOn} />
              </Trans>
            ),
            value: <MoneyText value={open} currency={currency} />,
          }))}
        />
      )}
    </Panel>
  );
}

function LastOrders({ customer }: { customer: Customer }) {
  const { t } = useLingui();
  const { data } = useQuery(customerQueries.orders(customer.id));
  return (
    <Panel
      title={t`Last orders`}
      actions={
        <Link to={paths.sales.orders({ customerId: customer.id })}>
          <Trans>All orders</Trans>
        </Link>
      }
    >
      {data && (
        <RecordList
          empty={t`No orders yet.`}
          entries={data.items.map(({ id, number, orderedOn, total, currency }) => ({
            id,
            title: number,
            to: paths.sales.order(id),
            note: <DateText value={orderedOn} />,
            value: <MoneyText value={total} currency={currency} />,
          }))}
        />
      )}
    </Panel>
  );
}
