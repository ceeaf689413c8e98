import { Trans, useLingui } from "@lingui/react/macro";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { RecordList } from "../../../ui/RecordList.tsx";
import type { Invoice } from "./queries.ts";

/** When it is due, part by part, and what paying early saves. Of a draft: as if it were issued today. */
export function InvoiceSchedule({ invoice }: { invoice: Invoice }) {
  const { t } = useLingui();
  const { instalments, discounts, currency } = invoice;
  if (instalments.length < 2 && discounts.length === 0 && invoice.state !== "draft") return null;
  const draft = invoice.state === "draft";
  return (
    <Panel title={draft ? t`Due, if issued today` : t`Due`}>
      <RecordList
        empty={t`Nothing is due.`}
        entries={instalments.map(({ dueOn, amount, open }, index) => ({
          id: `${index}`,
          title: <DateText value={dueOn} />,
          note: draft || open === amount ? undefined : <Trans>Open: {<MoneyText value={open} currency={currency} />}</Trans>,
          value: <MoneyText value={amount} currency={currency} />,
        }))}
      />
      {discounts.map(({ until, percent, amount }) => (
        <p className="Panel-sum" key={until}>
          <span>
            <Trans>
              {percent} % off until <DateText value={until} />
            </Trans>
          </span>
          <MoneyText value={amount} currency={currency} />
        </p>
      ))}
    </Panel>
  );
}
