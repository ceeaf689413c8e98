import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { download } from "../../../api/files.ts";
import { problemOf } from "../../../api/problem.ts";
import { withQuery } from "../../../app/paths.ts";
import { DayInput } from "../../../ui/DateField.tsx";
import { FieldRow } from "../../../ui/Form.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";

const lastYear = new Date().getFullYear() - 1;

/** A period of the ledger as a signed file, for an auditor to check elsewhere. */
export function AuditPackagePage() {
  const { t } = useLingui();
  const [from, setFrom] = useState<string | null>(`${lastYear}-01-01`);
  const [to, setTo] = useState<string | null>(`${lastYear}-12-31`);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (period: { from: string; to: string }) =>
      download(withQuery("/finance/audit-package", period), `ledger-${period.from}-${period.to}.ndjson`),
  });
  return (
    <Page
      narrow
      title={t`Audit package`}
      lead={<Trans>Entries with numbers and hashes, chart, parties, documents and payments of a period, in one signed file.</Trans>}
    >
      <Panel title={t`Period`}>
        <div className="Form">
          <FieldRow>
            <DayInput label={t`From`} value={from} onChange={setFrom} />
            <DayInput label={t`To`} value={to} onChange={setTo} />
          </FieldRow>
          <ProblemNote problem={error ? problemOf(error) : undefined} />
          <div className="Form-actions">
            <Button disabled={!from || !to} loading={isPending} onClick={() => from && to && mutate({ from, to })}>
              <Trans>Download the package</Trans>
            </Button>
          </div>
        </div>
      </Panel>
      <p className="Dialog-lead">
        <Trans>Check it anywhere, without this system: npm run verify-ledger -- --package followed by the file.</Trans>
      </p>
    </Page>
  );
}
