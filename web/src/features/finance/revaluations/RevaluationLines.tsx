import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { DateText, MoneyText, QuantityText } from "../../../ui/MoneyText.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { Why } from "../../../ui/Why.tsx";
import type { Revaluation } from "./queries.ts";

type Line = Revaluation["lines"][number];

/** The difference, and the entry that posted it; a preview has none yet. */
function Difference({ line, entryId }: { line: Line; entryId: string | null }) {
  return (
    <>
      {entryId && <Why to={paths.finance.entryWhy(entryId)} of={`${line.account.name} ${line.difference}`} />}
      <MoneyText value={line.difference} strong />
    </>
  );
}

/** How each difference comes about: the amount, its rate, what it is worth and what was carried. */
export function RevaluationLines({ revaluation }: { revaluation: Revaluation }) {
  const { t } = useLingui();
  const columns: Column<Line>[] = [
    {
      id: "account",
      head: t`Account`,
      cell: ({ account }) => <Link to={paths.finance.generalLedger(account.id, { to: revaluation.on })}>{account.code}</Link>,
      width: "5rem",
    },
    { id: "name", head: t`Name`, cell: ({ account, party }) => (party ? `${account.name} · ${party.name}` : account.name), width: "13rem" },
    {
      id: "amount",
      head: t`Open`,
      cell: (line) => <MoneyText value={line.amount} currency={line.currency} />,
      align: "end",
      width: "7.5rem",
    },
    { id: "rate", head: t`Rate`, cell: ({ rate }) => <QuantityText value={rate} />, align: "end", width: "6rem" },
    { id: "rated", head: t`Rate of`, cell: ({ ratedOn }) => <DateText value={ratedOn} />, width: "8.5rem" },
    { id: "carried", head: t`Carried`, cell: (line) => <MoneyText value={line.carried} />, align: "end", width: "7rem" },
    { id: "value", head: t`Worth`, cell: (line) => <MoneyText value={line.value} />, align: "end", width: "7rem" },
    {
      id: "difference",
      head: t`Difference`,
      cell: (line) => <Difference line={line} entryId={revaluation.entryId} />,
      align: "end",
      width: "8.5rem",
    },
  ];
  return (
    <SimpleTable
      label={t`Revaluation`}
      rows={revaluation.lines}
      columns={columns}
      rowId={(line) => `${line.account.id} ${line.party?.id} ${line.currency}`}
      sums={[
        [t`Unrealised gains`, <MoneyText key="gain" value={revaluation.gain} />],
        [t`Unrealised losses`, <MoneyText key="loss" value={revaluation.loss} />],
        [t`Result in ${revaluation.currency}`, <MoneyText key="result" value={revaluation.result} strong />],
      ]}
    />
  );
}
