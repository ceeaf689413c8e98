import { attempt } from "#core/kernel/amount-faults.ts";
import { convertLines, type Exchange } from "#core/kernel/exchange.ts";
import { done, type Fault, type InputError, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";
import type { EntryInput } from "./entry.ts";
import type { PostingLine } from "./post-entry.ts";

type Invalid = Fault<"invalid">;
type Rates = Readonly<Record<string, string>>;
type ReadLine = Readonly<{ currency: string; amount: bigint; taxBase: bigint | undefined }>;

const refuseAll = (errors: readonly InputError[]) =>
  refuse({
    kind: "invalid",
    code: "invalid",
    detail: "The input is not acceptable.",
    errors: errors.slice(0, 100),
  } as const satisfies Invalid);

/** Each line in minor units of its currency, a debit positive. */
const readLines = (input: EntryInput, defaultCurrency: string): Outcome<ReadLine[], Invalid> => {
  const errors: InputError[] = [];
  const lines = input.lines.map((line, index): ReadLine => {
    const currency = line.currency ?? defaultCurrency;
    const side = line.debit === undefined ? "credit" : "debit";
    const read = (field: "credit" | "debit" | "taxBase") => {
      const minor = parseMinor(line[field] ?? "0", currency);
      if (!minor.ok) errors.push({ pointer: `/lines/${index}/${field}`, detail: minor.fault.detail });
      return minor.ok ? minor.value : 0n;
    };
    const sign = side === "debit" ? 1n : -1n;
    const taxBase = line.taxBase === undefined ? undefined : sign * read("taxBase");
    return { currency, amount: sign * read(side), taxBase };
  });
  return errors.length > 0 ? refuseAll(errors) : done(lines);
};

const unbalanced = (currency: string, difference: bigint) =>
  invalid(
    "entry.unbalanced",
    difference > 0n
      ? `The debits in ${currency} are ${formatMinor(difference, currency)} more than the credits.`
      : `The credits in ${currency} are ${formatMinor(-difference, currency)} more than the debits.`,
    "/lines",
  );

const rateMissing = (currency: string) =>
  invalid(
    "rate.missing",
    `There is no exchange rate of ${currency} on this day or before. Enter one, or give it with the entry.`,
    `/rates/${currency}`,
  );

/** The lines of one currency in company currency. They come to nothing in both, so there is never a difference to post. */
const convertGroup = (lines: readonly ReadLine[], currency: string, baseCurrency: string, rates: Rates): Outcome<bigint[], Invalid> => {
  const amounts = lines.map((line) => line.amount);
  const difference = amounts.reduce((sum, amount) => sum + amount, 0n);
  if (difference !== 0n) return refuse(unbalanced(currency, difference));
  if (currency === baseCurrency) return done(amounts);
  const rate = rates[currency];
  if (rate === undefined) return refuse(rateMissing(currency));
  return attempt(() => convertSides(amounts, { from: currency, to: baseCurrency, rate }));
};

/** Each side's total is the same and converted once; its lines share it. So an entry of two lines is worth what its amount is worth. */
const convertSides = (amounts: readonly bigint[], exchange: Exchange): bigint[] => {
  const shares = (sign: bigint) =>
    convertLines(
      amounts.map((amount) => (amount * sign > 0n ? amount * sign : 0n)),
      exchange,
    ).lineMinors;
  const [debits, credits] = [shares(1n), shares(-1n)];
  return amounts.map((_, index) => (debits[index] ?? 0n) - (credits[index] ?? 0n));
};

/** The lines of an entry as they are posted, each currency balanced by itself and converted at one rate. `setOf` finds the set of a line's dimensions. */
export const convertEntry = (
  input: EntryInput,
  baseCurrency: string,
  rates: Rates,
  setOf: (dimensions: readonly string[] | undefined) => Readonly<{ id: string }> | undefined = () => undefined,
): Outcome<PostingLine[], Invalid> => {
  const read = readLines(input, input.currency ?? baseCurrency);
  if (!read.ok) return read;
  const companyAmounts = new Map<ReadLine, bigint>();
  for (const [currency, lines] of Map.groupBy(read.value, (line) => line.currency)) {
    const converted = convertGroup(lines, currency, baseCurrency, rates);
    if (!converted.ok) return converted;
    lines.forEach((line, index) => {
      companyAmounts.set(line, converted.value[index] ?? 0n);
    });
  }
  return done(
    read.value.map((line, index) => {
      const { accountId, partyId, dueOn, dimensions, description, taxCodeId } = input.lines[index] ?? { accountId: "" };
      const dimensionSetId = setOf(dimensions)?.id;
      return { accountId, partyId, dueOn, dimensionSetId, description, taxCodeId, ...line, companyAmount: companyAmounts.get(line) ?? 0n };
    }),
  );
};

/** The currencies of an entry whose rate is not given with it. */
export const currenciesToLookUp = ({ currency, lines, rates = {} }: EntryInput, baseCurrency: string): string[] => {
  const used = new Set(lines.map((line) => line.currency ?? currency ?? baseCurrency));
  return [...used].filter((one) => one !== baseCurrency && !(one in rates));
};
