import { useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { useAttachments } from "../../../api/attachments.ts";
import { paths } from "../../../app/paths.ts";
import { AttachmentsPanel } from "../../../ui/AttachmentsPanel.tsx";
import type { Column } from "../../../ui/DataTable.tsx";
import { formatDate, formatMoney } from "../../../ui/format.ts";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { DateText, InstantText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { useLocale } from "../../../ui/useLocale.ts";
import { Why } from "../../../ui/Why.tsx";
import { EntryActions } from "./EntryActions.tsx";
import { EntrySettlement } from "./EntrySettlement.tsx";
import { type Entry, type EntryLine, entryQueries } from "./queries.ts";

/** One journal entry: where the drill-down ends. */
export function EntryPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: entry } = useSuspenseQuery(entryQueries.one(id));
  const why = ({ position }: EntryLine) => paths.finance.entryWhy(id, { line: `${position}` });
  const columns: Column<EntryLine>[] = [
    {
      id: "code",
      head: t`Account`,
      cell: ({ account }) => <Link to={paths.finance.generalLedger(account.id)}>{account.code}</Link>,
      width: "7rem",
    },
    { id: "name", head: t`Name`, cell: (line) => <NameOf line={line} /> },
    {
      id: "debit",
      head: t`Debit`,
      cell: (line) => <Side amount={line.companyDebit} line={line} original={line.debit} why={why(line)} />,
      align: "end",
      width: "10rem",
    },
    {
      id: "credit",
      head: t`Credit`,
      cell: (line) => <Side amount={line.companyCredit} line={line} original={line.credit} why={why(line)} />,
      align: "end",
      width: "10rem",
    },
  ];
  return (
    <Page
      narrow
      title={entry.number ? t`Entry ${entry.number}` : t`Journal entry`}
      back={{ to: paths.finance.entries(), label: t`Entries` }}
      lead={entry.description}
      mark={entry.reversedByEntryId && <StatusBadge tone="warning">{t`Reversed`}</StatusBadge>}
      actions={<EntryActions entry={entry} />}
    >
      <Panel flush>
        <SimpleTable
          label={t`Lines of the entry`}
          rows={entry.lines}
          columns={columns}
          rowId={(line) => `${line.position}`}
          sums={[[t`Total`, <MoneyText key="debit" value={entry.total} strong />, <MoneyText key="credit" value={entry.total} strong />]]}
        />
      </Panel>
      <EntrySettlement entry={entry} />
      <Facts entry={entry} />
      <Attachments id={entry.id} />
    </Page>
  );
}

/** What the account is called, and what the line says beside it. */
function NameOf({ line }: { line: EntryLine }) {
  const { t } = useLingui();
  const locale = useLocale();
  const due = line.dueOn && formatDate(line.dueOn, locale);
  const open = line.open && formatMoney(line.open, line.currency, locale);
  const said = [
    line.description,
    due && open && (/[1-9]/.test(line.open ?? "") ? t`Due ${due}, ${open} open` : t`Settled`),
    ...line.dimensions.map(({ dimension, value }) => `${dimension.name}: ${value.code} ${value.name}`),
  ].filter(Boolean);
  return (
    <>
      {line.account.name}
      {said.length > 0 && <small className="Entry-said">{said.join(" · ")}</small>}
    </>
  );
}

function Attachments({ id }: { id: string }) {
  const { files, add, save } = useAttachments("entries", id);
  return <AttachmentsPanel files={files} onAdd={add} onSave={save} />;
}

/** An amount on its side, with what it was in the currency of the document. Nothing on the other side. */
function Side({ amount, original, line, why }: { amount: string; original: string; line: EntryLine; why: string }) {
  if (!/[1-9]/.test(amount) && !/[1-9]/.test(original)) return null;
  return (
    <>
      <Why to={why} of={`${line.account.name} ${amount}`} />
      <MoneyText value={amount} />
      {original !== amount && (
        <small className="Entry-original">
          <MoneyText value={original} currency={line.currency} />
        </small>
      )}
    </>
  );
}

/** Where the entry comes from, and where a correction went. */
function Facts({ entry }: { entry: Entry }) {
  const { t } = useLingui();
  const source = sourceOf(entry);
  return (
    <Panel title={t`Details`}>
      <KeyValue
        facts={[
          [t`Date`, <DateText key="date" value={entry.effectiveOn} />],
          [t`Posted`, entry.postedAt && <InstantText value={entry.postedAt} />],
          [t`Source`, source && <Link to={source}>{entry.sourceType === "payment" ? t`The payment` : t`The document`}</Link>],
          [t`Reverses`, entry.reversesEntryId && <Link to={paths.finance.entry(entry.reversesEntryId)}>{t`The original entry`}</Link>],
          [
            t`Reversed by`,
            entry.reversedByEntryId && <Link to={paths.finance.entry(entry.reversedByEntryId)}>{t`The reversing entry`}</Link>,
          ],
          [t`Reversed on`, entry.reversedOn && <DateText key="reversed" value={entry.reversedOn} />],
          [t`Reason`, entry.reversalReason],
        ]}
      />
    </Panel>
  );
}

function sourceOf({ sourceType, sourceId }: Entry): string | undefined {
  if (!sourceId) return undefined;
  if (sourceType === "payment") return paths.finance.payment(sourceId);
  return sourceType === "invoice" || sourceType === "credit_note" ? paths.finance.invoice(sourceId) : undefined;
}
