import * as z from "zod";
import { codesWithoutMinorUnit, isCurrency } from "#core/kernel/currencies.ts";
import { countryCode, line } from "#core/kernel/text.ts";

const isTimeZone = (timeZone: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone }));
  } catch {
    return false;
  }
};
const isLocale = (locale: string) => {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
};

const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .refine((code) => isCurrency(code) && !codesWithoutMinorUnit.has(code), "Not a currency of ISO 4217 that books can be kept in.");
const fields = {
  name: line(200).meta({ example: "Northwind Traders" }),
  legalName: line(200).nullable(),
  taxNumber: line(50).nullable(),
  locale: z.string().max(35).refine(isLocale, "Not a language tag like en or de-AT."),
  timeZone: z.string().max(64).refine(isTimeZone, "Not an IANA time zone."),
};

export const NewCompany = z.strictObject({
  name: fields.name,
  legalName: fields.legalName.optional(),
  taxNumber: fields.taxNumber.optional(),
  country: countryCode().meta({ example: "GB" }),
  baseCurrency: currency.meta({ example: "GBP" }),
  timeZone: fields.timeZone.default("UTC"),
  locale: fields.locale.default("en"),
  rounding: z.enum(["line", "document"]).default("line").describe("Where tax and discounts are rounded."),
  fiscalYearStart: z.int().min(1).max(12).default(1).describe("The month in which the fiscal year starts."),
  chart: z.enum(["ifrs", "us-gaap", "uk", "de-skr03", "fr-pcg"]).default("ifrs").describe("The chart of accounts to begin with."),
});
export type NewCompany = z.infer<typeof NewCompany>;

/** Currency, country, rounding and fiscal year stay: the books are kept in them. */
export const CompanyChange = z.strictObject(fields).partial();
export type CompanyChange = z.infer<typeof CompanyChange>;

export const CompanyBody = z
  .object({
    id: z.uuid(),
    name: z.string(),
    legalName: z.string().nullable(),
    taxNumber: z.string().nullable(),
    country: z.string(),
    baseCurrency: z.string(),
    timeZone: z.string(),
    locale: z.string(),
    rounding: z.enum(["line", "document"]),
    fiscalYearStart: z.int(),
    chart: z.string().nullable(),
    version: z.int(),
  })
  .meta({ id: "Company" });
export type CompanyBody = z.infer<typeof CompanyBody>;
