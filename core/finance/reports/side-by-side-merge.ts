import type { AccountColumns, Sums } from "./column-sums.ts";
import type { ReportAccount } from "./report.ts";
import type { SideBySideLine } from "./side-by-side-body.ts";
import type { Headings } from "./statement.ts";
import { addSums, NOTHING } from "./translation.ts";

/** What a company has posted, in the currency of all. `sums` have as many columns as every other company's, in blocks of `width`. */
export type CompanySums = Readonly<{ sums: readonly AccountColumns[]; headings: Headings }>;
export type MatchedAccount = NonNullable<SideBySideLine["account"]>;

type Merged = Readonly<{
  /** In each block the columns of one company after the other, and those of their sum. */
  sums: readonly AccountColumns[];
  headings: Headings;
  /** The account of each company behind a row or heading of the above. */
  matched: ReadonlyMap<string, MatchedAccount>;
}>;
/** What a row is matched by beside number and type: where it stands in the statement. */
type PlaceOf = (of: AccountColumns) => string;

const accountKey = ({ code, type }: ReportAccount, place: string) => `account ${place} ${type} ${code}`;
const headingKey = ({ code, type }: ReportAccount) => `heading ${type} ${code}`;

type Place = Readonly<{ key: string; account: ReportAccount; company: number; parent: ReportAccount | undefined }>;

/** Every account that was posted to, and the headings above them, company by company. */
const placesOf = (companies: readonly CompanySums[], placeOf: PlaceOf): Place[] =>
  companies.flatMap(({ sums, headings }, company) => {
    const above = new Map([...headings.values()].map((heading) => [heading.id, heading]));
    return [
      ...sums.map(
        (row): Place => ({
          ...{ key: accountKey(row.account, placeOf(row)), account: row.account, company },
          parent: headings.get(row.account.id),
        }),
      ),
      ...[...above.values()].map(
        (heading): Place => ({
          ...{ key: headingKey(heading), account: heading, company },
          parent: headings.get(heading.id),
        }),
      ),
    ];
  });

const matchedOf = (members: readonly Place[], companies: number): MatchedAccount => {
  const [{ account }] = members as [Place];
  return {
    ...{ code: account.code, type: account.type },
    names: [...new Set(members.map((member) => member.account.name))],
    ids: Array.from({ length: companies }, (_, at) => members.find(({ company }) => company === at)?.account.id ?? null),
  };
};

/** One block of columns: each company's, and their sum. */
const blockOf = (rows: readonly (AccountColumns | undefined)[], first: number, width: number): Sums[] => {
  const own = rows.map((row) => Array.from({ length: width }, (_, at) => row?.columns[first + at] ?? NOTHING));
  const total = Array.from({ length: width }, (_, at) => own.reduce((sum, of) => addSums(sum, of[at] ?? NOTHING), NOTHING));
  return [...own.flat(), ...total];
};

/**
 * Accounts of several companies as those of one, matched by number and type; so are headings. Below which heading one stands is told by the first company
 * that has it, so that there is one tree: going up, the deciding company never comes later.
 */
export const mergeCompanies = (companies: readonly CompanySums[], width: number, blocks: number, placeOf: PlaceOf): Merged => {
  const places = Map.groupBy(placesOf(companies, placeOf), ({ key }) => key);
  const rows = companies.map(({ sums }) => new Map(sums.map((row) => [accountKey(row.account, placeOf(row)), row])));
  const sums: AccountColumns[] = [];
  const headings = new Map<string, ReportAccount>();
  for (const [key, [first]] of places) {
    if (!first) continue;
    if (first.parent) headings.set(key, { ...first.parent, id: headingKey(first.parent) });
    const own = rows.map((of) => of.get(key));
    const one = own.find((row) => row !== undefined);
    if (!one) continue;
    const columns = Array.from({ length: blocks }, (_, block) => blockOf(own, block * width, width)).flat();
    sums.push({ ...one, account: { ...one.account, id: key }, columns });
  }
  sums.sort(({ account: left }, { account: right }) => (left.code < right.code ? -1 : left.code > right.code ? 1 : 0));
  const matched = new Map([...places].map(([key, members]) => [key, matchedOf(members, companies.length)]));
  return { sums, headings, matched };
};
