import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import type { Column } from "../../../ui/DataTable.tsx";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { CheckMark } from "./CheckMark.tsx";
import { useCheckNames } from "./checkNames.ts";
import type { Check, Finding } from "./closing.ts";
import { screenOf } from "./screenOf.ts";

/** A check, or one of the findings of a check that has several. */
type Row = Readonly<{ key: string; check: Check; finding: Finding | undefined; head: boolean }>;

const rowsOf = (check: Check): Row[] => {
  const [only, ...more] = check.findings;
  const head = { key: check.code, check, head: true };
  if (more.length === 0 && only?.label === "") return [{ ...head, finding: only }];
  const below = check.findings.map((finding, index) => ({ key: `${check.code} ${index}`, check, finding, head: false }));
  return [{ ...head, finding: undefined }, ...below];
};

/** Each check with its two figures, from which one comes to where they are from. */
export function CheckTable({ checks }: { checks: readonly Check[] }) {
  const { t } = useLingui();
  const nameOf = useCheckNames();
  const columns: Column<Row>[] = [
    { id: "state", head: t`State`, cell: ({ check, head }) => head && <CheckMark point={check} holds={check.holds} />, width: "7rem" },
    {
      id: "what",
      head: t`Check`,
      cell: ({ check, finding, head }) =>
        head ? nameOf(check) : <span className="Checklist-finding">{finding?.label || <Trans>In company currency</Trans>}</span>,
    },
    {
      id: "expected",
      head: t`Should be`,
      cell: ({ finding }) => finding && <Figure finding={finding} side="expected" />,
      align: "end",
      width: "9rem",
    },
    {
      id: "actual",
      head: t`Is`,
      cell: ({ finding }) => finding && <Figure finding={finding} side="actual" />,
      align: "end",
      width: "9rem",
    },
    {
      id: "difference",
      head: t`Difference`,
      cell: ({ finding }) =>
        finding && !finding.holds && <MoneyText value={finding.difference} currency={finding.unit ?? undefined} strong />,
      align: "end",
      width: "9rem",
    },
  ];
  return <SimpleTable label={t`Close checklist`} rows={checks.flatMap(rowsOf)} columns={columns} rowId={({ key }) => key} />;
}

function Figure({ finding, side }: { finding: Finding; side: "expected" | "actual" }) {
  const to = screenOf(side === "expected" ? finding.expectedLink : finding.actualLink);
  const figure = <MoneyText value={finding[side]} currency={finding.unit ?? undefined} />;
  return to ? <Link to={to}>{figure}</Link> : figure;
}
