import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { DateText, InstantText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { LineParts } from "./LineParts.tsx";
import type { EntryExplanation } from "./queries.ts";

const DOCUMENTS = new Set(["invoice", "credit_note", "bill", "debit_note"]);

/** The document that posted an entry, where it has a screen. */
const sourcePath = ({ source }: EntryExplanation): string | undefined => {
  if (!source) return undefined;
  if (source.type === "payment") return paths.finance.payment(source.id);
  if (source.type === "revaluation") return paths.finance.revaluation(source.id);
  return DOCUMENTS.has(source.type) ? paths.finance.invoice(source.id) : undefined;
};

/** Who posted an entry, from which document, and what holds it fast. */
export function EntryFacts({ entry }: { entry: EntryExplanation }) {
  const { t } = useLingui();
  const source = sourcePath(entry);
  return (
    <Panel title={t`Posting`}>
      <KeyValue
        facts={[
          [
            t`Entry`,
            <Link key="entry" to={paths.finance.entry(entry.id)}>
              {entry.number ?? <Trans>not sealed yet</Trans>}
            </Link>,
          ],
          [t`Date`, <DateText key="date" value={entry.effectiveOn} />],
          [t`Journal`, `${entry.journal.code} ${entry.journal.name}`],
          [t`Posted`, <InstantText key="posted" value={entry.posted.at} />],
          [t`Posted by`, entry.posted.byName],
          [
            t`Source`,
            source ? (
              <Link key="source" to={source}>
                {entry.source?.type === "payment" ? t`The payment` : t`The document`}
              </Link>
            ) : (
              (entry.source?.type ?? t`By hand`)
            ),
          ],
          [t`Reverses`, entry.reverses && <Link to={paths.finance.entry(entry.reverses)}>{t`The original entry`}</Link>],
          [t`Reversed by`, entry.reversedBy && <Link to={paths.finance.entry(entry.reversedBy)}>{t`The reversing entry`}</Link>],
          [t`Sealed`, entry.sealed && <InstantText value={entry.sealed.at} />],
          [t`Seal`, entry.sealed && <code className="Hash">{entry.sealed.hash}</code>],
        ]}
      />
    </Panel>
  );
}

type Command = EntryExplanation["commands"][number];

/** What was done, in order, from the audit trail. */
export function Commands({ commands }: { commands: readonly Command[] }) {
  const { t } = useLingui();
  const columns: Column<Command>[] = [
    { id: "at", head: t`When`, cell: ({ at }) => <InstantText value={at} />, width: "12rem" },
    { id: "action", head: t`Command`, cell: ({ action }) => <code>{action}</code> },
    { id: "actor", head: t`Who`, cell: ({ actorName, actorKind }) => actorName ?? actorKind, width: "12rem" },
  ];
  return (
    <Panel title={t`What was done`} flush>
      <SimpleTable
        label={t`What was done`}
        rows={commands}
        columns={columns}
        rowId={({ at, action, requestId }) => `${at} ${action} ${requestId}`}
        empty={t`The audit trail has nothing about it, or is not kept so long.`}
      />
    </Panel>
  );
}

/** An entry from head to lines; the line one came from first. */
export function EntryParts({ entry, line }: { entry: EntryExplanation; line?: string | undefined }) {
  const asked = entry.lines.filter(({ position }) => `${position}` === line);
  const others = entry.lines.filter(({ position }) => `${position}` !== line);
  return (
    <>
      {[...asked, ...others].map((one) => (
        <LineParts key={one.position} line={one} asked={`${one.position}` === line} byHand={entry.source === null} />
      ))}
      <EntryFacts entry={entry} />
      <Commands commands={entry.commands} />
    </>
  );
}
