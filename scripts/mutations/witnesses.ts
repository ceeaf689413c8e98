import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../tidy/source-files.ts";
import type { Mutation, Witness } from "./mutation.ts";

const ACCOUNTS = ["chart", "account-limits", "chart-file", "accounts"].map((name) => `core/finance/accounts/${name}.test.ts`);
const LEDGER = ["core/finance/entries/ledger.test.ts", "core/finance/entries/entries.test.ts"];
const CONTROL = ["core/finance/entries/control-accounts.test.ts"];
const CLOSING = ["core/finance/close/closing.test.ts"];
const INVOICES = ["core/finance/invoices/draft-invoice.test.ts", "core/sales/orders/order-flow.test.ts"];
const PAYMENTS = ["core/finance/payments/record-payment.test.ts", "core/sales/orders/order-flow.test.ts"];
const OPEN_ITEMS = ["core/finance/open-items/open-items.test.ts", ...PAYMENTS, ...INVOICES];
const BANK_FILES = ["core/finance/bank-statements/import-bank-file.test.ts", "core/finance/bank-accounts/bank-accounts.test.ts"];
const BANK = [...["guards", "matching"].map((name) => `core/finance/bank-matching/${name}.test.ts`), ...BANK_FILES];
const DIMENSIONS = ["core/finance/dimensions/dimensions.test.ts", "core/finance/splits/splits.test.ts"];
const DRAFTS = ["core/finance/entry-drafts/drafts.test.ts"];
const TAXES = ["tax-results", "taxes", "tax-report"].map((name) => `core/finance/taxes/${name}.test.ts`);
const ATTACHMENTS = ["core/platform/attachments/attachments.test.ts"];
const STOCK = ["core/sales/stock/change-stock.test.ts", "core/sales/orders/order-flow.test.ts"];
const ORDERS = ["core/sales/orders/order-flow.test.ts", "core/sales/orders/place-order.test.ts"];
const YEAR_END = "core/finance/year-end/year-end.test.ts";
const PERIODS = [...["periods", "closing", "soft-close"].map((name) => `core/finance/periods/${name}.test.ts`), YEAR_END, ...LEDGER];

/** What is looked at in every table alike. */
const TABLES = "core/database/tables.test.ts";
/** What needs rows of other tables. */
const GUARDS = "core/database/guards.test.ts";

