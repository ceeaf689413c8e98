import * as z from "zod";
import type { ReadCtx } from "#core/kernel/context.ts";
import { convertBack, type Exchange } from "#core/kernel/exchange.ts";
import { currencyCode } from "#core/kernel/money.ts";
import type { AccountColumns, Sums } from "./column-sums.ts";
import { addFigures, debitOf, type Figures } from "./statement.ts";

/** What a statement that can be had in another currency takes. */
export const currencyQuery = {
  currency: currencyCode()
    .optional()
    .describe("Translated by the company's exchange rates (IAS 21.39): closing, mean or historical. Default: the company's own currency."),
};

const amount = z.string().meta({ example: "1265793.29" });
export const Translation = z
  .object({
    from: z.string().describe("The company's currency."),
    columns: z.array(
      z.object({
        closingRate: z.string().nullable().describe("Of the column's last day: what one unit was worth in the company's currency."),
        averageRate: z
          .string()
          .nullable()
          .describe("The mean of the column's days; of a balance, of the fiscal year up to it. Null where nothing is translated by it."),
        difference: amount.nullable().describe("The translation difference. Null where there is none to show: in profit and loss."),
      }),
    ),
  })
  .meta({ id: "Translation", description: "How a statement was brought to another currency. Only with `currency`." });
export type Translation = z.infer<typeof Translation>;
export type ColumnRates = Readonly<{ closingRate: string | null; averageRate: string | null }>;

/** Sums by account and column as a statement shows them, in the company's currency or in another. */
export type Shown = Readonly<{
  sums: readonly AccountColumns[];
  currency: string;
  /** What debits of a column are above its credits: zero of a whole company, for every entry balances. */
  outside: Figures;
  /** Of a statement in another currency: what debits are above credits by translation alone. */
  difference: Figures | undefined;
  rates: readonly ColumnRates[];
}>;

/** The other currency a statement is asked for, if it is another one. */
export const otherCurrency = (ctx: ReadCtx, currency: string | undefined) =>
  currency === undefined || currency === ctx.company.baseCurrency ? undefined : currency;

export const NOTHING: Sums = { debit: 0n, credit: 0n };

/** Debits and credits in the other currency. The balance is converted, and the smaller side; the larger is their sum, so that the two always leave the balance. */
export const translateSums = ({ debit, credit }: Sums, exchange: Exchange): Sums => {
  const balance = convertBack(debit - credit, exchange);
  const smaller = convertBack(debit < credit ? debit : credit, exchange);
  return balance < 0n ? { debit: smaller, credit: smaller - balance } : { debit: smaller + balance, credit: smaller };
};

export const addSums = (left: Sums, right: Sums): Sums => ({ debit: left.debit + right.debit, credit: left.credit + right.credit });

/** What debits are above credits, by column. */
export const imbalanceOf = (sums: readonly AccountColumns[], width: number): Figures =>
  addFigures(
    sums.map(({ columns }) => columns.map(debitOf)),
    width,
  );

/** Sums as they are, in the company's currency. */
export const untranslated = (ctx: ReadCtx, sums: readonly AccountColumns[], width: number): Shown => ({
  sums,
  currency: ctx.company.baseCurrency,
  outside: imbalanceOf(sums, width),
  difference: undefined,
  rates: [],
});

/** The head's note on the translation; nothing in the company's own currency. `differences` with the sign of the statement. */
export const translationOf = (
  ctx: ReadCtx,
  { difference, rates }: Shown,
  format: (minor: bigint) => string,
  differences: Figures | undefined,
): { translation?: Translation } =>
  difference === undefined
    ? {}
    : {
        translation: {
          from: ctx.company.baseCurrency,
          columns: rates.map((of, at) => ({ ...of, difference: differences ? format(differences[at] ?? 0n) : null })),
        },
      };
