import * as z from "zod";
import { partyFields } from "#core/finance/parties/party.ts";
import { currencyCode, nonNegativeAmount } from "#core/kernel/money.ts";
import { PageQuery } from "#core/kernel/page.ts";
import { codeText, countryCode, line, paragraphs } from "#core/kernel/text.ts";

export const AddressInput = z.strictObject({
  id: z.uuid().optional().meta({ description: "Of an address the customer has already; absent for a new one." }),
  kind: z.enum(["billing", "shipping"]),
  isDefault: z.boolean().default(false),
  name: line(200).nullable().default(null),
  street: paragraphs(500),
  city: line(200),
  region: line(200).nullable().default(null),
  postalCode: line(30).nullable().default(null),
  country: countryCode(),
});
export type AddressInput = z.infer<typeof AddressInput>;

export const ContactInput = z.strictObject({
  id: z.uuid().optional(),
  name: line(200),
  role: line(200).nullable().default(null),
  email: z.email("Write an e-mail address.").max(254).nullable().default(null),
  phone: line(50).nullable().default(null),
});
export type ContactInput = z.infer<typeof ContactInput>;

const addresses = z
  .array(AddressInput)
  .max(50, "At most 50 addresses.")
  .superRefine((all, context) => {
    for (const kind of ["billing", "shipping"] as const) {
      const defaults = all.flatMap((address, index) => (address.kind === kind && address.isDefault ? [index] : []));
      if (defaults.length > 1)
        context.addIssue({ code: "custom", path: [defaults[1] ?? 0, "isDefault"], message: `Only one ${kind} address is the default.` });
    }
  });
const contacts = z.array(ContactInput).max(50, "At most 50 contacts.");

const customerFields = {
  creditLimit: nonNegativeAmount().nullable().default(null).meta({ description: "In the customer's currency; null is no limit." }),
  priceListId: z.uuid().nullable().default(null),
  salespersonId: z.uuid().nullable().default(null),
  notes: paragraphs().nullable().default(null),
};

/** A customer as entered. Country and currency, when absent, are those of the billing address and of the company. */
export const CustomerInput = z.strictObject({
  ...partyFields,
  currency: currencyCode().optional(),
  isSupplier: z.boolean().default(false),
  ...customerFields,
  addresses: addresses.default([]),
  contacts: contacts.default([]),
});
export type CustomerInput = z.infer<typeof CustomerInput>;

/** Fields absent are left as they are. Addresses and contacts are replaced as a whole; those with an id keep it. */
export const CustomerPatch = z
  .strictObject({
    code: codeText(64),
    name: line(200),
    taxNumber: partyFields.taxNumber.unwrap(),
    taxExempt: z.boolean(),
    email: partyFields.email.unwrap(),
    country: partyFields.country.unwrap(),
    currency: currencyCode(),
    paymentTermsDays: partyFields.paymentTermsDays.unwrap(),
    paymentTermId: partyFields.paymentTermId.unwrap(),
    isSupplier: z.boolean(),
    creditLimit: customerFields.creditLimit.unwrap(),
    priceListId: customerFields.priceListId.unwrap(),
    salespersonId: customerFields.salespersonId.unwrap(),
    notes: customerFields.notes.unwrap(),
    addresses,
    contacts,
  })
  .partial();
export type CustomerPatch = z.infer<typeof CustomerPatch>;

const nullableText = z.string().nullable();
const AddressBody = AddressInput.extend({ id: z.uuid() }).meta({ id: "Address" });
const ContactBody = ContactInput.extend({ id: z.uuid() }).meta({ id: "Contact" });

export const CustomerRow = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    active: z.boolean(),
    isSupplier: z.boolean(),
    taxNumber: nullableText,
    taxExempt: z.boolean(),
    email: nullableText,
    country: nullableText,
    currency: z.string(),
    paymentTermsDays: z.number(),
    paymentTermId: nullableText,
    creditLimit: nullableText,
    priceListId: nullableText,
    salespersonId: nullableText,
    externalId: nullableText,
    createdAt: z.string(),
    version: z.number(),
  })
  .meta({ id: "CustomerRow" });
export type CustomerRow = z.infer<typeof CustomerRow>;

export const CustomerBody = CustomerRow.extend({
  notes: nullableText,
  addresses: z.array(AddressBody),
  contacts: z.array(ContactBody),
}).meta({ id: "Customer" });
export type CustomerBody = z.infer<typeof CustomerBody>;

export const CustomerQuery = PageQuery.extend({
  active: z.stringbool().optional(),
  currency: currencyCode().optional(),
  country: countryCode().optional(),
  priceListId: z.uuid().optional(),
  salespersonId: z.uuid().optional(),
  sort: z.enum(["name", "-name", "code", "-code", "-created"]).default("name"),
});
export type CustomerQuery = z.infer<typeof CustomerQuery>;
