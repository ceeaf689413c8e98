import { useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { EditBoxButton } from "./EditBoxButton.tsx";
import { useTaxLabels } from "./labels.ts";
import { type TaxBox, type TaxRow, taxQueries } from "./queries.ts";

/** The boxes of each return, and what each adds up. */
export function TaxBoxesPage() {
  const { t } = useLingui();
  const { data: boxes } = useSuspenseQuery(taxQueries.boxes());
  const { data: taxes } = useSuspenseQuery(taxQueries.choices());
  return (
    <Page
      title={t`Boxes of returns`}
      lead={t`What each box of a tax return adds up. The tax report shows their amounts.`}
      back={{ to: paths.finance.taxes(), label: t`Taxes` }}
    >
      {boxes.length === 0 && (
        <EmptyState icon="ledger" title={t`No returns yet`} hint={t`Add boxes through the API; they are shown here.`} />
      )}
      {[...Map.groupBy(boxes, ({ returnCode }) => returnCode)].map(([code, ofReturn]) => (
        <Panel key={code} title={code} flush>
          <Boxes boxes={ofReturn.toSorted((left, right) => left.position - right.position)} taxes={taxes} />
        </Panel>
      ))}
    </Page>
  );
}

function Boxes({ boxes, taxes }: { boxes: readonly TaxBox[]; taxes: readonly TaxRow[] }) {
  const { t } = useLingui();
  const columns: Column<TaxBox>[] = [
    { id: "box", head: t`Box`, cell: ({ box }) => box, width: "5rem" },
    { id: "name", head: t`Name`, cell: ({ name }) => name, width: "22rem" },
    { id: "terms", head: t`Adds up`, cell: (box) => <Terms box={box} boxes={boxes} taxes={taxes} /> },
    {
      id: "edit",
      head: t`Change`,
      cell: (box) => <EditBoxButton key={box.version} box={box} boxes={boxes} taxes={taxes} />,
      align: "end",
      width: "7rem",
    },
  ];
  return <SimpleTable label={boxes[0]?.returnCode ?? ""} rows={boxes} columns={columns} rowId={({ id }) => id} />;
}

/** What a box adds up, in words: "+ Base of STANDARD, REDUCED (output)". */
function Terms({ box, boxes, taxes }: { box: TaxBox; boxes: readonly TaxBox[]; taxes: readonly TaxRow[] }) {
  const { t } = useLingui();
  const labels = useTaxLabels();
  if (box.terms.length === 0) return <>–</>;
  const groups = Map.groupBy(box.terms, ({ amount, part, negative }) => `${negative ? "−" : "+"} ${amount ?? ""} ${part ?? ""}`);
  const nameOf = ({ taxCodeId, boxId }: TaxBox["terms"][number]) =>
    boxId === null ? (taxes.find(({ id }) => id === taxCodeId)?.code ?? "?") : t`box ${boxes.find(({ id }) => id === boxId)?.box ?? "?"}`;
  return (
    <>
      {[...groups].map(([key, terms]) => {
        const [first] = terms;
        const what = first?.amount && first.part ? `${labels.amount[first.amount]} (${labels.part[first.part]}): ` : "";
        return (
          <div key={key}>
            {first?.negative ? "−" : "+"} {what}
            {terms.map(nameOf).join(", ")}
          </div>
        );
      })}
    </>
  );
}
