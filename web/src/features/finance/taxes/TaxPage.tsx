import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { paths } from "../../../app/paths.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import type { Column } from "../../../ui/DataTable.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { DateText, QuantityText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { toast } from "../../../ui/toast.ts";
import { AddRateButton } from "./AddRateButton.tsx";
import { useTaxLabels } from "./labels.ts";
import { type Tax, taxQueries, useChangeTax } from "./queries.ts";

/** A tax: what it is, its accounts, and its rates by date. */
export function TaxPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: tax } = useSuspenseQuery(taxQueries.one(id));
  return (
    <Page
      narrow
      title={tax.code}
      mark={tax.active ? undefined : <StatusBadge tone="neutral">{t`Out of use`}</StatusBadge>}
      lead={tax.name}
      back={{ to: paths.finance.taxes(), label: t`Taxes` }}
      actions={<UseButton tax={tax} />}
    >
      <Panel>
        <Facts tax={tax} />
      </Panel>
      <Panel title={t`Rates`} actions={<AddRateButton tax={tax} />} flush>
        <Rates tax={tax} />
      </Panel>
    </Page>
  );
}

function UseButton({ tax }: { tax: Tax }) {
  const { t } = useLingui();
  const change = useChangeTax(tax);
  return (
    <ConfirmButton
      variant="default"
      title={tax.active ? t`Take ${tax.code} out of use` : t`Use ${tax.code} again`}
      verb={tax.active ? t`Take it out of use` : t`Use it again`}
      text={tax.active ? t`New documents cannot name it any more. What was posted stays.` : t`New documents can name it again.`}
      onConfirm={async () => {
        await change.mutateAsync({ active: !tax.active });
        void toast(t`${tax.code} is saved.`);
      }}
    >
      {tax.active ? <Trans>Take out of use</Trans> : <Trans>Use again</Trans>}
    </ConfirmButton>
  );
}

function AccountName({ id }: { id: string }) {
  const { data } = useQuery(taxQueries.account(id));
  return <>{data ? `${data.code} ${data.name}` : "…"}</>;
}

function Facts({ tax }: { tax: Tax }) {
  const { t } = useLingui();
  const labels = useTaxLabels();
  const isReverse = tax.treatment === "reverse_charge";
  return (
    <KeyValue
      facts={[
        [t`Used on`, labels.usage[tax.usage]],
        [t`Treatment`, labels.treatment[tax.treatment]],
        [t`Category`, tax.category && labels.category[tax.category]],
        [t`Reason`, [tax.exemptionCode, tax.exemptionReason].filter(Boolean).join(" – ")],
        [t`Charged as`, labels.kind[tax.kind]],
        [t`In the price`, tax.included && t`Yes`],
        [t`On taxes before it`, tax.compound && t`Yes`],
        [t`Due`, labels.recognisedOn[tax.recognisedOn]],
        [isReverse ? t`Claimed on` : t`Account`, <AccountName key="account" id={tax.accountId} />],
        [t`Owed on`, tax.reverseAccountId && <AccountName id={tax.reverseAccountId} />],
        [t`For what is not deductible`, tax.nondeductibleAccountId && <AccountName id={tax.nondeductibleAccountId} />],
        [t`Waits on`, tax.pendingAccountId && <AccountName id={tax.pendingAccountId} />],
        [t`Used`, tax.used ? t`Yes, so it stays what it is` : t`Not yet`],
      ]}
    />
  );
}

function Rates({ tax }: { tax: Tax }) {
  const { t } = useLingui();
  const partly = tax.rates.some(({ deductiblePercent }) => deductiblePercent !== "100");
  const columns: Column<Tax["rates"][number]>[] = [
    { id: "from", head: t`From`, cell: ({ from }) => (from ? <DateText value={from} /> : t`the beginning`) },
    { id: "to", head: t`To`, cell: ({ to }) => (to ? <DateText value={to} /> : t`further notice`) },
    ...(partly
      ? [
          {
            id: "deductible",
            head: t`Deductible`,
            cell: ({ deductiblePercent }: Tax["rates"][number]) => <QuantityText value={deductiblePercent} unit="%" />,
            align: "end" as const,
          },
        ]
      : []),
    {
      id: "rate",
      head: t`Rate`,
      cell: ({ rate }) => <QuantityText value={rate} unit={tax.kind === "percent" ? "%" : undefined} />,
      align: "end",
    },
  ];
  return <SimpleTable label={t`Rates`} rows={tax.rates} columns={columns} rowId={({ id }) => id} />;
}
