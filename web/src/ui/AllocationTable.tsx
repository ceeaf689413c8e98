import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "react-router";
import { leftOver, type OpenDocument, onOneAccount, openTotal, shareOut } from "./allocate.ts";
import type { Column } from "./DataTable.tsx";
import { DecimalInput } from "./DecimalInput.tsx";
import { LoadMoreFoot } from "./LoadMore.tsx";
import { DateText, MoneyText } from "./MoneyText.tsx";
import { Panel } from "./Page.tsx";
import { SimpleTable } from "./SimpleTable.tsx";

interface AllocationTableProps {
  readonly documents: readonly OpenDocument[];
  /** Loads what is due later, where there is more. */
  readonly more?: { readonly loading: boolean; readonly load: () => void } | undefined;
  /** Where each is shown. */
  readonly to: (document: OpenDocument) => string;
  readonly amount: string;
  readonly currency: string;
  readonly shares: Readonly<Record<string, string>>;
  readonly onShares: (shares: Readonly<Record<string, string>> | undefined) => void;
  /** What an empty table says. */
  readonly empty: string;
  /** What becomes of the rest. */
  readonly rest: string;
}

/** Which documents, payments and entries are settled: the oldest first, or as typed. */
export function AllocationTable({ documents, more, to, amount, currency, shares, onShares, empty, rest: restLabel }: AllocationTableProps) {
  const { t } = useLingui();
  const nameOf = useDocumentName();
  const rest = leftOver(amount, shares, currency);
  const columns: Column<OpenDocument>[] = [
    {
      id: "document",
      head: t`Document`,
      cell: (document) => (
        <>
          <Link to={to(document)}>{nameOf(document)}</Link>
          {document.kind === "entry" && <small className="Entry-said">{document.text}</small>}
        </>
      ),
    },
    { id: "due", head: t`Due`, cell: (document) => <DateText value={document.dueOn} /> },
    { id: "open", head: t`Open`, cell: (document) => <MoneyText value={document.open} />, align: "end" },
    {
      id: "share",
      head: t`Allocate`,
      width: "10rem",
      align: "end",
      cell: (document) => (
        <Share
          name={nameOf(document)}
          share={shares[document.key] ?? ""}
          onShare={(share) => onShares({ ...shares, [document.key]: share })}
        />
      ),
    },
  ];
  return (
    <Panel
      title={t`Open items`}
      flush
      actions={
        documents.length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => onShares(shareOut(amount, onOneAccount(documents), currency))}>
            <Trans>Oldest first</Trans>
          </Button>
        )
      }
    >
      <SimpleTable
        label={t`Open items`}
        rows={documents}
        columns={columns}
        rowId={({ key }) => key}
        empty={empty}
        sums={[
          [more ? t`Open in those shown` : t`Open in total`, <MoneyText key="open" value={openTotal(documents, currency)} />, ""],
          [rest.startsWith("-") ? t`Too much allocated` : restLabel, <MoneyText key="rest" value={rest} currency={currency} strong />],
        ]}
      />
      {more && <LoadMoreFoot {...more} />}
    </Panel>
  );
}

interface ShareProps {
  readonly name: string;
  readonly share: string;
  readonly onShare: (share: string) => void;
}

function Share({ name, share, onShare }: ShareProps) {
  const { t } = useLingui();
  return <DecimalInput size="xs" aria-label={t`Allocate to ${name}`} value={share} onChange={onShare} />;
}

/** What people call it: documents by their number, payments and entries by what they are. */
const useDocumentName = () => {
  const { t } = useLingui();
  return ({ kind, number }: OpenDocument): string => {
    if (kind === "payment") return t`Payment ${number ?? ""}`;
    if (kind === "entry") return number ? t`Entry ${number}` : t`Entry`;
    return number ?? "";
  };
};
