import { expect, test } from "vitest";
import { databaseAs } from "#core/testing/books.ts";

type Row = Readonly<Record<string, unknown>>;

/** What the table holds of its constraint: its condition on a row of these values; the other columns are null. */
const verdict = async (table: string, constraint: string, row: Row): Promise<boolean | null> => {
  const { rows } = await databaseAs("superuser").query<{ condition: string }>(
    `select substring(pg_get_constraintdef(oid) from '^CHECK (.*?)(?: NOT VALID)?$') as condition from pg_constraint where conrelid = $1::regclass and conname = $2`,
    [table, constraint],
  );
  const [found] = rows;
  if (!found) throw new Error(`${table} has no constraint ${constraint}.`);
  const judged = await databaseAs("superuser").query<{ holds: boolean | null }>(
    `select ${found.condition} as holds from jsonb_populate_record(null::${table}, $1::jsonb)`,
    [JSON.stringify(row)],
  );
  return judged.rows[0]?.holds ?? null;
};

const ID = "00000000-0000-7000-8000-000000000001";
const OTHER = "00000000-0000-7000-8000-000000000002";
const open = { state: "open", sales_state: "open", purchase_state: "open", bank_state: "open", payroll_state: "open" };

/** A row that must be refused, and one like it that must not; none where the refused one is made good by leaving it out. */
const cases: readonly (readonly [table: string, constraint: string, refused: Row, accepted: Row])[] = [
  ["finance.account", "account_cash_flow", { type: "income", cash_flow: "cash" }, { type: "asset", cash_flow: "cash" }],
  [
    "finance.account",
    "account_closes_after_it_opens",
    { opens_on: "2026-02-01", closes_on: "2026-01-31" },
    { opens_on: "2026-02-01", closes_on: "2026-02-01" },
  ],
  ["finance.account", "account_control_known", { control: "asset" }, { control: "payable" }],
  [
    "finance.account",
    "control_is_posted_to",
    { control: "receivable", is_group: false, type: "income" },
    { control: "receivable", is_group: false, type: "asset" },
  ],
  ["finance.account", "group_is_not_posted_to", { is_group: true, manual_posting: true }, { is_group: false, manual_posting: true }],
  ["finance.account", "account_currency_codes", { currencies: ["EUR", "euro"] }, { currencies: ["EUR", "USD"] }],
  ["finance.account", "account_needs_few_dimensions", { required_dimensions: [ID, ID, ID, ID, ID, ID] }, { required_dimensions: [ID] }],
  [
    "finance.allocation",
    "allocation_company_sides",
    { amount_minor: 5, debit_company_minor: -5, credit_company_minor: 5 },
    { amount_minor: -5, debit_company_minor: -5, credit_company_minor: -5 },
  ],
  ["finance.allocation", "undoing_is_negative", { undoes_id: ID, amount_minor: 5 }, { undoes_id: ID, amount_minor: -5 }],
  ["finance.bank_account", "bank_account_numbered", {}, { iban: "DE89370400440532013000" }],
  [
    "finance.bank_confirmation",
    "undone_by_somebody",
    { state: "undone" },
    { state: "undone", undone_by: ID, undone_at: "2026-03-31T12:00:00Z" },
  ],
  ["finance.bank_line", "bank_line_amount_not_zero", { amount_minor: 0 }, { amount_minor: -1 }],
  ["finance.bank_line", "party_number_sealed", { party_hash: "\\x00" }, { party_hash: "\\x00", party_sealed: "sealed" }],
  ["finance.bank_line_status", "bank_line_not_over_matched", { amount_minor: -5, left_minor: 1 }, { amount_minor: -5, left_minor: -3 }],
  ["finance.bank_match", "bank_match_amount_not_zero", { amount_minor: 0 }, { amount_minor: 1 }],
  ["finance.close_item", "close_item_known", { close: "stop" }, { close: "refuse" }],
  ["finance.close_item", "close_item_soft_known", { soft_close: "stop" }, { soft_close: "off" }],
  ["finance.close_item", "close_item_titled", { title: "" }, { title: "Stock is counted" }],
  ["finance.close_rule", "close_check_named", { check_code: "Bank!" }, { check_code: "bank_lines" }],
  ["finance.close_rule", "close_rule_known", { close: "stop" }, { close: "warn" }],
  ["finance.close_rule", "close_rule_soft_known", { soft_close: "stop" }, { soft_close: "warn" }],
  ["finance.close_tick", "tick_note_length", { note: "" }, { note: "Counted" }],
  [
    "finance.bank_statement",
    "only_statements_with_a_closing_balance_reconcile",
    { state: "reconciled" },
    { state: "reconciled", closing_minor: 0 },
  ],
  [
    "finance.bank_statement",
    "reconciled_by_somebody",
    { state: "reconciled", reconciled_at: "2026-03-31T12:00:00Z" },
    { state: "reconciled", reconciled_at: "2026-03-31T12:00:00Z", reconciled_by: ID },
  ],
  ["finance.dimension", "dimension_required_on", { required: "sometimes" }, { required: "always" }],
  ["finance.dimension_set", "dimension_set_canonical", { value_ids: [ID, ID] }, { value_ids: [ID] }],
  ["finance.dimension_set", "dimension_set_follows_values", { id: ID, value_ids: [ID, OTHER] }, { id: ID, value_ids: [ID] }],
  ["finance.dimension_set", "dimension_set_not_empty", { value_ids: Array(21).fill(ID) }, { value_ids: [ID] }],
  [
    "finance.dimension_split",
    "split_adds_up",
    { shares: [{ percent: "33.333333" }, { percent: "66.666666" }] },
    { shares: [{ percent: "33.333333" }, { percent: "66.666667" }] },
  ],
  ["finance.dimension_split", "split_has_shares", { shares: [{}] }, { shares: [{}, {}] }],
  ["finance.dimension_value", "dimension_value_lasts", { valid_from: "2026-02-01", valid_to: "2026-01-01" }, { valid_from: "2026-02-01" }],
  ["finance.dimension_value", "dimension_value_not_its_own_parent", { id: ID, parent_id: ID }, { id: ID }],
  ["finance.entry_draft", "draft_content", { content: [] }, { content: {} }],
  ["finance.entry_draft", "posted_draft_has_its_entry", { id: ID, state: "posted" }, { id: ID, state: "posted", entry_id: ID }],
  ["finance.exchange_rate", "rate_source", { source: "guess" }, { source: "ecb" }],
  [
    "finance.fiscal_year",
    "fiscal_year_closed_by_somebody",
    { state: "closed", closed_at: "2027-01-31T12:00:00Z" },
    { state: "closed", closed_at: "2027-01-31T12:00:00Z", closed_by: ID },
  ],
  ["finance.fiscal_year", "fiscal_year_state_known", { state: "soft_closed" }, { state: "closed" }],
  ["finance.invoice", "duplicate_reason_given", { duplicate_reason: "" }, { duplicate_reason: "Their number begins anew each year." }],
  ["finance.invoice", "instalments_have_due_dates", { due_dates: ["2026-03-31"] }, { due_dates: ["2026-03-31", "2026-04-30"] }],
  ["finance.invoice_line", "line_has_shares", { shares: [{}] }, { shares: [{}, {}] }],
  [
    "finance.invoice_line",
    "line_shares_add_up",
    { shares: [{ percent: "50" }, { percent: "49.999999" }] },
    { shares: [{ percent: "50" }, { percent: "50" }] },
  ],
  ["finance.invoice_line", "split_line_names_no_set", { shares: [{}, {}], dimension_id: ID }, { dimension_id: ID }],
  [
    "finance.journal_line",
    "line_can_be_negated",
    { amount: "-9223372036854775808", company_amount: 0 },
    { amount: -1, company_amount: -1 },
  ],
  ["finance.journal_line", "line_not_zero", { amount: 0, company_amount: 0 }, { amount: 0, company_amount: 1 }],
  ["finance.journal_line", "line_same_side", { amount: 5, company_amount: -5 }, { amount: -5, company_amount: 0 }],
  ["finance.open_item", "line_never_over_allocated", { amount_minor: 5, open_minor: 6 }, { amount_minor: -5, open_minor: -5 }],
  [
    "finance.open_item",
    "open_company_within_line",
    { company_minor: 5, open_company_minor: 1, open_minor: 0 },
    { company_minor: 5, open_company_minor: 0, open_minor: 0 },
  ],
  ["finance.payee_account", "payee_account_bic_shape", { bic: "DEUT" }, { bic: "DEUTDEFF" }],
  ["finance.payee_account", "payee_account_hint_hides", { hint: "DE02120300000000202051" }, { hint: "DE…2051" }],
  ["finance.payee_account", "payee_account_holder_written", { holder: "" }, { holder: "Paper Mill" }],
  ["finance.payee_account", "payee_account_kind", { kind: "cash" }, { kind: "iban" }],
  [
    "finance.payment",
    "only_money_out_has_a_payee_account",
    { direction: "in", payee_account_id: ID },
    { direction: "out", payee_account_id: ID },
  ],
  ["finance.payment_term", "payment_term_discounts", { discounts: [{}, {}, {}, {}] }, { discounts: [] }],
  ["finance.payment_term", "payment_term_parts", { parts: [] }, { parts: [{}] }],
  ["finance.period", "closed_is_remembered", { ...open, ever_closed: false, bank_state: "closed" }, { ...open, ever_closed: false }],
  ["finance.period", "period_state_known", { ...open, payroll_state: "ajar" }, { ...open, state: "soft_closed" }],
  ["finance.tax_box_term", "box_not_of_itself", { box_id: ID, of_box_id: ID }, { box_id: ID }],
  ["finance.tax_box_term", "term_of_a_tax_or_a_box", { tax_code_id: ID, of_box_id: ID }, { of_box_id: ID }],
  ["finance.tax_code", "exemption_reason_length", { exemption_reason: "" }, { exemption_reason: "Article 44" }],
  [
    "finance.tax_code",
    "only_an_added_tax_is_included",
    { treatment: "withholding", included: true },
    { treatment: "standard", included: true },
  ],
  [
    "finance.tax_code",
    "only_what_is_untaxed_is_exempt",
    { category: "S", exemption_code: "VATEX-EU-AE" },
    { category: "AE", exemption_code: "VATEX-EU-AE" },
  ],
  ["finance.tax_code", "pending_account_differs", { account_id: ID, pending_account_id: ID }, { account_id: ID }],
  ["finance.tax_code", "pending_tax_has_an_account", { recognised_on: "payment" }, { recognised_on: "payment", pending_account_id: ID }],
  ["finance.tax_code", "reverse_charge_accounts_differ", { account_id: ID, reverse_account_id: ID }, { account_id: ID }],
  [
    "finance.tax_code",
    "reverse_charge_has_both_accounts",
    { treatment: "reverse_charge" },
    { treatment: "reverse_charge", reverse_account_id: ID },
  ],
  [
    "finance.tax_code",
    "reverse_charge_is_due_at_once",
    { treatment: "reverse_charge", recognised_on: "payment" },
    { treatment: "reverse_charge", recognised_on: "document" },
  ],
  ["finance.tax_code", "tax_category", { category: "X" }, { category: "K" }],
  ["finance.tax_code", "tax_recognised_on", { recognised_on: "delivery" }, { recognised_on: "payment" }],
  ["finance.tax_code", "tax_treatment", { treatment: "none" }, { treatment: "withholding" }],
  ["finance.tax_rate", "deductible_share", { deductible_percent: 101 }, { deductible_percent: 50 }],
  [
    "finance.tax_result",
    "base_alone_has_no_tax",
    { base_only: true, tax: 1, company_tax: 0, company_deductible: 0 },
    { base_only: false, tax: 1 },
  ],
  ["finance.tax_result", "deductible_within_tax", { deductible: -6, tax: 5 }, { deductible: -5, tax: -5 }],
  [
    "finance.tax_result",
    "result_can_be_negated",
    { base: "-9223372036854775808", tax: 0, company_base: 0, company_tax: 0 },
    { base: 1, tax: 0, company_base: 1, company_tax: 0 },
  ],
  ["shared.approval", "approval_amount_in_a_currency", { amount_minor: 5 }, { amount_minor: 5, currency: "EUR" }],
  [
    "shared.approval",
    "approval_by_another_person",
    { state: "approved", decided_by: ID, requested_person: ID },
    { state: "approved", decided_by: OTHER, requested_person: ID },
  ],
  [
    "shared.approval",
    "approval_decided_by_somebody",
    { state: "rejected", decided_at: "2026-03-31T12:00:00Z" },
    { state: "rejected", decided_at: "2026-03-31T12:00:00Z", decided_by: ID },
  ],
  ["shared.approval", "approval_of_whole_subject", { subject_type: "entry" }, { subject_type: "entry", subject_id: ID }],
  ["shared.approval", "approval_rejected_for_a_reason", { state: "rejected" }, { state: "rejected", reason: "Too dear" }],
  [
    "shared.approval",
    "approval_withdrawn_by_asker",
    { state: "withdrawn", decided_by: OTHER, requested_person: ID },
    { state: "withdrawn", decided_by: ID, requested_person: ID },
  ],
  ["shared.attachment", "attachment_hash", { bytes: "\\x00", sha256: "\\x00" }, {}],
  ["shared.attachment", "attachment_size", { bytes: "\\x00", size: 2 }, { bytes: "\\x00", size: 1 }],
  ["shared.attachment", "attachment_subject", { subject_type: "Journal Entry" }, { subject_type: "entry" }],
];

test.each(cases)("%s keeps %s", async (table, constraint, refused, accepted) => {
  expect(await verdict(table, constraint, refused)).toBe(false);
  expect(await verdict(table, constraint, accepted)).not.toBe(false);
});