/** Which tests know a table or a function best, the likeliest first. What is not here falls to all tests of its schema. */
const KNOWS: Readonly<Record<string, readonly string[]>> = {
  "finance.account": [...ACCOUNTS, ...LEDGER, ...CONTROL],
  "finance.account_poster": ACCOUNTS,
  "finance.account_rule": ["core/finance/determination/determination.test.ts", ...CONTROL],
  "finance.allocation": [...OPEN_ITEMS, "core/finance/taxes/tax-results.test.ts", "core/finance/reports/aged.test.ts"],
  "finance.apply_bank_matches": BANK,
  "finance.bank_account": [...BANK_FILES, ...BANK],
  "finance.bank_confirmation": BANK,
  "finance.bank_csv_format": BANK_FILES,
  "finance.bank_file": BANK_FILES,
  "finance.bank_line": [...BANK_FILES, ...BANK],
  "finance.bank_line_status": [...BANK_FILES, ...BANK],
  "finance.bank_match": BANK,
  "finance.bank_rule": BANK,
  "finance.bank_statement": [...BANK_FILES, ...BANK],
  "finance.count_bank_changes": BANK_FILES,
  "finance.keep_bank_account": BANK_FILES,
  "finance.keep_bank_line_status": BANK_FILES,
  "finance.keep_bank_statement": BANK_FILES,
  "finance.open_bank_lines": BANK_FILES,
  "finance.party_bank_account": BANK,
  "finance.reconcile_bank_statement": BANK,
  "finance.check_entries": [...LEDGER, "core/finance/sealer/seal-entries.test.ts", "functions/adapters/migrator.test.ts"],
  "finance.check_invoice_sums": INVOICES,
  "finance.check_lines": [...LEDGER, ...ACCOUNTS, ...CONTROL],
  "finance.check_restricted_line": ACCOUNTS,
  "finance.check_reversal": LEDGER,
  "finance.check_dimension_tree": DIMENSIONS,
  "finance.dimension": DIMENSIONS,
  "finance.dimension_set": DIMENSIONS,
  "finance.dimension_set_member": DIMENSIONS,
  "finance.dimension_split": DIMENSIONS,
  "finance.dimension_value": DIMENSIONS,
  "finance.entry_draft": DRAFTS,
  "finance.close_item": CLOSING,
  "finance.close_proof": CLOSING,
  "finance.close_rule": CLOSING,
  "finance.close_tick": CLOSING,
  "finance.exchange_rate": ["core/finance/currencies/rates.test.ts"],
  "finance.fiscal_year": PERIODS,
  "finance.guard_account_limits": ACCOUNTS,
  "finance.guard_account_tree": ACCOUNTS,
  "finance.guard_control": CONTROL,
  "finance.guard_tick": CLOSING,
  "finance.guard_fiscal_year": [GUARDS, YEAR_END],
  "finance.guard_period": PERIODS,
  "finance.keep_closed_year": [YEAR_END],
  "finance.invoice": [...INVOICES, ...PAYMENTS],
  "finance.invoice_line": INVOICES,
  "finance.journal_entry": LEDGER,
  "finance.journal_line": [...LEDGER, "core/finance/taxes/tax-results.test.ts"],
  "finance.keep_posted_draft": DRAFTS,
  "finance.keep_account_type": ["core/finance/accounts/accounts.test.ts", ...LEDGER],
  "finance.apply_allocations": OPEN_ITEMS,
  "finance.open_line": CONTROL,
  "finance.open_document": [GUARDS, ...OPEN_ITEMS],
  "finance.open_item": [GUARDS, ...OPEN_ITEMS],
  "finance.open_payment": OPEN_ITEMS,
  "finance.payment": PAYMENTS,
  "finance.period": PERIODS,
  "finance.posting_refusal": ACCOUNTS,
  "finance.require_account_to_post_to": [...ACCOUNTS, ...CONTROL],
  "finance.seal": ["core/finance/sealer/seal-entries.test.ts", ...LEDGER],
  "finance.seal_entries": ["core/finance/sealer/seal-entries.test.ts"],
  "finance.write_set_members": DIMENSIONS,
  "finance.check_deductible": TAXES,
  "finance.check_results_of": TAXES,
  "finance.guard_account_dimensions": ACCOUNTS,
  "finance.keep_issued": INVOICES,
  "finance.keep_issued_lines": INVOICES,
  "finance.keep_tax_kind": TAXES,
  "finance.revaluation": ["core/finance/revaluations/revalue.test.ts"],
  "finance.tax_code": [GUARDS, ...TAXES],
  "finance.tax_rate": TAXES,
  "finance.tax_result": TAXES,
  "shared.package_key": ["functions/auditor.test.ts", "functions/finance/report-files.test.ts"],
  "sales.category": ["core/sales/catalogue/categories.test.ts"],
  "sales.check_credit": ORDERS,
  "sales.price": ["core/sales/prices/set-prices.test.ts"],
  "sales.product": ["core/sales/catalogue/products.test.ts", ...STOCK],
  "sales.refuse_category_cycle": ["core/sales/catalogue/categories.test.ts"],
  "sales.reserve_stock": [...STOCK, ...ORDERS],
  "sales.sales_order_line": ORDERS,
  "sales.stock_level": STOCK,
  "sales.stock_move": STOCK,
  "shared.attachment": ATTACHMENTS,
  "shared.keep_attachment": ATTACHMENTS,
  "shared.close_command": ["core/kernel/command.test.ts"],
  "shared.close_commands": ["core/kernel/command.test.ts", "core/kernel/group-commit.test.ts", ...LEDGER],
  "shared.open_commands": ["core/kernel/group-commit.test.ts"],
  "sales.hold_orders": ["core/kernel/group-commit.test.ts"],
  "shared.company": ["functions/platform/companies.test.ts", ...LEDGER],
  "finance.enter_closed_period": PERIODS,
  "finance.late_entry": PERIODS,
  "finance.period_event": PERIODS,
  "shared.approval": ["core/platform/approvals/approvals.test.ts"],
  "shared.approval_rule": ["core/platform/approvals/approvals.test.ts"],
  "shared.fence": [],
  "shared.guard_approval": ["core/platform/approvals/approvals.test.ts"],
  "shared.holds_permission": PERIODS,
  "shared.keep_an_administrator": ["core/identity/fences.test.ts"],
  "shared.membership": ["core/identity/fences.test.ts", "functions/platform/users.test.ts"],
  "shared.membership_role": ["core/identity/fences.test.ts", "functions/platform/users.test.ts"],
  "shared.refresh_token": ["functions/auth/sessions.test.ts"],
  "shared.role": ["functions/platform/roles.test.ts"],
  "shared.session": ["functions/auth/sessions.test.ts"],
  "shared.take_number": ["core/sales/orders/order-flow.test.ts", ...INVOICES, ...LEDGER],
  'shared."user"': ["core/identity/fences.test.ts", "functions/platform/users.test.ts"],
  "shared.webhook": ["core/platform/webhooks/webhooks.test.ts"],
};

const FOLDERS: Readonly<Record<string, string>> = {
  finance: "core/finance/**/*.test.ts",
  sales: "core/sales/**/*.test.ts",
  shared: "{core/identity,core/platform,functions/platform,functions/auth}/**/*.test.ts",
};

const says = (file: string, word: string) => textOf(file).includes(word);

const texts = new Map<string, string>();
const textOf = (file: string) => {
  const text = texts.get(file) ?? readFileSync(join(ROOT, file), "utf8");
  texts.set(file, text);
  return text;
};

/** Guards of these names stand on many tables; a test that says the name means any of them. */
const COMMON = ["keep_history", "keep_history_of_delete", "keep_history_of_update", "own_company", "append_only"];

/** Tests that say the name of the guard, those first that say its place as well. A refusal without a name goes by a number. */
const naming = ({ name, place }: Mutation): string[] => {
  const guard = name.split(" ").at(-1) ?? name;
  if (/^\d+$/.test(guard)) return [];
  const named = globSync("{core,functions}/**/*.test.ts", { cwd: ROOT, exclude: ["functions/edge/**"] })
    .filter((file) => says(file, guard))
    .sort();
  return [...named.filter((file) => says(file, place)), ...(COMMON.includes(guard) ? [] : named)];
};

/** The tests to ask about a mutation, in this order. */
export const witnessesOf = (mutation: Mutation): readonly Witness[] => {
  if (mutation.witnesses) return mutation.witnesses;
  const { name, place } = mutation;
  const folder = FOLDERS[place.split(".")[0] ?? ""] ?? "core/**/*.test.ts";
  const known = KNOWS[place] ?? globSync(folder, { cwd: ROOT }).sort((a, b) => Number(says(b, place)) - Number(says(a, place)));
  const structural = /keep_history|own_company/.test(name) ? [TABLES] : [];
  return [...new Set([...structural, ...naming(mutation), ...known, TABLES, GUARDS])].map((file) => ({ file }));
};
