import { allocate } from "#core/kernel/allocate.ts";
import { convertLines, type Exchange } from "#core/kernel/exchange.ts";
import { type TaxPart, taxParts } from "../taxes/tax-parts.ts";
import type { PartOfLine } from "../taxes/tax-results.ts";
import type { IssuedDocument, PostedAmounts } from "./write-invoices.ts";

/** Net of some lines on one account, or a tax of theirs. */
export type Part = {
  accountId: string;
  dimensionId?: string | undefined;
  minor: bigint;
  /** The taxes of the lines that came together here; a reverse charge is converted by itself, so that its two sides stay equal. */
  taxes: PartOfLine[];
  reverse?: string | undefined;
};

type Line = IssuedDocument["lines"][number];
type Cost = Pick<Part, "accountId" | "dimensionId" | "minor" | "reverse">;

/** What is posted to an account in the dimensions of a line: whole, or by largest remainder to its shares. */
const inDimensions = ({ dimensionId, shares }: Line, cost: Cost): Cost[] => {
  if (!shares) return [{ ...cost, dimensionId }];
  const minors = allocate(
    cost.minor,
    shares.map(({ percent }) => percent),
  );
  return shares.map(({ setId }, index) => ({ ...cost, dimensionId: setId ?? undefined, minor: minors[index] ?? 0n }));
};

/** A tax that nobody gives back is a cost like the line it is of. */
const isCost = ({ part }: TaxPart) => part === undefined;
const lostTax = ({ accountId, minor, reverse, tax }: TaxPart): Cost => ({ accountId, minor, reverse: reverse ? tax.code : undefined });

const costsFrom = (line: Line, { netMinor, taxes }: PostedAmounts, purchase: boolean): Cost[] => {
  const { accountId } = line;
  const lost = taxes.flatMap((tax) => taxParts(tax, { accountId }, purchase)).filter(isCost);
  return [{ accountId, minor: netMinor }, ...lost.map(lostTax)].flatMap((cost) => inDimensions(line, cost));
};

/** What a note takes back of a split line: what its original had left before it, less what that has left after it, share by share. */
const costsTakenBack = (line: Line, { before, after }: NonNullable<Line["left"]>, purchase: boolean): Cost[] => [
  ...costsFrom(line, before, purchase),
  ...costsFrom(line, after, purchase).map((cost) => ({ ...cost, minor: -cost.minor })),
];

/** Net by account and dimension, tax by code and account, in order of appearance. */
export const partsOf = (document: IssuedDocument): Part[] => {
  const parts = new Map<string, Part>();
  const add = (key: string, { taxes, ...part }: Part) => {
    const known = parts.get(key);
    if (!known) parts.set(key, { ...part, taxes: [...taxes] });
    else {
      known.minor += part.minor;
      known.taxes.push(...taxes);
    }
  };
  const addCosts = (costs: readonly Cost[]) => {
    for (const cost of costs) add(`cost ${cost.reverse ?? ""} ${cost.accountId} ${cost.dimensionId ?? ""}`, { ...cost, taxes: [] });
  };
  const purchase = document.kind === "bill" || document.kind === "debit_note";
  for (const line of document.lines) {
    const { netMinor, taxMinor, accountId, taxes, id, left } = line;
    if (document.openingAccountId) {
      add("opening", { accountId: document.openingAccountId, minor: netMinor + taxMinor, taxes: [] });
      continue;
    }
    addCosts(left ? costsTakenBack(line, left, purchase) : inDimensions(line, { accountId, minor: netMinor }));
    for (const tax of taxes) {
      for (const part of taxParts(tax, { accountId }, purchase)) {
        if (isCost(part)) addCosts(left ? [] : inDimensions(line, lostTax(part)));
        else
          add(`${tax.taxCodeId} ${part.part} ${part.accountId}`, {
            ...{ accountId: part.accountId, minor: part.minor, taxes: [{ ...part, lineId: id }] },
            reverse: part.reverse ? tax.code : undefined,
          });
      }
    }
  }
  return [...parts.values()];
};

/** The parts in company currency: the total is converted and shared; of a reverse charge what is claimed is, and what is owed is the same. */
export const companyMinors = (parts: readonly Part[], exchange: Exchange | undefined): Map<Part, bigint> => {
  if (!exchange) return new Map(parts.map((part) => [part, part.minor]));
  const converted = new Map<Part, bigint>();
  for (const [reverse, group] of Map.groupBy(parts, (part) => part.reverse)) {
    const shared = reverse === undefined ? group : group.filter((part) => !isOwed(part));
    const { totalMinor, lineMinors } = convertLines(
      shared.map(({ minor }) => minor),
      exchange,
    );
    for (const [index, part] of shared.entries()) converted.set(part, lineMinors[index] ?? 0n);
    for (const part of group) if (reverse !== undefined && isOwed(part)) converted.set(part, -totalMinor);
  }
  return converted;
};

/** The tax a part is of, when it is one. */
export const firstTax = ({ taxes }: Part): TaxPart | undefined => taxes.find(({ part }) => part !== undefined);
const isOwed = (part: Part) => part.reverse !== undefined && firstTax(part)?.part === "output";

/** What a line of the ledger says of its tax: the code, and the base on the line's own side. */
export const taxOf = (part: Part, side: bigint) => {
  const tax = firstTax(part);
  if (!tax) return {};
  const base = part.taxes.reduce((sum, { tax: { baseMinor } }) => sum + BigInt(baseMinor), 0n);
  return { taxCodeId: tax.tax.taxCodeId, taxBase: -side * (isOwed(part) || tax.part === "withheld" ? -base : base) };
};
