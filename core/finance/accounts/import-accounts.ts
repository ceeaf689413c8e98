import { sql } from "kysely";
import { booleanCell, cell, present, readBy } from "#core/platform/imports/cells.ts";
import { defineImport } from "#core/platform/imports/import-kind.ts";
import { knownBy } from "#core/platform/imports/known.ts";
import { AccountInput, sideOf } from "./account.ts";

/** The chart of accounts. Known by code. */
export const accountImport = defineImport<AccountInput>({
  name: "accounts",
  title: "Accounts",
  grant: "finance.account.write",
  columns: [
    { name: "code", required: true, also: ["account", "number", "account_code"], about: "Code" },
    { name: "name", required: true, about: "Name" },
    { name: "name_local", also: ["local_name"], about: "Name in the local language" },
    { name: "type", required: true, about: "asset, liability, equity, income or expense" },
    { name: "subtype", about: "other when absent" },
    { name: "normal_balance", about: "debit or credit; follows from the type" },
    { name: "is_contra", also: ["contra"], about: "Yes or no" },
    { name: "manual_posting", about: "Whether entries by hand may use it; yes when absent" },
  ],
  read: ([cells = {}]) =>
    readBy(
      AccountInput,
      present({
        code: cells.code,
        name: cells.name,
        nameLocal: cells.name_local,
        type: cells.type?.toLowerCase(),
        subtype: cells.subtype,
        normalBalance: cells.normal_balance?.toLowerCase(),
        isContra: cell(cells, "is_contra", booleanCell),
        manualPosting: cell(cells, "manual_posting", booleanCell),
      }),
    ),
  write: async (tx, items) => {
    const known = new Set(
      (
        await knownBy(
          tx,
          "finance.account",
          "code",
          items.map(({ code }) => code),
        )
      ).keys(),
    );
    const fresh = items.flatMap((item) => {
      if (known.has(item.code)) return [];
      known.add(item.code);
      const grows = item.isContra === (sideOf(item.type) === "credit") ? "debit" : "credit";
      return [{ item, account: { ...item, id: tx.newId(), normalBalance: item.normalBalance ?? grows } }];
    });
    const accounts = fresh.map(({ account }) => account);
    if (accounts.length > 0)
      await sql`
        insert into finance.account (id, company_id, code, name, name_local, type, subtype, normal_balance, is_contra, manual_posting)
        select r.id, ${tx.actor.companyId}::uuid, r.code, r.name, r."nameLocal", r.type, r.subtype, r."normalBalance", r."isContra", r."manualPosting"
          from jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb)
            as r (id uuid, code text, name text, "nameLocal" text, type text, subtype text, "normalBalance" text, "isContra" boolean, "manualPosting" boolean)`.execute(
        tx.db,
      );
    for (const account of accounts) {
      tx.audit({ action: "account.create", subjectType: "account", subjectId: account.id, after: account });
      tx.event({ type: "account.created", subject: account.id, data: account });
    }
    const created = new Set(fresh.map(({ item }) => item));
    return items.map((item) => (created.has(item) ? "created" : "unchanged"));
  },
});
