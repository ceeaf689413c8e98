import { invalid } from "#core/kernel/fault.ts";
import { booleanCell, cell, countryCell, decimalCell, integerCell, present, readBy } from "#core/platform/imports/cells.ts";
import { type Cells, defineImport, type ItemResult } from "#core/platform/imports/import-kind.ts";
import { knownBy } from "#core/platform/imports/known.ts";
import { recordCreated } from "./create-customer.ts";
import { CustomerInput } from "./customer.ts";
import { insertCustomers } from "./insert-customers.ts";

type Imported = Readonly<{ input: CustomerInput; priceList: string | undefined }>;

const addressOf = (cells: Cells) => {
  if (!cells.street && !cells.city) return [];
  const common = present({
    street: cells.street ?? "-",
    city: cells.city ?? "-",
    region: cells.region,
    postalCode: cells.postal_code,
    country: cell(cells, "country", countryCell),
  });
  return [{ kind: "billing" as const, ...common }];
};

const contactOf = (cells: Cells) =>
  cells.contact_name === undefined
    ? []
    : [present({ name: cells.contact_name, role: cells.contact_role, email: cells.contact_email, phone: cells.phone })];

const inputOf = (cells: Cells) =>
  present({
    externalId: cells.external_id ?? cells.code,
    code: cells.code,
    name: cells.name,
    taxNumber: cells.tax_number,
    taxExempt: cell(cells, "tax_exempt", booleanCell),
    email: cells.email,
    country: cell(cells, "country", countryCell),
    currency: cells.currency,
    paymentTermsDays: cell(cells, "payment_terms_days", integerCell),
    isSupplier: cell(cells, "is_supplier", booleanCell),
    creditLimit: cell(cells, "credit_limit", decimalCell),
    notes: cells.notes,
    addresses: addressOf(cells),
    contacts: contactOf(cells),
  });

/** Customers with an address and a contact each. Known by external id, or by code where there is none. */
export const customerImport = defineImport<Imported>({
  name: "customers",
  title: "Customers",
  grant: "sales.customer.write",
  columns: [
    { name: "external_id", also: ["customer_id", "id"], about: "Id in the old system" },
    { name: "code", about: "Given by the system when absent" },
    { name: "name", required: true, also: ["company_name", "company"], about: "Name" },
    { name: "tax_number", also: ["vat", "vat_number", "tax_id"], about: "Tax number" },
    { name: "tax_exempt", about: "Yes or no" },
    { name: "email", about: "E-mail" },
    { name: "currency", about: "ISO code; the company's when absent" },
    { name: "payment_terms_days", also: ["payment_terms"], about: "Days to pay" },
    { name: "credit_limit", about: "In the customer's currency" },
    { name: "price_list", about: "Code of a price list" },
    { name: "is_supplier", about: "Yes or no" },
    { name: "street", also: ["address"], about: "Street of the billing address" },
    { name: "city", about: "City" },
    { name: "region", about: "Region" },
    { name: "postal_code", also: ["zip", "postcode"], about: "Postal code" },
    { name: "country", about: "Two letters, or the English name" },
    { name: "contact_name", also: ["contact"], about: "Name of a contact" },
    { name: "contact_role", also: ["contact_title"], about: "Role of the contact" },
    { name: "contact_email", about: "E-mail of the contact" },
    { name: "phone", about: "Telephone of the contact" },
    { name: "notes", about: "Notes" },
  ],
  read: ([cells = {}]) => {
    const input = readBy(CustomerInput, inputOf(cells));
    return input.ok ? { ok: true, value: { input: input.value, priceList: cells.price_list } } : input;
  },
  write: async (tx, items) => {
    const known = await knownBy(
      tx,
      "finance.party",
      "externalId",
      items.map(({ input }) => input.externalId),
    );
    const lists = await knownBy(
      tx,
      "sales.priceList",
      "code",
      items.map(({ priceList }) => priceList),
    );
    const results = new Map<Imported, ItemResult>();
    const fresh: Imported[] = [];
    for (const item of items) {
      const { externalId } = item.input;
      if (externalId !== null && known.has(externalId)) results.set(item, "unchanged");
      else if (item.priceList !== undefined && !lists.has(item.priceList))
        results.set(item, { fault: invalid("import.price_list", `There is no price list ${item.priceList}.`, "/price_list") });
      else fresh.push(item);
    }
    const inserted = await insertCustomers(
      tx,
      fresh.map(({ input, priceList }) => ({ ...input, priceListId: lists.get(priceList ?? "") ?? null })),
    );
    for (const [at, item] of fresh.entries()) {
      const row = inserted[at];
      results.set(item, row && "fault" in row ? { fault: row.fault } : "created");
    }
    recordCreated(
      tx,
      inserted.flatMap((row) => ("customer" in row ? [row.customer] : [])),
    );
    return items.map((item) => results.get(item) ?? "unchanged");
  },
});
