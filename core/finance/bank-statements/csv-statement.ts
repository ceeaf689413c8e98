import { isCalendarDate } from "#core/kernel/dates.ts";
import { done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { isValidIban } from "../bank-accounts/account-number.ts";
import { bankWarning } from "./bank-warning.ts";
import type { CsvMapping } from "./csv-format.ts";
import { bankAmount, bankText, type Invalid, type ParsedBalance, type ParsedLine, type ParsedStatement } from "./parsed-statement.ts";

type Row = Readonly<{ line: number; values: readonly string[] }>;
type Columns = CsvMapping["columns"];
type Cells = Readonly<{ line: number; at: (column: string | undefined) => string | undefined }>;

const unreadableRow = (line: number, detail: string) => invalid("bank_file.unreadable", `Line ${line}: ${detail}`);

/** Where each named column stands. A column is named by its heading, in any case, or by its place from 1 on. */
const placesOf = (columns: Columns, header: readonly string[] | undefined): Outcome<ReadonlyMap<string, number>, Invalid> => {
  const headings = header?.map((heading) => heading.trim().toLowerCase()) ?? [];
  const places = new Map<string, number>();
  for (const name of Object.values(columns).flatMap((one) => one ?? [])) {
    const found = headings.indexOf(name.trim().toLowerCase());
    const place = found >= 0 ? found : /^[1-9]\d?$/.test(name) ? Number(name) - 1 : -1;
    if (place < 0) return refuse(invalid("bank_file.column", `The file has no column "${name}".`, "/file"));
    places.set(name, place);
  }
  return done(places);
};

const PATTERNS: Readonly<Record<CsvMapping["dates"], readonly [RegExp, string]>> = {
  "YYYY-MM-DD": [/^(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})/, ""],
  YYYYMMDD: [/^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})/, ""],
  "DD.MM.YYYY": [/^(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>\d{4})/, ""],
  "DD.MM.YY": [/^(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>\d{2})(?!\d)/, "20"],
  "DD/MM/YYYY": [/^(?<d>\d{1,2})\/(?<m>\d{1,2})\/(?<y>\d{4})/, ""],
  "MM/DD/YYYY": [/^(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<y>\d{4})/, ""],
  "DD-MM-YYYY": [/^(?<d>\d{1,2})-(?<m>\d{1,2})-(?<y>\d{4})/, ""],
};

