import { exponentOf, isCurrency } from "#core/kernel/currencies.ts";
import { isCalendarDate } from "#core/kernel/dates.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { parseMinor } from "#core/kernel/money.ts";
import type { BankWarning } from "./bank-warning.ts";

export type BankFileFormat = "camt.053" | "camt.054" | "ofx" | "csv";
export type Invalid = Fault<"invalid">;

/** What another bank says of one payment, alone in its line or one of a batch. Amounts are signed: money in is positive. */
export type ParsedDetail = Readonly<{
  amountMinor?: bigint | undefined;
  endToEndId?: string | undefined;
  structuredReference?: string | undefined;
  text?: string | undefined;
  name?: string | undefined;
  /** IBAN or other number of the other side's account. */
  account?: string | undefined;
  returnReason?: string | undefined;
  instructed?: Readonly<{ currency: string; amountMinor: bigint; rate?: string | undefined }> | undefined;
}>;

/** `booked` counts in the balance; `pending` is announced by the bank, `advice` told outside a statement. */
export type ParsedLine = ParsedDetail &
  Readonly<{
    status: "booked" | "pending" | "advice";
    bookedOn: string;
    valuedOn?: string | undefined;
    amountMinor: bigint;
    bankReference?: string | undefined;
    code?: string | undefined;
    reversal: boolean;
    batchCount: number;
    details: readonly ParsedDetail[];
  }>;

export type ParsedBalance = Readonly<{ minor: bigint; on: string }>;

/** One account's statement as a file tells it, whatever the file's format. */
export type ParsedStatement = Readonly<{
  format: BankFileFormat;
  messageType: string;
  account: Readonly<{ number?: string | undefined; bankCode?: string | undefined }>;
  currency: string;
  /** The statement's own id, with page and sequence: the same again is the same statement. */
  reference?: string | undefined;
  fromOn?: string | undefined;
  toOn?: string | undefined;
  opening?: ParsedBalance | undefined;
  closing?: ParsedBalance | undefined;
  lines: readonly ParsedLine[];
  warnings: readonly BankWarning[];
}>;

export const unreadable = (detail: string) => invalid("bank_file.unreadable", detail);

/**
 * Minor units of an amount as banks write it: a sign of either kind, leading zeros, a comma for the point, and more decimals than the currency has as
 * long as they are zeros. What would have to be rounded is refused.
 */
export const bankAmount = (written: string, currency: string): Outcome<bigint, Invalid> => {
  if (!isCurrency(currency)) return refuse(unreadable(`${currency.slice(0, 10)} is not a currency that an account can be in.`));
  const [, sign = "", whole = "", fraction = ""] = /^([+-]?)(\d*)(?:[.,](\d*))?$/.exec(written.trim()) ?? [];
  if (whole === "" && fraction === "") return refuse(unreadable(`"${written.slice(0, 40)}" is no amount.`));
  const kept = fraction.replace(/0+$/, "").padEnd(Math.min(fraction.length, exponentOf(currency)), "0");
  const parsed = parseMinor(`${sign === "-" ? "-" : ""}${whole.replace(/^0+(?=\d)/, "") || "0"}${kept === "" ? "" : `.${kept}`}`, currency);
  return parsed.ok ? parsed : refuse(unreadable(`"${written.slice(0, 40)}": ${parsed.fault.detail}`));
};

/** The calendar day of a date or an instant as written (the day where the bank is), or undefined. */
export const bankDay = (written: string | undefined): string | undefined => {
  const text = written?.trim() ?? "";
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  return isCalendarDate(date) ? date : undefined;
};

/** Text as a column can hold it: one line, no control characters, at most so long. */
export const bankText = (written: string | undefined, most = 140): string | undefined => {
  const text = written
    ?.toWellFormed()
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, most)
    .toWellFormed();
  return text === "" ? undefined : text;
};

export const sumOf = (lines: readonly ParsedLine[]): bigint =>
  lines.reduce((sum, { status, amountMinor }) => (status === "booked" ? sum + amountMinor : sum), 0n);

/** Values of fallible readings, or the first refusal. */
export const allOf = <T>(outcomes: readonly Outcome<T, Invalid>[]): Outcome<T[], Invalid> => {
  const refusal = outcomes.find((one) => !one.ok);
  return refusal && !refusal.ok ? refusal : done(outcomes.flatMap((one) => (one.ok ? [one.value] : [])));
};
