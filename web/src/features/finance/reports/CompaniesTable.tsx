import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { useItemNames } from "./itemNames.ts";
import type { SideBySide } from "./queries.ts";

interface CompaniesTableProps {
  readonly label: string;
  readonly report: SideBySide;
  readonly stale: boolean;
  /** The company one works in: its figures lead to their lines. */
  readonly own: string;
  readonly knownAt: string | undefined;
}

type Line = SideBySide["lines"][number];

/** A column for each company and their sum. Accounts are matched by number and type; where companies call one differently, all names stand there. */
export function CompaniesTable({ label, report, stale, own, knownAt }: CompaniesTableProps) {
  const { t } = useLingui();
  const itemNames = useItemNames();
  const nameOf = ({ kind, item, account }: Line) =>
    account ? account.names.join(" / ") : itemNames({ kind, item, account: null, subtype: null, depth: 0, values: [], changes: [] });
  const { companies, lines, from, to } = report;
  const span = { ...(from && { from }), to, ...(knownAt && { knownAt }) };
  const many = companies.length > 1 || undefined;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who scrolls by keyboard needs to reach what scrolls
    <section className="Statement" aria-label={label} tabIndex={0} data-stale={stale || undefined} data-many={many}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t`Account`}</th>
            <th scope="col">{t`Name`}</th>
            {companies.map((company) => (
              <th key={company.id} scope="col" data-align="end">
                {company.name}
                <Rates company={company} />
              </th>
            ))}
            <th scope="col" data-align="end">
              <Trans>Simple sum</Trans>
              <small>
                <Trans>no eliminations</Trans>
              </small>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a statement have an order and no other identity
            <tr key={at} data-kind={line.kind}>
              <td>{line.account?.code}</td>
              <th scope="row" style={{ paddingInlineStart: `${0.75 + line.depth * 1.25}rem` }}>
                {nameOf(line)}
              </th>
              {companies.map(({ id }, place) => (
                <td key={id} data-align="end">
                  <Figure
                    value={line.values[place]}
                    strong={line.kind === "total"}
                    to={id === own ? ledgerOf(line.account?.ids[place], span) : undefined}
                  />
                </td>
              ))}
              <td data-align="end">
                <Figure value={line.total ?? undefined} strong />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const ledgerOf = (accountId: string | null | undefined, span: Readonly<Record<string, string>>) =>
  accountId ? paths.finance.generalLedger(accountId, span) : undefined;

function Figure({ value, strong, to }: { value: string | undefined; strong: boolean; to?: string | undefined }) {
  if (value === undefined) return null;
  const text = <MoneyText value={value} strong={strong} />;
  return to ? <Link to={to}>{text}</Link> : text;
}

function Rates({ company: { currency, translation } }: { company: SideBySide["companies"][number] }) {
  const { closingRate, averageRate } = translation?.columns[0] ?? {};
  return (
    <small>
      {currency}
      {closingRate && (
        <>
          {", "}
          <Trans>closing rate {closingRate}</Trans>
        </>
      )}
      {averageRate && (
        <>
          {", "}
          <Trans>average rate {averageRate}</Trans>
        </>
      )}
    </small>
  );
}
