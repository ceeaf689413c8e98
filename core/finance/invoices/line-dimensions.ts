import { CompiledQuery } from "kysely";
import { combinationsOf, type DimensionBook, interningStatement, readDimensionBook } from "#core/finance/dimensions/dimension-sets.ts";
import { type SavedSplit, sharesOf } from "#core/finance/splits/expand-splits.ts";
import { splitsOf } from "#core/finance/splits/list-splits.ts";
import type { Share } from "#core/finance/splits/split.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, type Fault, type InputError, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { InvoiceLineInput } from "./invoice.ts";
import type { LineShare } from "./read-lines.ts";

/** What a line keeps of its dimensions: one set, or shares with a set each. */
export type KeptDimensions = Readonly<{ dimensionId?: string | undefined; shares?: readonly LineShare[] | undefined }>;
type Named = Readonly<{ dimensions: readonly string[]; shares?: readonly Share[] | undefined }>;

const isNamed = ({ dimensions = [], shares, splitId }: InvoiceLineInput) =>
  dimensions.length > 0 || shares !== undefined || splitId !== undefined;

const savedSplits = async (tx: TxCtx, lines: readonly InvoiceLineInput[]) => {
  const ids = [...new Set(lines.flatMap(({ splitId }) => splitId ?? []))];
  return ids.length === 0 ? [] : splitsOf(tx.db, tx.actor.companyId).where("id", "in", ids).execute();
};

/** The shares that lines are split by, each with the line's own values beside its own. */
const namedBy = (lines: readonly InvoiceLineInput[], saved: readonly SavedSplit[]): Readonly<{ named: Named[]; errors: InputError[] }> => {
  const byId = new Map(saved.map((split) => [split.id, split]));
  const errors: InputError[] = [];
  const named = lines.map((line, index): Named => {
    const dimensions = line.dimensions ?? [];
    const shares = sharesOf(line, byId, `/lines/${index}/splitId`);
    if (shares === undefined) return { dimensions };
    if ("pointer" in shares) {
      errors.push(shares);
      return { dimensions };
    }
    return { dimensions: [], shares: shares.map((share) => ({ ...share, dimensions: [...dimensions, ...share.dimensions] })) };
  });
  return { named, errors };
};

const combinationsIn = ({ dimensions, shares }: Named) => shares?.map((share) => share.dimensions) ?? [dimensions];

const valueErrors = (named: readonly Named[], book: DimensionBook, on: string): InputError[] =>
  named.flatMap((line, index) => {
    const details = new Set(combinationsIn(line).flatMap((values) => book.valueErrors(values, on)));
    return [...details].map((detail) => ({ pointer: `/lines/${index}/dimensions`, detail }));
  });

const kept = ({ dimensions, shares }: Named, book: DimensionBook): KeptDimensions => {
  const setOf = (values: readonly string[]) => book.setOf(values);
  if (!shares) return { dimensionId: setOf(dimensions)?.id };
  return {
    shares: shares.map((share) => {
      const set = setOf(share.dimensions);
      return { percent: share.percent, setId: set?.id ?? null, dimensions: set?.dimensions ?? [] };
    }),
  };
};

const refused = (errors: readonly InputError[]) =>
  refuse({
    kind: "invalid",
    code: "dimension.refused",
    detail: "Not every line can have its dimensions.",
    errors: errors.slice(0, 100),
  } as const satisfies Fault<"invalid">);

/**
 * What the lines of a draft keep of the dimensions and splits they name; their sets are there from then on. Refuses values and splits that are unknown or out
 * of use on the day, and two values of one dimension. One that must be named may still be missing: that is said when the draft is issued.
 */
export const dimensionsOf = async (
  tx: TxCtx,
  lines: readonly InvoiceLineInput[],
  { on, accountId }: Readonly<{ on: string; accountId: string }>,
): Promise<Outcome<KeptDimensions[], Fault<"invalid">>> => {
  if (!lines.some(isNamed)) return done(lines.map(() => ({})));
  const { named, errors } = namedBy(lines, await savedSplits(tx, lines));
  if (errors.length > 0) return refused(errors);
  const combinations = named.flatMap(combinationsIn).map((dimensions) => ({ accountId, dimensions }));
  const book = await readDimensionBook(tx, combinations);
  const wrong = valueErrors(named, book, on);
  if (wrong.length > 0) return refused(wrong);
  const sets = combinationsOf(combinations);
  if (sets !== null) {
    const { sql, parameters } = interningStatement(sets);
    await tx.db.executeQuery(CompiledQuery.raw(sql, [...parameters]));
  }
  return done(named.map((line) => kept(line, book)));
};
