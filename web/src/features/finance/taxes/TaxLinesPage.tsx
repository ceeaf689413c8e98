import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { usePages } from "../../../api/pages.ts";
import { paths } from "../../../app/paths.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page } from "../../../ui/Page.tsx";
import { oneOf, useUrlFilter } from "../../../ui/useUrlState.ts";
import { Why } from "../../../ui/Why.tsx";
import { useTaxLabels } from "./labels.ts";
import { type TaxLine, taxQueries } from "./queries.ts";

const filters = ["from", "to", "taxCodeId", "boxId", "accountId", "part", "pending"] as const;
const parts = ["output", "input", "withheld"] as const;
const documents = new Set(["invoice", "credit_note", "bill", "debit_note"]);

/** The lines behind a figure of the tax report, each leading to its document or entry. */
export function TaxLinesPage() {
  const { t } = useLingui();
  const [{ part, pending, ...filter }] = useUrlFilter(filters);
  const { data: boxes = [] } = useQuery({ ...taxQueries.boxes(), enabled: filter.boxId !== undefined });
  const { data: taxes = [] } = useQuery({ ...taxQueries.choices(), enabled: filter.taxCodeId !== undefined });
  const box = boxes.find(({ id }) => id === filter.boxId);
  const tax = taxes.find(({ id }) => id === filter.taxCodeId);
  const list = usePages(taxQueries.lines({ ...filter, part: oneOf(part, parts), pending: oneOf(pending, ["true", "false"]) }));
  return (
    <Page
      title={box ? t`Box ${box.box}` : (tax?.code ?? t`Lines without a tax`)}
      lead={
        <>
          {box?.name ?? tax?.name}{" "}
          {filter.from && filter.to && (
            <Trans>
              <DateText value={filter.from} /> to <DateText value={filter.to} />
            </Trans>
          )}
        </>
      }
      back={{ to: paths.finance.taxReport({ from: filter.from, to: filter.to }), label: t`Tax report` }}
    >
      <DataTable
        {...list}
        label={t`Lines`}
        columns={useColumns()}
        rowId={(line) => `${line.entryId} ${line.position}`}
        href={(line) =>
          line.sourceId && documents.has(line.sourceType ?? "") ? paths.finance.invoice(line.sourceId) : paths.finance.entry(line.entryId)
        }
        empty={<EmptyState icon="ledger" title={t`No lines`} hint={t`Nothing was posted that counts here.`} />}
      />
    </Page>
  );
}

/** The tax, and the entry whose explanation tells the version of its rate. */
function Amount({ line: { entryId, amount, number, description } }: { line: TaxLine }) {
  return (
    <>
      <Why to={paths.finance.entryWhy(entryId)} of={`${number ?? description} ${amount}`} />
      <MoneyText value={amount} />
    </>
  );
}

function useColumns() {
  const { t } = useLingui();
  const labels = useTaxLabels();
  return useMemo<Column<TaxLine>[]>(
    () => [
      {
        id: "document",
        head: t`Document`,
        cell: (line) => line.number ?? t`Entry`,
        below: (line) => line.party ?? line.description,
        width: "9rem",
      },
      { id: "date", head: t`Date`, cell: (line) => <DateText value={line.date} />, width: "7.5rem" },
      { id: "party", head: t`Party`, cell: (line) => line.party ?? line.description, yields: "phone" },
      { id: "tax", head: t`Tax`, cell: (line) => line.tax ?? "–", width: "7.5rem", yields: "tablet" },
      { id: "part", head: t`Part`, cell: (line) => (line.part ? labels.part[line.part] : "–"), width: "5.5rem", yields: "tablet" },
      { id: "base", head: t`Base`, cell: (line) => <MoneyText value={line.base} />, align: "end", width: "7rem", yields: "phone" },
      { id: "amount", head: t`Tax`, cell: (line) => <Amount line={line} />, align: "end", width: "9rem" },
      {
        id: "deductible",
        head: t`On the account`,
        cell: (line) => <MoneyText value={line.deductible} />,
        align: "end",
        width: "7rem",
        yields: "tablet",
      },
    ],
    [t, labels],
  );
}
