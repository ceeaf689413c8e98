import type { UseFormReturn } from "react-hook-form";
import * as z from "zod";
import { InvoiceInput, InvoiceLineInput } from "#core/finance/invoices/invoice.ts";
import { exponentOf } from "#core/kernel/currencies.ts";
import { calendarDate } from "#core/kernel/text.ts";
import type { Body } from "../../../api/types.ts";
import { padDecimals } from "../../../ui/format.ts";
import type { Invoice } from "./queries.ts";

const Line = InvoiceLineInput.safeExtend({
  description: z.string("Write what it is for.").trim().min(1, "Write what it is for.").max(500),
});

/** A document as it is typed. Its day is the date of a bill, or the tax point of an invoice. */
const Content = InvoiceInput.omit({ taxedOn: true })
  .extend({ partyId: z.uuid("Choose who it is with."), day: calendarDate().optional(), lines: z.array(Line).min(1).max(500) })
  .superRefine(({ kind, reference, day }, context) => {
    if (kind !== "bill") return;
    if (!reference) context.addIssue({ code: "custom", path: ["reference"], message: "Write the number on the bill." });
    if (!day) context.addIssue({ code: "custom", path: ["day"], message: "Say the date of the bill." });
  });
type Input = z.input<typeof Content>;
export type DocumentInput = z.output<typeof Content>;
export type DocumentForm = UseFormReturn<Input, unknown, DocumentInput>;
export type DocumentKind = DocumentInput["kind"];

const isBlank = (value: unknown) => value === undefined || value === "" || value === null || (Array.isArray(value) && value.length === 0);
const filled = (values: object) => Object.fromEntries(Object.entries(values).filter(([, value]) => !isBlank(value)));

/** Fields left empty say nothing. */
export const withoutBlanks = (values: unknown): unknown => {
  if (typeof values !== "object" || values === null) return values;
  const { lines = [], ...head } = values as Input;
  return { ...filled(head), lines: lines.map((line) => filled(line)) };
};

/** The form checks what the API checks; a bill has a number and a date. */
export const DocumentValues = z.preprocess(withoutBlanks, Content) as unknown as z.ZodType<DocumentInput, Input>;

/** Each field has a value of its own: one without would take that of the line that stood in its place when the form was opened. */
export const emptyLine = {
  description: "",
  quantity: "1",
  unitPrice: "",
  discountPercent: "",
  accountId: "",
  productId: "",
  taxCodes: [],
  dimensions: [],
};

const idsOf = (named: Invoice["lines"][number]["dimensions"]) => named.map(({ value }) => value.id);

/** A new document, or all that a draft holds. */
export const valuesOf = (kind: DocumentKind, draft: Invoice | undefined, today: string): Input => {
  if (!draft) return { kind, partyId: "", pricesIncludeTax: false, lines: [emptyLine], ...(kind === "bill" ? { day: today } : {}) };
  const { currency, reference, notes, paymentTermId, duplicateReason, taxedOn, pricesIncludeTax, party } = draft;
  return {
    ...{ kind, partyId: party.id, currency, pricesIncludeTax },
    ...{
      reference: reference ?? "",
      notes: notes ?? "",
      paymentTermId: paymentTermId ?? undefined,
      duplicateReason: duplicateReason ?? "",
    },
    day: taxedOn ?? (kind === "bill" ? today : ""),
    lines: draft.lines.map(({ description, quantity, unitPrice, discountPercent, accountId, productId, taxes, dimensions, shares }) => ({
      ...{ description, quantity, accountId, productId: productId ?? "", taxCodes: taxes.map(({ code }) => code) },
      unitPrice: padDecimals(unitPrice, exponentOf(currency)),
      discountPercent: discountPercent === "0" ? "" : discountPercent,
      dimensions: idsOf(dimensions),
      shares: shares.length === 0 ? undefined : shares.map((share) => ({ percent: share.percent, dimensions: idsOf(share.dimensions) })),
    })),
  };
};

/** What the API takes: a bill bears the rates of its own date, whenever it is entered. */
export const contentOf = ({ day, ...content }: DocumentInput): Body<"/finance/invoices"> => ({
  ...content,
  ...(day ? { taxedOn: day } : {}),
});
