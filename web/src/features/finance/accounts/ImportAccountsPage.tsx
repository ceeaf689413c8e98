import { Trans, useLingui } from "@lingui/react/macro";
import { Button, FileInput, Switch } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { type AccountImport, accountQueries, downloadChart, downloadRefused, useImportAccounts } from "./queries.ts";

/** A chart out of a file: all of it or nothing, tried first when one likes. */
export function ImportAccountsPage() {
  const { t } = useLingui();
  const [file, setFile] = useState<File | null>(null);
  const [dryRun, setDryRun] = useState(true);
  const sent = useImportAccounts();
  return (
    <Page
      narrow
      title={t`Import accounts`}
      back={{ to: paths.finance.accounts(), label: t`Chart of accounts` }}
      lead={<Trans>A CSV file as the chart is downloaded. Accounts that are there already stay as they are.</Trans>}
    >
      <Panel title={t`File`}>
        <div className="Form">
          <FileInput label={t`CSV file`} placeholder={t`Choose a file`} accept=".csv,text/csv" clearable value={file} onChange={setFile} />
          <Switch label={t`Only try`} checked={dryRun} onChange={(event) => setDryRun(event.currentTarget.checked)} />
          <ProblemNote problem={sent.error ? problemOf(sent.error) : undefined} />
          <div className="Form-actions">
            <Button disabled={!file} loading={sent.isPending} onClick={() => file && sent.mutate({ file, dryRun })}>
              {dryRun ? <Trans>Try the import</Trans> : <Trans>Import</Trans>}
            </Button>
            <Button variant="subtle" onClick={() => void downloadChart()}>
              <Trans>Download the present chart</Trans>
            </Button>
          </div>
        </div>
      </Panel>
      {sent.data && <Result id={sent.data.id} />}
    </Page>
  );
}

function Result({ id }: { id: string }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { data } = useQuery(accountQueries.imported(id));
  const isOver = Boolean(data?.finishedAt);
  useEffect(() => {
    if (isOver) void queries.invalidateQueries({ queryKey: accountQueries.all });
  }, [isOver, queries]);
  if (!data) return null;
  const { report, refusedRows, error } = data;
  return (
    <Panel
      title={t`Result`}
      actions={
        refusedRows > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => void downloadRefused(id)}>
            <Trans>Download the refused rows</Trans>
          </Button>
        )
      }
    >
      <KeyValue
        facts={[
          [t`State`, <Outcome key="state" data={data} />],
          [t`Added`, report?.created],
          [t`There already`, report?.unchanged],
          [t`Refused`, refusedRows],
          [t`Reason`, error],
        ]}
      />
    </Panel>
  );
}

function Outcome({ data: { state, dryRun, report } }: { data: AccountImport }) {
  if (state === "queued" || state === "running") return <Trans>Under way…</Trans>;
  if (state === "failed") return <Trans>Nothing was stored</Trans>;
  return dryRun || !report?.stored ? <Trans>Tried, nothing was stored</Trans> : <Trans>Stored</Trans>;
}
