import { CompiledQuery } from "kysely";
import * as z from "zod";
import type { CompanyFacts, TxCtx } from "#core/kernel/context.ts";
import { isCurrency } from "#core/kernel/currencies.ts";
import { done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { cell, dateCell, decimalCell, present, readBy } from "#core/platform/imports/cells.ts";
import { type Cells, defineImport, type ItemResult } from "#core/platform/imports/import-kind.ts";
import { jsonWithIntegers } from "../entries/post-entry.ts";
import { crossRate } from "./ecb-rates.ts";

const Row = z.strictObject({
  day: calendarDate(),
  currency: z.string().regex(/^[A-Z]{3}$/, "Write a currency code like USD."),
  perEuro: z.string().regex(/^\d{1,12}(?:\.\d{1,12})?$/, "Write what one euro is worth, like 1.0876."),
});
type Row = z.infer<typeof Row>;

/** The rates of one day to the company's currency. */
type Day = Readonly<{ day: string; rates: readonly Readonly<{ currency: string; rate: string }>[] }>;

const readRow = (cells: Cells): Outcome<Row> =>
  readBy(Row, present({ day: cell(cells, "day", dateCell), currency: cells.currency, perEuro: cell(cells, "per_euro", decimalCell) }));

/** Crosses a day's rates to the company's currency. Currencies that are no longer in use are left out; the euro is one of those that have a rate. */
const readDay = (rows: readonly Cells[], company: CompanyFacts): Outcome<Day> => {
  const read: Row[] = [];
  for (const cells of rows) {
    const row = readRow(cells);
    if (!row.ok) return row;
    read.push(row.value);
  }
  const day = read[0]?.day ?? "";
  const perEuro = new Map([["EUR", "1"], ...read.map((row): [string, string] => [row.currency, row.perEuro])]);
  const base = company.baseCurrency;
  const basePerEuro = perEuro.get(base);
  if (basePerEuro === undefined || crossRate("1", basePerEuro) === undefined)
    return refuse(invalid("rate.missing", `The file has no rate of ${base} on ${day}, so nothing can be brought to it.`, "/currency"));
  const rates: { currency: string; rate: string }[] = [];
  for (const [currency, value] of perEuro) {
    if (currency === base || !isCurrency(currency)) continue;
    const rate = crossRate(value, basePerEuro);
    if (rate === undefined)
      return refuse(invalid("rate.zero", `The rate of ${currency} on ${day} is zero, which is no rate.`, "/per_euro"));
    rates.push({ currency, rate });
  }
  return done({ day, rates });
};

/** Days at once. A rate that somebody entered stays; one of an earlier file is brought to this one. */
const writeDays = async (tx: TxCtx, days: readonly Day[]): Promise<ItemResult[]> => {
  const rows = days.flatMap(({ day, rates }) => rates.map((rate) => ({ ...rate, day, id: tx.newId() })));
  const { rows: written } = await tx.db.executeQuery<{ day: string }>(
    CompiledQuery.raw(
      `insert into finance.exchange_rate as r (id, company_id, currency, rate, valid_on, source)
          select n.id, $1, n.currency, n.rate, n.day, 'ecb' from jsonb_to_recordset($2::jsonb) as n (id uuid, currency text, rate numeric, day date) order by n.currency, n.day
          on conflict (company_id, currency, valid_on) do update set rate = excluded.rate, version = r.version + 1 where r.source = 'ecb' and r.rate <> excluded.rate
          returning r.valid_on as day`,
      [tx.actor.companyId, jsonWithIntegers(rows)],
    ),
  );
  const changed = new Set(written.map(({ day }) => day));
  if (changed.size > 0) {
    const told = { source: "ecb", from: [...changed].sort()[0], to: [...changed].sort().at(-1), rates: written.length };
    tx.audit({ action: "rates.import", subjectType: "rate", subjectId: "ecb", after: told });
    tx.event({ type: "rates.imported", subject: "ecb", data: told });
  }
  return days.map(({ day }) => (changed.has(day) ? "created" : "unchanged"));
};

/**
 * Reference rates of the European Central Bank: the daily and historical files, XML or CSV, as they are downloaded. They say what a euro is worth; here they are
 * inverted and crossed to the company's currency, exactly, and rounded once to 12 decimals.
 */
export const ecbRateImport = defineImport<Day>({
  name: "ecb-rates",
  title: "Exchange rates of the European Central Bank",
  grant: "finance.rate.write",
  columns: [
    { name: "day", required: true, also: ["date"], about: "The day of the rate" },
    { name: "currency", required: true, about: "The currency" },
    { name: "per_euro", required: true, also: ["rate"], about: "What one euro is worth in it" },
  ],
  groupBy: "day",
  read: readDay,
  write: writeDays,
});
