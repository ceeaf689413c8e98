import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { toast } from "../../../ui/toast.ts";
import { CsvFormatForm } from "./CsvFormatForm.tsx";
import { headingsOf, looksLikeCsv } from "./csv-headings.ts";
import { FileDrop } from "./FileDrop.tsx";
import { type BankStatement, bankQueries, type ImportedFile, useSendFile } from "./queries.ts";
import { useWarningText } from "./useWarningText.ts";

/** A bank's file: dropped, looked at before anything is stored, then taken in. */
export function ImportPage() {
  const { t } = useLingui();
  const [query] = useSearchParams();
  const [file, setFile] = useState<File>();
  const [headings, setHeadings] = useState<readonly string[]>();
  const [bankAccountId, setAccount] = useState<string | null>(query.get("bankAccountId"));
  const [csvFormatId, setFormat] = useState<string | null>(null);
  const [looked, setLooked] = useState<ImportedFile>();
  const send = useSendFile();
  const wanting = headings !== undefined && (!bankAccountId || !csvFormatId);
  const sending = (dryRun: boolean) =>
    file && send.mutateAsync({ file, dryRun, bankAccountId: bankAccountId ?? undefined, csvFormatId: csvFormatId ?? undefined });
  const choose = async (chosen: File) => {
    setFile(chosen);
    setLooked(undefined);
    send.reset();
    const text = await chosen.slice(0, 20_000).text();
    setHeadings(looksLikeCsv(text) ? headingsOf(text) : undefined);
  };
  return (
    <Page narrow title={t`Import statements`} back={{ to: paths.finance.bankAccounts(), label: t`Bank` }}>
      <FileDrop name={file?.name} onFile={(chosen) => void choose(chosen)} />
      {headings && <CsvChoices {...{ headings, bankAccountId, setAccount, csvFormatId, setFormat }} />}
      <ProblemNote problem={send.error ? problemOf(send.error) : undefined} />
      {file && !looked && (
        <div>
          <Button disabled={wanting} loading={send.isPending} onClick={async () => setLooked(await sending(true)?.catch(() => undefined))}>
            <Trans>Look at it</Trans>
          </Button>
        </div>
      )}
      {looked && (
        <Looked
          imported={looked}
          loading={send.isPending}
          onImport={async () => {
            const stored = await sending(false)?.catch(() => undefined);
            if (!stored) return;
            void toast(t`${stored.added} lines came in, ${stored.known} were there already.`);
            setLooked(undefined);
            setFile(undefined);
            setHeadings(undefined);
          }}
        />
      )}
    </Page>
  );
}

interface CsvChoicesProps {
  headings: readonly string[];
  bankAccountId: string | null;
  setAccount: (id: string | null) => void;
  csvFormatId: string | null;
  setFormat: (id: string | null) => void;
}

/** What a CSV does not say itself: whose it is, and what its columns mean. */
function CsvChoices({ headings, bankAccountId, setAccount, csvFormatId, setFormat }: CsvChoicesProps) {
  const { t } = useLingui();
  const [adding, setAdding] = useState(false);
  const { data: accounts } = useQuery(bankQueries.accounts());
  const { data: formats } = useQuery(bankQueries.csvFormats());
  return (
    <Panel title={t`This is a CSV file`}>
      <div className="Form">
        <Select
          label={t`Bank account`}
          data={accounts?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={bankAccountId}
          onChange={setAccount}
        />
        <Select
          label={t`How the bank writes it`}
          placeholder={formats?.items.length === 0 ? t`Nothing saved yet` : ""}
          data={formats?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={csvFormatId}
          onChange={setFormat}
        />
        {adding ? (
          <CsvFormatForm
            headings={headings}
            onSaved={(id) => {
              setFormat(id);
              setAdding(false);
            }}
          />
        ) : (
          <div>
            <Button variant="default" onClick={() => setAdding(true)}>
              <Trans>Say what the columns mean</Trans>
            </Button>
          </div>
        )}
      </div>
    </Panel>
  );
}

/** What would come in, with warnings; nothing is stored yet. */
function Looked({ imported, loading, onImport }: { imported: ImportedFile; loading: boolean; onImport: () => Promise<void> }) {
  const { t } = useLingui();
  const textOf = useWarningText();
  const columns: Column<BankStatement>[] = [
    {
      id: "account",
      head: t`Account`,
      cell: ({ bankAccount }) => <Link to={paths.finance.bankAccount(bankAccount.id)}>{bankAccount.name}</Link>,
    },
    { id: "to", head: t`Closing day`, cell: ({ toOn }) => <DateText value={toOn} /> },
    { id: "opening", head: t`Opening`, cell: ({ opening, currency }) => <MoneyText value={opening} currency={currency} />, align: "end" },
    {
      id: "booked",
      head: t`Lines`,
      cell: ({ booked, pending }) => (pending > 0 ? t`${booked}, ${pending} announced` : `${booked}`),
      align: "end",
    },
    { id: "closing", head: t`Closing`, cell: ({ closing, currency }) => <MoneyText value={closing} currency={currency} />, align: "end" },
  ];
  return (
    <>
      <Panel title={t`${imported.added} new lines, ${imported.known} that are there already`} flush>
        <SimpleTable
          label={t`Statements in the file`}
          rows={imported.statements}
          columns={columns}
          rowId={({ id }) => id}
          empty={t`The file brings no statement that is new.`}
        />
      </Panel>
      {imported.warnings.length > 0 && (
        <Panel title={t`Look at this first`}>
          <ul className="Warnings">
            {imported.warnings.map((warning) => (
              <li key={warning.text}>{textOf(warning)}</li>
            ))}
          </ul>
        </Panel>
      )}
      <div>
        <Button loading={loading} onClick={() => void onImport()}>
          <Trans>Import it</Trans>
        </Button>
      </div>
    </>
  );
}
