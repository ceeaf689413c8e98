import * as z from "zod";
import { currencyCode } from "#core/kernel/money.ts";
import { PageQuery } from "#core/kernel/page.ts";
import { codeText, countryCode, externalId, line } from "#core/kernel/text.ts";

/** What finance knows of whom it deals with, whether customer or supplier. */
export const partyFields = {
  code: codeText(64).optional().meta({ description: "Given by the system when absent." }),
  name: line(200),
  taxNumber: line(50).nullable().default(null),
  taxExempt: z.boolean().default(false),
  email: z.email("Write an e-mail address.").max(254).nullable().default(null),
  country: countryCode().nullable().default(null),
  currency: currencyCode(),
  paymentTermsDays: z.number().int().min(0).max(365).default(30),
  paymentTermId: z.uuid().nullable().default(null).describe("Payment terms; they go before the plain days."),
  externalId: externalId().nullable().default(null),
};

/** A party that is not entered as a customer: a supplier, or anyone else whom money goes to or comes from. */
export const PartyInput = z.strictObject({ ...partyFields, isSupplier: z.boolean().default(true) });
export type PartyInput = z.infer<typeof PartyInput>;

/** Fields absent are left as they are. */
export const PartyPatch = z
  .strictObject({
    code: codeText(64),
    name: line(200),
    taxNumber: partyFields.taxNumber.unwrap(),
    taxExempt: z.boolean(),
    email: partyFields.email.unwrap(),
    country: partyFields.country.unwrap(),
    currency: currencyCode(),
    paymentTermsDays: z.number().int().min(0).max(365),
    paymentTermId: partyFields.paymentTermId.unwrap(),
    isSupplier: z.boolean(),
    active: z.boolean(),
  })
  .partial();
export type PartyPatch = z.infer<typeof PartyPatch>;

export const PartyBody = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    isCustomer: z.boolean(),
    isSupplier: z.boolean(),
    active: z.boolean(),
    taxNumber: z.string().nullable(),
    taxExempt: z.boolean(),
    email: z.string().nullable(),
    country: z.string().nullable(),
    currency: z.string(),
    paymentTermsDays: z.number(),
    paymentTermId: z.string().nullable(),
    externalId: z.string().nullable(),
    createdAt: z.string(),
    version: z.number(),
  })
  .meta({ id: "Party" });
export type PartyBody = z.infer<typeof PartyBody>;

export const PartyQuery = PageQuery.extend({
  role: z.enum(["customer", "supplier"]).optional(),
  active: z.stringbool().optional(),
  currency: currencyCode().optional(),
  country: countryCode().optional(),
  sort: z.enum(["name", "-name", "code", "-code"]).default("name"),
});
export type PartyQuery = z.infer<typeof PartyQuery>;

/** What of a party a wire body shows, as columns. */
export const partyColumns = [
  "party.id",
  "party.code",
  "party.name",
  "party.isCustomer",
  "party.isSupplier",
  "party.active",
  "party.taxNumber",
  "party.taxExempt",
  "party.email",
  "party.country",
  "party.currency",
  "party.paymentTermsDays",
  "party.paymentTermId",
  "party.externalId",
  "party.createdAt",
  "party.version",
] as const;
