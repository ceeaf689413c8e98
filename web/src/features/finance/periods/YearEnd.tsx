import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../../api/problem.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import type { Column } from "../../../ui/DataTable.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { toast } from "../../../ui/toast.ts";
import { type FiscalYear, periodQueries, useCloseYear, useReopenYear } from "./queries.ts";

/** Closing a year: what it would post, then doing it; or taking it back. */
export function YearEnd({ year }: { year: FiscalYear }) {
  const { t } = useLingui();
  const [reviewing, setReviewing] = useState(false);
  return (
    <Panel title={t`Year end of ${year.name}`}>
      {year.state === "closed" ? (
        <Reopen year={year} />
      ) : reviewing ? (
        <Review year={year} />
      ) : (
        <>
          <p>
            <Trans>Closing moves income and expenses to retained earnings and closes all periods of the year. It can be taken back.</Trans>
          </p>
          <ConfirmButton
            title={t`Review the closing?`}
            text={t`You see what would be posted; nothing happens yet.`}
            verb={t`Show it`}
            onConfirm={async () => setReviewing(true)}
          >
            <Trans>Review the closing</Trans>
          </ConfirmButton>
        </>
      )}
    </Panel>
  );
}

type Line = { accountId: string; currency: string; debit: string | null; credit: string | null };

function Review({ year }: { year: FiscalYear }) {
  const { t } = useLingui();
  const close = useCloseYear();
  const { data, error } = useQuery(periodQueries.closing(year.id));
  const { data: names } = useQuery(periodQueries.accounts());
  if (error) return <ProblemNote problem={problemOf(error)} />;
  if (!data) return null;
  const columns: Column<Line>[] = [
    { id: "account", head: t`Account`, cell: ({ accountId }) => names?.get(accountId) ?? "" },
    {
      id: "debit",
      head: t`Debit`,
      cell: ({ debit, currency }) => debit && <MoneyText value={debit} currency={currency} />,
      align: "end",
      width: "10rem",
    },
    {
      id: "credit",
      head: t`Credit`,
      cell: ({ credit, currency }) => credit && <MoneyText value={credit} currency={currency} />,
      align: "end",
      width: "10rem",
    },
  ];
  return (
    <>
      <KeyValue
        facts={[
          [t`Result`, <MoneyText key="result" value={data.result} currency={data.currency} strong />],
          [t`Periods that close`, data.closedPeriods.join(", ")],
        ]}
      />
      <SimpleTable
        label={t`Lines of the closing`}
        rows={data.lines}
        columns={columns}
        rowId={(line) => JSON.stringify(line)}
        empty={t`There is nothing to move.`}
      />
      <ConfirmButton
        title={t`Close the fiscal year ${year.name}?`}
        text={t`The closing is posted and all its periods are closed.`}
        verb={t`Close the year`}
        onConfirm={() => close.mutateAsync(year.id)}
      >
        <Trans>Close the year</Trans>
      </ConfirmButton>
    </>
  );
}

function Reopen({ year }: { year: FiscalYear }) {
  const { t } = useLingui();
  const reopen = useReopenYear();
  const [reason, setReason] = useState("");
  return (
    <>
      <p>
        <Trans>The year is closed: its result is in retained earnings.</Trans>
      </p>
      <ConfirmButton
        variant="default"
        title={t`Take the closing back?`}
        text={
          <>
            <p>
              <Trans>The closing is reversed and the last period is soft-closed for adjustments.</Trans>
            </p>
            <TextInput label={t`Reason`} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
          </>
        }
        verb={t`Take it back`}
        ready={reason.trim() !== ""}
        onConfirm={async () => {
          const done = await reopen.mutateAsync({ id: year.id, reason });
          if ("approval" in done) void toast(t`It waits for the approval of a second person.`);
        }}
      >
        <Trans>Take the closing back</Trans>
      </ConfirmButton>
    </>
  );
}