/** A day as the bank writes it; undefined for what is none in this form. */
export const csvDay = (written: string, form: CsvMapping["dates"]): string | undefined => {
  const [pattern, century] = PATTERNS[form];
  const { y = "", m = "", d = "" } = pattern.exec(written.trim())?.groups ?? {};
  const date = `${century}${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
  return isCalendarDate(date) ? date : undefined;
};

/** An amount as the bank writes it: grouped, with a sign before or behind it, or in brackets when it is negative. */
export const csvAmount = (written: string, decimal: "." | ",", currency: string): Outcome<bigint, Invalid> => {
  const bracketed = /^\((.*)\)$/.exec(written.trim())?.[1];
  const bare = (bracketed ?? written).replaceAll(/[\s\u00A0\u202F'’]|[A-Z]{3}|[€$£]/g, "");
  const [, before = "", digits = "", behind = ""] = /^([+-]?)([\d.,]*)([+-]?)$/.exec(bare) ?? [];
  const plain = digits.replaceAll(decimal === "." ? "," : ".", "").replace(",", ".");
  const negative = bracketed !== undefined || before === "-" || behind === "-";
  return bankAmount(`${negative ? "-" : ""}${plain}`, currency);
};

const sideOf = (word: string, { debitWords, creditWords }: CsvMapping): bigint | undefined => {
  const is = (words: readonly string[]) => words.some((one) => one.toLowerCase() === word.trim().toLowerCase());
  return is(creditWords) ? 1n : is(debitWords) ? -1n : undefined;
};

const absolute = (minor: bigint) => (minor < 0n ? -minor : minor);

const amountOf = ({ line, at }: Cells, mapping: CsvMapping, currency: string): Outcome<bigint, Invalid> => {
  const { columns, decimal } = mapping;
  const read = (column: string | undefined) => {
    const text = at(column);
    return text === undefined ? done(undefined) : csvAmount(text, decimal, currency);
  };
  const [amount, debit, credit] = [read(columns.amount), read(columns.debit), read(columns.credit)];
  for (const one of [amount, debit, credit]) if (!one.ok) return refuse(unreadableRow(line, one.fault.detail));
  const value = (one: typeof amount) => (one.ok ? one.value : undefined);
  const whole = value(amount);
  if (columns.amount !== undefined) {
    if (whole === undefined) return refuse(unreadableRow(line, "There is no amount."));
    const side = columns.side === undefined ? 1n : sideOf(at(columns.side) ?? "", mapping);
    if (side === undefined) return refuse(unreadableRow(line, `"${(at(columns.side) ?? "").slice(0, 40)}" says neither debit nor credit.`));
    return done(columns.side === undefined ? whole : side * absolute(whole));
  }
  if (value(debit) === undefined && value(credit) === undefined)
    return refuse(unreadableRow(line, "There is neither a debit nor a credit."));
  return done(absolute(value(credit) ?? 0n) - absolute(value(debit) ?? 0n));
};

const accountOf = (text: string | undefined) => {
  const number = bankText(text, 40);
  return number !== undefined && (isValidIban(number) || /\d{4}/.test(number)) ? number : undefined;
};

type ReadRow = Readonly<{ line: ParsedLine; balance: bigint | undefined }>;

const rowOf = (cells: Cells, mapping: CsvMapping, currency: string): Outcome<ReadRow, Invalid> => {
  const { columns, dates, decimal, invert, pendingWords } = mapping;
  const { line, at } = cells;
  const written = at(columns.bookedOn) ?? "";
  const bookedOn = csvDay(written, dates);
  if (bookedOn === undefined) return refuse(unreadableRow(line, `"${written.slice(0, 40)}" is no day written as ${dates}.`));
  const told = at(columns.currency)?.toUpperCase();
  if (told !== undefined && told !== currency)
    return refuse(unreadableRow(line, `It is in ${told.slice(0, 10)}, the account in ${currency}.`));
  const amount = amountOf(cells, mapping, currency);
  if (!amount.ok) return amount;
  const balance = at(columns.balance) === undefined ? undefined : csvAmount(at(columns.balance) ?? "", decimal, currency);
  if (balance && !balance.ok) return refuse(unreadableRow(line, balance.fault.detail));
  const status = at(columns.status)?.toLowerCase();
  const valued = at(columns.valuedOn);
  const endToEndId = bankText(at(columns.endToEndId), 64);
  return done({
    balance: balance?.value,
    line: {
      status: status !== undefined && pendingWords.some((word) => word.toLowerCase() === status) ? "pending" : "booked",
      bookedOn,
      valuedOn: valued === undefined ? undefined : csvDay(valued, dates),
      amountMinor: invert ? -amount.value : amount.value,
      bankReference: bankText(at(columns.bankReference), 255),
      endToEndId: endToEndId === "NOTPROVIDED" ? undefined : endToEndId,
      structuredReference: bankText(at(columns.structuredReference), 64),
      text: bankText(columns.text.map((column) => at(column) ?? "").join(" "), 1000),
      name: bankText(at(columns.name)),
      account: accountOf(at(columns.account)),
      code: bankText(at(columns.code), 64),
      reversal: false,
      batchCount: 0,
      details: [],
    },
  });
};

/** Opening and closing from the balance behind each line. Banks write the newest line first or last; the order in which the balances follow each other tells. */
const balancesOf = (rows: readonly ReadRow[]): { opening?: ParsedBalance; closing?: ParsedBalance } => {
  const booked = rows.filter(({ line }) => line.status === "booked");
  if (booked.length === 0 || booked.some(({ balance }) => balance === undefined)) return {};
  const follows = (ordered: readonly ReadRow[]) =>
    ordered.every(({ line, balance }, index) => index === 0 || balance === (ordered[index - 1]?.balance ?? 0n) + line.amountMinor);
  const ordered = [booked, booked.toReversed()].find(follows);
  const [first, last] = [ordered?.[0], ordered?.at(-1)];
  if (!first || !last) return {};
  return {
    opening: { minor: (first.balance ?? 0n) - first.line.amountMinor, on: first.line.bookedOn },
    closing: { minor: last.balance ?? 0n, on: last.line.bookedOn },
  };
};

/**
 * The statement in a bank's CSV, by the mapping saved for it. The rows come with the line of the file they stand on, the heading first. Refuses a column that is not
 * there and, with its line, whatever is no day or amount.
 */
export const readCsvStatement = (rows: readonly Row[], mapping: CsvMapping, currency: string): Outcome<ParsedStatement, Invalid> => {
  const below = rows.slice(mapping.skipLines);
  const places = placesOf(mapping.columns, mapping.header ? below[0]?.values : undefined);
  if (!places.ok) return places;
  const read: ReadRow[] = [];
  for (const { line, values } of below.slice(mapping.header ? 1 : 0)) {
    const at = (column: string | undefined) => {
      const text = column === undefined ? undefined : values[places.value.get(column) ?? -1]?.trim();
      return text === "" ? undefined : text;
    };
    const row = rowOf({ line, at }, mapping, currency);
    if (!row.ok) return row;
    read.push(row.value);
  }
  const days = read.map(({ line }) => line.bookedOn).sort();
  const { columns } = mapping;
  const balances = columns.balance === undefined ? {} : balancesOf(read);
  const warnings = columns.balance !== undefined && read.length > 0 && !balances.closing ? [bankWarning("balances_torn")] : [];
  return done({
    format: "csv",
    messageType: "CSV",
    account: {},
    currency,
    fromOn: days[0],
    toOn: days.at(-1),
    ...balances,
    lines: read.map(({ line }) => line),
    warnings,
  });
};
