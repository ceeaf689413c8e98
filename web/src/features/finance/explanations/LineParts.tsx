import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { DateText, MoneyText, QuantityText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { useRuleLabels } from "./labels.ts";
import type { Determination, ExplainedLine } from "./queries.ts";

interface LinePartsProps {
  readonly line: ExplainedLine;
  readonly asked: boolean;
  readonly byHand: boolean;
}

/** A line: its amount, the rate it was converted by, the rules that led to its account, the taxes that make it up. */
export function LineParts({ line, asked, byHand }: LinePartsProps) {
  const { t } = useLingui();
  const { account, conversion, determinedBy, taxes } = line;
  return (
    <Panel title={asked ? t`Asked: ${account.code} ${account.name}` : `${account.code} ${account.name}`}>
      <KeyValue
        facts={[
          [t`Amount, debits positive`, <MoneyText key="amount" value={line.companyAmount} strong />],
          [
            t`Account`,
            <Link key="account" to={paths.finance.generalLedger(account.id)}>
              {account.code}
            </Link>,
          ],
          [
            t`Why this account`,
            determinedBy.length === 0 && (byHand ? t`A person chose it.` : t`The document, its tax or a person named it.`),
          ],
        ]}
      />
      {conversion && <Conversion conversion={conversion} />}
      {determinedBy.map((determination) => (
        <Rules key={determination.purpose} determination={determination} accountId={account.id} />
      ))}
      {taxes.length > 0 && <Taxes taxes={taxes} />}
    </Panel>
  );
}

function Conversion({
  conversion: { currency, amount, companyAmount, rate, stored, agrees },
}: {
  conversion: NonNullable<ExplainedLine["conversion"]>;
}) {
  const { t } = useLingui();
  return (
    <>
      <h3 className="Page-part">
        <Trans>Exchange rate</Trans>
      </h3>
      <KeyValue
        facts={[
          [t`In its currency`, <MoneyText key="amount" value={amount} currency={currency} />],
          [t`In company currency`, <MoneyText key="company" value={companyAmount} />],
          [t`Comes to a rate of`, rate && <QuantityText value={rate} />],
          [
            t`Rate in the table`,
            stored && (
              <>
                <QuantityText value={stored.rate} />{" "}
                <Trans>
                  of <DateText value={stored.validOn} />
                </Trans>{" "}
                {stored.changedSince && <StatusBadge tone="warning">{t`changed since`}</StatusBadge>}
              </>
            ),
          ],
          [t`Agrees`, agrees !== null && (agrees ? t`Yes, within a rounding` : t`No: the document named its own rate`)],
        ]}
      />
    </>
  );
}

type Candidate = Determination["candidates"][number];

function Rules({ determination: { purpose, candidates }, accountId }: { determination: Determination; accountId: string }) {
  const { t } = useLingui();
  const labels = useRuleLabels();
  const columns: Column<Candidate>[] = [
    { id: "kind", head: t`Rule`, cell: ({ keyKind }) => labels.keyKind(keyKind) },
    {
      id: "account",
      head: t`Leads to`,
      cell: (rule) =>
        rule.accountId === accountId ? t`this account` : <Link to={paths.finance.generalLedger(rule.accountId)}>{t`another account`}</Link>,
      width: "10rem",
    },
    {
      id: "applies",
      head: t`Applied`,
      cell: ({ applies, chosen }) => (chosen ? <StatusBadge tone="good">{t`chosen`}</StatusBadge> : labels.applies[applies]),
      width: "10rem",
    },
  ];
  const title = t`Rules for ${labels.purposes[purpose]}`;
  return (
    <>
      <h3 className="Page-part">{title}</h3>
      <SimpleTable label={title} rows={candidates} columns={columns} rowId={({ id }) => id} />
    </>
  );
}

type Tax = ExplainedLine["taxes"][number];

function Taxes({ taxes }: { taxes: readonly Tax[] }) {
  const { t } = useLingui();
  const columns: Column<Tax>[] = [
    { id: "code", head: t`Tax`, cell: (tax) => <Link to={paths.finance.tax(tax.taxCodeId)}>{tax.code}</Link> },
    { id: "rate", head: t`Rate`, cell: ({ rate }) => (rate === null ? "–" : <QuantityText value={rate} />), align: "end", width: "5rem" },
    { id: "version", head: t`Valid from`, cell: ({ validFrom }) => validFrom && <DateText value={validFrom} />, width: "8rem" },
    { id: "until", head: t`Until`, cell: ({ validTo }) => (validTo ? <DateText value={validTo} /> : "–"), width: "8rem" },
    { id: "base", head: t`Base`, cell: (tax) => <MoneyText value={tax.base} currency={tax.currency} />, align: "end", width: "9rem" },
    { id: "tax", head: t`Tax`, cell: (tax) => <MoneyText value={tax.tax} currency={tax.currency} />, align: "end", width: "9rem" },
  ];
  return (
    <>
      <h3 className="Page-part">
        <Trans>Taxes, with the version that was stored</Trans>
      </h3>
      <SimpleTable label={t`Taxes`} rows={taxes} columns={columns} rowId={(tax) => `${tax.taxCodeId} ${tax.part} ${tax.base} ${tax.tax}`} />
    </>
  );
}
