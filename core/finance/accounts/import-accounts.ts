import { sql } from "kysely";
import * as z from "zod";
import type { TxCtx } from "#core/kernel/context.ts";
import { invalid } from "#core/kernel/fault.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { booleanCell, cell, dateCell, present, readBy } from "#core/platform/imports/cells.ts";
import { defineImport, type ItemResult } from "#core/platform/imports/import-kind.ts";
import { knownBy } from "#core/platform/imports/known.ts";
import { AccountInput, growsOn } from "./account.ts";
import { insertAccounts, type NewAccount } from "./insert-accounts.ts";

/** As files write it: the heading above by its code, roles by their names. */
const ImportedAccount = z.strictObject({
  ...AccountInput.shape,
  parentId: z.string().max(32).nullable().default(null),
  requiredDimensionIds: z.array(z.string().max(32)).max(5).default([]),
  postingRoleIds: z.array(z.string().max(100)).max(50).nullable().default(null),
  active: z.boolean().default(true),
  closesOn: calendarDate().nullable().default(null),
});
type ImportedAccount = z.infer<typeof ImportedAccount>;

const listCell = (text: string): string[] => text.split(/[\s,;|]+/).filter((word) => word !== "");
const namesCell = (text: string) =>
  text
    .split(";")
    .map((name) => name.trim())
    .filter((name) => name !== "");

const rolesByName = async (tx: TxCtx, names: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (names.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    select id, lower(name) as name from shared.role where company_id = ${tx.actor.companyId} and lower(name) = any (${names}::text[])`.execute(
    tx.db,
  );
  return new Map(rows.map(({ id, name }) => [name, id]));
};

/** Ids of the accounts and dimensions that are there by their codes, and of the roles by their names in small letters. */
const readKnown = async (tx: TxCtx, items: readonly ImportedAccount[]) => ({
  accounts: await knownBy(
    tx,
    "finance.account",
    "code",
    items.flatMap(({ code, parentId }) => [code, parentId]),
  ),
  dimensions: await knownBy(
    tx,
    "finance.dimension",
    "code",
    items.flatMap(({ requiredDimensionIds }) => requiredDimensionIds),
  ),
  roles: await rolesByName(
    tx,
    items.flatMap(({ postingRoleIds }) => postingRoleIds ?? []).map((name) => name.toLowerCase()),
  ),
});

type Ids = ReadonlyMap<string, string>;
type Placing = Readonly<{ ids: Ids; dimensions: Ids; roles: Ids }>;

/** The account with the ids of what the file names, or why that is not there. */
const placed = ({ ids, dimensions, roles }: Placing, item: ImportedAccount): NewAccount | ItemResult => {
  const { parentId: above, postingRoleIds: names, requiredDimensionIds: needed, ...fields } = item;
  const parentId = above === null ? null : ids.get(above);
  if (parentId === undefined) return { fault: invalid("import.account", `There is no heading ${above}.`, "/parent") };
  const lacking = needed.find((code) => !dimensions.has(code));
  if (lacking !== undefined) return { fault: invalid("import.dimension", `There is no dimension ${lacking}.`, "/required_dimensions") };
  const unknown = names?.find((name) => !roles.has(name.toLowerCase()));
  if (unknown !== undefined) return { fault: invalid("import.role", `There is no role ${unknown}.`, "/posting_roles") };
  return {
    ...fields,
    id: ids.get(item.code) ?? "",
    parentId,
    manualPosting: item.manualPosting && !item.isGroup,
    normalBalance: item.normalBalance ?? growsOn(item),
    requiredDimensionIds: needed.map((code) => dimensions.get(code) ?? ""),
    postingRoleIds: names === null ? null : names.map((name) => roles.get(name.toLowerCase()) ?? ""),
  };
};

/** Headings may stand behind what is below them, in the same 500 rows. */
const write = async (tx: TxCtx, items: readonly ImportedAccount[]): Promise<readonly ItemResult[]> => {
  const { accounts: known, dimensions, roles } = await readKnown(tx, items);
  const ids = new Map([...items.map(({ code }): [string, string] => [code, tx.newId()]), ...known]);
  const seen = new Set(known.keys());
  const fresh: NewAccount[] = [];
  const results = items.map((item): ItemResult => {
    if (seen.has(item.code)) return "unchanged";
    seen.add(item.code);
    const account = placed({ ids, dimensions, roles }, item);
    if (typeof account === "string" || "fault" in account) return account;
    fresh.push(account);
    return "created";
  });
  await insertAccounts(tx, fresh);
  for (const account of fresh) {
    tx.audit({ action: "account.create", subjectType: "account", subjectId: account.id, after: account });
    tx.event({ type: "account.created", subject: account.id, data: account });
  }
  return results;
};

/** The chart of accounts, as `npm run export -- accounts` writes it. Known by code. */
export const accountImport = defineImport<ImportedAccount>({
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
    {
      name: "cash_flow",
      about: "cash, non_cash, working_capital, investing, financing or exchange, where it is not where its subtype usually is",
    },
    { name: "parent", also: ["parent_code", "heading"], about: "Code of the heading above" },
    { name: "is_group", also: ["group"], about: "Whether it is a heading; no when absent" },
    { name: "manual_posting", about: "Whether entries by hand may use it; yes when absent" },
    { name: "control", about: "receivable or payable: each line names a customer or supplier and is an open item; none when absent" },
    { name: "active", about: "Yes when absent" },
    { name: "opens_on", about: "First day on which it may be posted to" },
    { name: "closes_on", about: "Last day on which it may be posted to" },
    { name: "currencies", about: "The only currencies it takes: EUR USD" },
    { name: "required_dimensions", about: "Codes of the dimensions of which every line must name a value, with spaces between" },
    { name: "posting_roles", about: "Names of the only roles that may post by hand, with semicolons between; a semicolon alone: nobody" },
  ],
  read: ([cells = {}]) =>
    readBy(
      ImportedAccount,
      present({
        code: cells.code,
        name: cells.name,
        nameLocal: cells.name_local,
        type: cells.type?.toLowerCase(),
        subtype: cells.subtype,
        normalBalance: cells.normal_balance?.toLowerCase(),
        isContra: cell(cells, "is_contra", booleanCell),
        cashFlow: cells.cash_flow,
        parentId: cells.parent,
        isGroup: cell(cells, "is_group", booleanCell),
        manualPosting: cell(cells, "manual_posting", booleanCell),
        control: cells.control?.toLowerCase(),
        active: cell(cells, "active", booleanCell),
        opensOn: cell(cells, "opens_on", dateCell),
        closesOn: cell(cells, "closes_on", dateCell),
        currencies: cell(cells, "currencies", (text) => listCell(text.toUpperCase())),
        requiredDimensionIds: cell(cells, "required_dimensions", listCell),
        postingRoleIds: cell(cells, "posting_roles", namesCell),
      }),
    ),
  write,
});
