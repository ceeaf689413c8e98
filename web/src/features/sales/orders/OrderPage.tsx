import { Trans, useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { paths } from "../../../app/paths.ts";
import { Columns } from "../../../ui/Columns.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { RecordList } from "../../../ui/RecordList.tsx";
import { OrderActions } from "./OrderActions.tsx";
import { OrderLines } from "./OrderLines.tsx";
import { OrderStatusBadge } from "./OrderStatusBadge.tsx";
import { type Order, orderQueries } from "./queries.ts";

/** One order: what was ordered, delivered and invoiced of each line, and what can happen next. */
export function OrderPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: order } = useSuspenseQuery(orderQueries.one(id));
  return (
    <Page
      title={t`Order ${order.number}`}
      mark={<OrderStatusBadge status={order.status} />}
      back={{ to: paths.sales.orders(), label: t`Orders` }}
      lead={
        <Trans>
          <Link to={paths.sales.customer(order.customer.id)}>{order.customer.name}</Link>, ordered <DateText value={order.orderedOn} />
        </Trans>
      }
      actions={<OrderActions order={order} />}
    >
      <Columns
        main={
          <Panel title={t`Lines`} flush>
            <OrderLines order={order} />
          </Panel>
        }
        side={
          <>
            <OrderFacts order={order} />
            <Fulfilment order={order} />
          </>
        }
      />
    </Page>
  );
}

function OrderFacts({ order }: { order: Order }) {
  const { t } = useLingui();
  const address = order.shippingAddress;
  return (
    <Panel title={t`Details`}>
      <KeyValue
        facts={[
          [t`Requested for`, order.requestedOn && <DateText value={order.requestedOn} />],
          [t`Their reference`, order.customerReference],
          [t`Currency`, order.currency],
          [
            t`Ship to`,
            address &&
              [address.name, address.street, [address.postalCode, address.city].filter(Boolean).join(" "), address.country]
                .filter(Boolean)
                .join("\n"),
          ],
          [t`Notes`, order.notes],
        ]}
      />
    </Panel>
  );
}

function Fulfilment({ order }: { order: Order }) {
  const { t } = useLingui();
  return (
    <>
      <Panel title={t`Deliveries`}>
        <RecordList
          empty={t`Nothing delivered yet.`}
          entries={order.deliveries.map(({ id, number, kind, deliveredOn }) => ({
            id,
            title: kind === "return" ? t`Return ${number}` : number,
            value: <DateText value={deliveredOn} />,
          }))}
        />
      </Panel>
      <Panel title={t`Invoices`}>
        <RecordList
          empty={t`Nothing invoiced yet.`}
          entries={order.invoices.map(({ id, number, kind, total }) => ({
            id,
            title: number ?? t`Draft`,
            to: paths.finance.invoice(id),
            note: kind === "credit_note" ? t`Credit note` : undefined,
            value: <MoneyText value={total} currency={order.currency} />,
          }))}
        />
      </Panel>
    </>
  );
}
