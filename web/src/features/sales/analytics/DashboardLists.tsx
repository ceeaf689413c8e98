import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { RecordList } from "../../../ui/RecordList.tsx";
import { analyticsQueries } from "./queries.ts";

export function LastOrders() {
  const { t } = useLingui();
  const { data } = useQuery(analyticsQueries.lastOrders());
  return (
    <Panel
      title={t`Last orders`}
      actions={
        <Link to={paths.sales.orders()}>
          <Trans>All orders</Trans>
        </Link>
      }
    >
      {data && (
        <RecordList
          empty={t`No orders yet.`}
          entries={data.items.map(({ id, number, customer, total, currency }) => ({
            id,
            title: customer.name,
            to: paths.sales.order(id),
            note: number,
            value: <MoneyText value={total} currency={currency} />,
          }))}
        />
      )}
    </Panel>
  );
}

export function OpenInvoices() {
  const { t } = useLingui();
  const { data } = useQuery(analyticsQueries.dueInvoices());
  return (
    <Panel
      title={t`Waiting to be paid`}
      actions={
        <Link to={paths.finance.invoices()}>
          <Trans>All invoices</Trans>
        </Link>
      }
    >
      {data && (
        <RecordList
          empty={t`Nothing is open.`}
          entries={data.items.map(({ id, number, party, dueOn, open, currency }) => ({
            id,
            title: party.name,
            to: paths.finance.invoice(id),
            note: (
              <Trans>
                {number}, due <DateText value={dueOn} />
              </Trans>
            ),
            value: <MoneyText value={open} currency={currency} />,
          }))}
        />
      )}
    </Panel>
  );
}
