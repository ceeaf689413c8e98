import { formatMinor, minorOf } from "#core/kernel/money.ts";
import type { AccountType, ReportAccount, StatementItem } from "./report.ts";
import type { SideBySide, SideBySideLine } from "./side-by-side-body.ts";
import { addFigures, type Figures } from "./statement.ts";

/** A statement of one company, in the currency of all: its accounts, and figures that are of no account. */
export type CompanyFigures = Readonly<{
  accounts: readonly Readonly<{ account: ReportAccount; amount: string }>[];
  items: Readonly<Partial<Record<StatementItem, string | undefined>>>;
}>;
type Laying = Readonly<{ currency: string; hideZero: boolean }>;
type Row = Readonly<{ account: NonNullable<SideBySideLine["account"]>; figures: Figures }>;

/** Accounts of the same number and type are one row, by number. */
const matched = (companies: readonly CompanyFigures[], currency: string): Row[] => {
  const all = companies.flatMap(({ accounts }, column) => accounts.map((row) => ({ ...row, column })));
  const rows = [...Map.groupBy(all, ({ account: { code, type } }) => `${code} ${type}`).values()].map((members): Row => {
    const [{ account }] = members as [(typeof all)[number]];
    const inColumn = (column: number) => members.find((member) => member.column === column);
    return {
      account: {
        ...{ code: account.code, type: account.type },
        names: [...new Set(members.map((member) => member.account.name))],
        ids: companies.map((_, column) => inColumn(column)?.account.id ?? null),
      },
      figures: companies.map((_, column) => minorOf(inColumn(column)?.amount ?? "0", currency)),
    };
  });
  return rows.sort(({ account: left }, { account: right }) => (left.code < right.code ? -1 : left.code > right.code ? 1 : 0));
};

/** Writes the lines of the statement with a column for each company and their sum. */
export const laySideBySide = (
  statement: SideBySide["statement"],
  companies: readonly CompanyFigures[],
  { currency, hideZero }: Laying,
): SideBySideLine[] => {
  const rows = matched(companies, currency);
  const width = companies.length;
  const format = (minor: bigint) => formatMinor(minor, currency);
  const line = (of: Partial<SideBySideLine> & Pick<SideBySideLine, "kind">, figures: Figures): SideBySideLine => ({
    ...{ item: null, depth: 0, account: null },
    values: figures.map(format),
    total: of.kind === "section" ? null : format(figures.reduce((sum, figure) => sum + figure, 0n)),
    ...of,
  });
  const ofItem = (item: StatementItem): Figures => companies.map(({ items }) => minorOf(items[item] ?? "0", currency));
  const isThere = (item: StatementItem) => companies.some(({ items }) => items[item] !== undefined);
  const total = (item: StatementItem, figures: Figures) => line({ kind: "total", item }, figures);
  const accounts = (of: readonly Row[], depth: number) =>
    of
      .filter(({ figures }) => !hideZero || figures.some((figure) => figure !== 0n))
      .map(({ account, figures }) => line({ kind: "account", depth, account }, figures));
  /** A section with its accounts, further figures where a company has them, and its total. */
  const section = (type: AccountType, further: readonly StatementItem[] = []) => {
    const own = rows.filter(({ account }) => account.type === type);
    const items = further.filter(isThere);
    const sum = addFigures([...own.map(({ figures }) => figures), ...items.map(ofItem)], width);
    const lines = [
      line({ kind: "section", item: type }, []),
      ...accounts(own, 1),
      ...items.map((item) => line({ kind: "figure", item, depth: 1 }, ofItem(item))),
      total(type, sum),
    ];
    return { lines, sum };
  };
  if (statement === "profit_and_loss") {
    const [income, expense] = [section("income"), section("expense")];
    const result = income.sum.map((minor, at) => minor - (expense.sum[at] ?? 0n));
    return [...income.lines, ...expense.lines, total("result", result)];
  }
  if (statement === "balance_sheet") {
    const [asset, liability] = [section("asset"), section("liability")];
    const equity = section("equity", ["previous_years", "current_year", "translation_difference"]);
    const both = addFigures([liability.sum, equity.sum], width);
    return [...asset.lines, ...liability.lines, ...equity.lines, total("liabilities_and_equity", both)];
  }
  const difference: StatementItem[] = isThere("translation_difference") ? ["translation_difference"] : [];
  const sum = addFigures([...rows.map(({ figures }) => figures), ...difference.map(ofItem)], width);
  const beside = difference.map((item) => line({ kind: "figure", item }, ofItem(item)));
  return [...accounts(rows, 0), ...beside, total("balance", sum)];
};
