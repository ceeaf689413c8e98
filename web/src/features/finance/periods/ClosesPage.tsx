import { Trans, useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { InstantText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { CheckTable } from "./CheckTable.tsx";
import { CloseItems } from "./CloseItems.tsx";
import { type CloseProof, closingQueries } from "./closing.ts";
import { moduleNames, PeriodState } from "./PeriodState.tsx";
import { periodQueries } from "./queries.ts";

/** Each close of a period, and what its checklist said then, which stays whatever became of the period. */
export function ClosesPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const [filter] = useUrlFilter(["close"] as const);
  const { data: period } = useSuspenseQuery(periodQueries.one(id));
  const { name } = period;
  const { data: proofs } = useSuspenseQuery(closingQueries.proofs(id));
  const shown = proofs.find((proof) => proof.id === filter.close) ?? proofs[0];
  return (
    <Page title={t`Closes of ${name}`} mark={<PeriodState state={period.state} />} back={{ to: paths.finance.period(id), label: name }}>
      <Panel flush title={t`Each close`}>
        <SimpleTable
          label={t`Each close`}
          rows={proofs}
          columns={useColumns(id, shown)}
          rowId={(proof) => proof.id}
          empty={t`It was never closed.`}
        />
      </Panel>
      {shown && <Said proof={shown} />}
    </Page>
  );
}

const usePartName = () => {
  const { t, i18n } = useLingui();
  return ({ module }: CloseProof) => (module ? i18n._(moduleNames[module]) : t`Whole period`);
};

function useColumns(periodId: string, shown: CloseProof | undefined): Column<CloseProof>[] {
  const { t } = useLingui();
  const partOf = usePartName();
  return [
    {
      id: "at",
      head: t`When`,
      cell: (proof) => (
        <Link to={paths.finance.closes(periodId, { close: proof.id })} aria-current={proof === shown ? "true" : undefined}>
          <InstantText value={proof.closedAt} />
        </Link>
      ),
      width: "12rem",
    },
    { id: "part", head: t`Part`, cell: partOf, width: "10rem" },
    { id: "state", head: t`Closed as`, cell: ({ state }) => <PeriodState state={state} />, width: "9rem" },
    { id: "by", head: t`By`, cell: ({ closedBy }) => closedBy.name },
    { id: "order", head: t`In order`, cell: (proof) => <InOrder proof={proof} />, align: "end", width: "8rem" },
  ];
}

/** How many of what was looked at and ticked were in order. */
function InOrder({ proof: { checks, items } }: { proof: CloseProof }) {
  const all = checks.length + items.length;
  const good = checks.filter(({ holds }) => holds).length + items.filter(({ tick }) => tick !== null).length;
  return (
    <Trans>
      {good} of {all}
    </Trans>
  );
}

function Said({ proof }: { proof: CloseProof }) {
  const { t } = useLingui();
  const part = usePartName()(proof);
  return (
    <>
      <Panel flush title={t`What the checklist said: ${part}`}>
        <CheckTable checks={proof.checks} />
      </Panel>
      {proof.items.length > 0 && (
        <Panel flush title={t`What was ticked`}>
          <CloseItems periodId="" items={proof.items} closed />
        </Panel>
      )}
    </>
  );
}
