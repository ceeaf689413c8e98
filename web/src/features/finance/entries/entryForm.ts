import type { UseFormReturn } from "react-hook-form";
import * as z from "zod";
import { EntryDraftInput } from "#core/finance/entry-drafts/entry-draft.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";

type Input = z.input<typeof EntryDraftInput>;
export type FormLine = NonNullable<Input["lines"]>[number];
export type EntryForm = UseFormReturn<Input, unknown, EntryDraftInput>;

const isBlank = (value: unknown) => value === undefined || value === "" || value === null || (Array.isArray(value) && value.length === 0);
const filled = (values: object) => Object.fromEntries(Object.entries(values).filter(([, value]) => !isBlank(value)));

/** What was typed, without fields left empty and without the empty lines at the end. */
export const withoutBlanks = (values: unknown): unknown => {
  if (typeof values !== "object" || values === null) return values;
  const { lines = [], ...head } = values as Input;
  const written = lines.map((line) => filled(line));
  while (written.length > 0 && Object.keys(written.at(-1) ?? {}).length === 0) written.pop();
  return { ...filled(head), lines: written };
};

/** The form checks what a draft must be; the API says what an entry lacks beyond that. */
export const EntryValues = z.preprocess(withoutBlanks, EntryDraftInput) as unknown as z.ZodType<EntryDraftInput, Input>;

export const emptyLine: FormLine = { accountId: "", debit: "", credit: "", description: "" };

/** Both sides in the currency of the entry, and what is missing on which; what is no amount yet counts as nothing. */
export const sumsOf = (lines: readonly FormLine[], currency: string) => {
  const minor = (text: string | undefined) => {
    const read = parseMinor(text || "0", currency);
    return read.ok ? read.value : 0n;
  };
  const own = lines.filter((line) => !line.currency || line.currency === currency);
  const debit = own.reduce((sum, line) => sum + minor(line.debit), 0n);
  const credit = own.reduce((sum, line) => sum + minor(line.credit), 0n);
  const difference = debit - credit;
  return {
    debit: formatMinor(debit, currency),
    credit: formatMinor(credit, currency),
    difference: formatMinor(difference < 0n ? -difference : difference, currency),
    missing: difference === 0n ? undefined : difference > 0n ? ("credit" as const) : ("debit" as const),
  };
};
