import { booleanCell, cell, countryCell, integerCell, present, readBy } from "#core/platform/imports/cells.ts";
import { defineImport, type ItemResult } from "#core/platform/imports/import-kind.ts";
import { knownBy } from "#core/platform/imports/known.ts";
import { insertParties } from "./insert-parties.ts";
import { PartyInput } from "./party.ts";

/** Suppliers and other parties that are not customers. Known by external id, or by code where there is none. */
export const supplierImport = defineImport<PartyInput>({
  name: "suppliers",
  title: "Suppliers",
  grant: "finance.party.write",
  columns: [
    { name: "external_id", also: ["supplier_id", "id"], about: "Id in the old system" },
    { name: "code", about: "Given by the system when absent" },
    { name: "name", required: true, also: ["company_name", "company"], about: "Name" },
    { name: "tax_number", also: ["vat", "vat_number", "tax_id"], about: "Tax number" },
    { name: "email", about: "E-mail" },
    { name: "country", about: "Two letters, or the English name" },
    { name: "currency", about: "ISO code; the company's when absent" },
    { name: "payment_terms_days", also: ["payment_terms"], about: "Days to pay" },
    { name: "is_supplier", about: "Yes or no" },
  ],
  read: ([cells = {}], company) =>
    readBy(
      PartyInput,
      present({
        externalId: cells.external_id ?? cells.code,
        code: cells.code,
        name: cells.name,
        taxNumber: cells.tax_number,
        email: cells.email,
        country: cell(cells, "country", countryCell),
        currency: cells.currency ?? company.baseCurrency,
        paymentTermsDays: cell(cells, "payment_terms_days", integerCell),
        isSupplier: cell(cells, "is_supplier", booleanCell),
      }),
    ),
  write: async (tx, items) => {
    const known = await knownBy(
      tx,
      "finance.party",
      "externalId",
      items.map(({ externalId }) => externalId),
    );
    const createdAt = tx.clock.now().toISOString();
    const fresh = items
      .filter(({ externalId }) => externalId === null || !known.has(externalId))
      .map((item) => ({ item, party: { ...item, id: tx.newId(), isCustomer: false, createdAt } }));
    const inserted = await insertParties(
      tx,
      fresh.map(({ party }) => party),
      "supplier",
    );
    const results = new Map<PartyInput, ItemResult>();
    for (const { item, party } of fresh) {
      const row = inserted.get(party.id);
      if (row === undefined) throw new Error("The database did not say what became of a party.");
      results.set(item, "fault" in row ? { fault: row.fault } : "created");
      if ("fault" in row) continue;
      const body = { ...party, code: row.code, active: true, version: 1 };
      tx.audit({ action: "party.create", subjectType: "party", subjectId: party.id, after: body });
      tx.event({ type: "party.created", subject: party.id, data: body });
    }
    return items.map((item) => results.get(item) ?? "unchanged");
  },
});
