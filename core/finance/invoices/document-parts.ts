import { convertLines, type Exchange } from "#core/kernel/exchange.ts";
import { type TaxPart, taxParts } from "../taxes/tax-parts.ts";
import type { PartOfLine } from "../taxes/tax-results.ts";
import type { IssuedDocument } from "./write-invoices.ts";

/** Net of some lines on one account, or a tax of theirs. */
export type Part = {
  accountId: string;
  dimensionId?: string | undefined;
  minor: bigint;
  /** The taxes of the lines that came together here; a reverse charge is converted by itself, so that its two sides stay equal. */
  taxes: PartOfLine[];
  reverse?: string | undefined;
};

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
  const purchase = document.kind === "bill" || document.kind === "debit_note";
  for (const { netMinor, taxMinor, accountId, dimensionId, taxes, id } of document.lines) {
    if (document.openingAccountId) {
      add("opening", { accountId: document.openingAccountId, minor: netMinor + taxMinor, taxes: [] });
      continue;
    }
    const cost = (minor: bigint, account: string) =>
      add(`net ${account} ${dimensionId ?? ""}`, { accountId: account, dimensionId, minor, taxes: [] });
    cost(netMinor, accountId);
    for (const tax of taxes) {
      for (const part of taxParts(tax, { accountId }, purchase)) {
        const reverse = part.reverse ? tax.code : undefined;
        if (part.part === undefined && !reverse) cost(part.minor, part.accountId);
        else
          add(`${tax.taxCodeId} ${part.part} ${part.accountId}`, {
            accountId: part.accountId,
            minor: part.minor,
            taxes: [{ ...part, lineId: id }],
            reverse,
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
