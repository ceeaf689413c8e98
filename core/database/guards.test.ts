import { beforeAll, expect, test } from "vitest";
import { draftInvoice } from "#core/finance/invoices/draft-invoice.ts";
import { InvoiceInput } from "#core/finance/invoices/invoice.ts";
import { PaymentInput } from "#core/finance/payments/payment.ts";
import { recordPayment } from "#core/finance/payments/record-payment.ts";
import { deliverOrder } from "#core/sales/orders/deliver-order.ts";
import { OrderInput } from "#core/sales/orders/order.ts";
import { placeOrder } from "#core/sales/orders/place-order.ts";
import { databaseAs } from "#core/testing/books.ts";
import { aCompany, resultOf, type TestCompany } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";

/** A company with an open order, a delivered and invoiced one that is partly paid, and a draft of an invoice. */
let company: TestCompany;

beforeAll(async () => {
  company = await aCompany();
  const { customerId: partyId, productId } = await aShop(company);
  const order = (more: object) =>
    placeOrder(company.as(), OrderInput.parse({ customerId: partyId, lines: [{ productId, quantity: "5" }], ...more }));
  resultOf(await order({ confirm: true }));
  const { id, invoice } = resultOf(await order({ invoice: true }));
  resultOf(await deliverOrder(company.as(), { id }));
  // Nothing of this one is to be delivered.
  resultOf(await order({ lines: [{ kind: "service", description: "Assembly", quantity: "1", unitPrice: "20" }] }));
  const allocations = [{ invoiceId: invoice?.id, amount: "20.00" }];
  resultOf(await recordPayment(company.as(), PaymentInput.parse({ partyId, amount: "30.00", allocations })));
  const lines = [{ description: "Consulting", quantity: "3", unitPrice: "10" }];
  resultOf(await draftInvoice(company.as(), InvoiceInput.parse({ partyId, lines })));
});

const ofCompany = (statement: string) => statement.replaceAll("$own", "company_id = $company").replaceAll("$company", `'${company.id}'`);

/**
 * What the owner of the tables is refused, who passes all code and every policy; with `look`, what is there after the change.
 * `$own` stands for the rows of the company.
 */
const attempt = async (statement: string, look?: string) => {
  const client = await databaseAs("owner").connect();
  try {
    await client.query("begin");
    const { rowCount } = await client.query(ofCompany(statement));
    return look === undefined ? `changed ${rowCount} rows` : (await client.query(ofCompany(look))).rows;
  } catch (error) {
    const { constraint, message } = error as { constraint?: string; message: string };
    return constraint ?? message;
  } finally {
    await client.query("rollback");
    client.release();
  }
};

test.each([
  ["not_over_delivered", "update sales.sales_order_line set delivered = quantity + 1 where $own"],
  ["not_over_invoiced", "update sales.sales_order_line set invoiced = quantity + 1 where $own"],
  ["not_over_returned", "update sales.sales_order_line set returned = delivered + 1 where $own and delivered > 0"],
  ["order_line_quantity_positive", "update sales.sales_order_line set quantity = 0 where $own and delivered = 0"],
  ["reserved_not_negative", "update sales.stock_level set reserved = -1 where $own"],
  ["stock_never_below_zero", "update sales.stock_level set on_hand = reserved - 1 where $own"],
  ["invoice_not_over_allocated", "update finance.invoice set open_minor = total_minor + 1 where $own and state <> 'draft'"],
  ["open_company_within", "update finance.invoice set open_company_minor = company_minor + 1 where $own and state <> 'draft'"],
  ["state_follows_open", "update finance.invoice set state = 'paid' where $own and state = 'part_paid'"],
  ["invoice_sums", "update finance.invoice set total_minor = total_minor + 1 where $own and state = 'draft'"],
  ["numbered_once_issued", "update finance.invoice set number = 'X' where $own and state = 'draft'"],
  ["payment_not_over_allocated", "update finance.payment set unallocated_minor = amount_minor + 1 where $own"],
  ["payment_not_over_allocated", "update finance.payment set unallocated_minor = -1 where $own"],
  ["line_never_over_allocated", "update finance.open_item set open_minor = amount_minor * 2 where $own"],
  ["line_never_over_allocated", "update finance.open_item set open_minor = -sign(amount_minor) where $own"],
  ["open_company_within_line", "update finance.open_item set open_company_minor = company_minor * 2 where $own"],
  ["open_item_is_its_line", "update finance.open_item set amount_minor = amount_minor * 2 where $own"],
  ["append_only", "delete from finance.open_item where $own"],
  [
    "rate_positive",
    "insert into finance.exchange_rate (id, company_id, currency, rate, valid_on) select gen_random_uuid(), id, 'EUR', 0, '2026-03-31' from shared.company where id = $company",
  ],
  [
    "fiscal_years_do_not_overlap",
    `insert into finance.fiscal_year (id, company_id, name, starts_on, ends_on)
     select gen_random_uuid(), company_id, 'Overlap', starts_on + 1, ends_on from finance.fiscal_year where $own limit 1`,
  ],
  ["fiscal_year_keeps_its_days", "update finance.fiscal_year set ends_on = ends_on + 1 where $own"],
  [
    "closed_year_of_closed_periods",
    "update finance.fiscal_year set state = 'closed', closed_at = now(), closed_by = gen_random_uuid() where $own",
  ],
  [
    "periods_do_not_overlap",
    `insert into finance.period select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'starts_on', starts_on + 1))).*
       from finance.period p where $own limit 1`,
  ],
  [
    "category_not_its_own_parent",
    "insert into sales.category (id, company_id, code, name, parent_id) values ('00000000-0000-7000-8000-000000000001', $company, 'X', 'X', '00000000-0000-7000-8000-000000000001')",
  ],
  [
    "prices_do_not_overlap",
    "insert into sales.price select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid()))).* from sales.price r where $own limit 1",
  ],
  [
    "tax_rates_do_not_overlap",
    "insert into finance.tax_rate select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid()))).* from finance.tax_rate r where $own limit 1",
  ],
  [
    "deductible_on_purchases",
    `insert into finance.tax_rate select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'deductible_percent', 50))).*
       from finance.tax_rate r where r.$own and r.tax_code_id in (select t.id from finance.tax_code t where t.$own and t.usage <> 'purchase') limit 1`,
  ],
  [
    "user_password_argon2id",
    `insert into shared."user" (id, email, name, password_hash) values (gen_random_uuid(), 'guard@example.com', 'X', 'md5$00')`,
  ],
  ["user_signs_in_with_email", `insert into shared."user" (id, name, password_hash) values (gen_random_uuid(), 'X', '$argon2id$v=19$m=1')`],
  ["system_role_without_grants", "update shared.role set grants = '{sales.*}' where $own and system is not null"],
  [
    "session_ended_for_a_reason",
    `insert into shared.session (id, user_id, company_id, started_at, expires_at, ended_at)
     values (gen_random_uuid(), gen_random_uuid(), $company, now(), now(), now())`,
  ],
  [
    "refresh_token_used_with_successor",
    "insert into shared.refresh_token (hash, session_id, expires_at, used_at) values ('x', gen_random_uuid(), now(), now())",
  ],
  [
    "disabled_for_a_reason",
    `insert into shared.webhook (id, company_id, url, events, state) values (gen_random_uuid(), $company, 'https://example.com', '{order.*}', 'disabled')`,
  ],
  ["unknown kind loose", "call shared.fence('finance.invoice', 'loose')"],
])("%s: %s", async (constraint, statement) => {
  expect(await attempt(statement)).toBe(constraint);
});

const withAnEntry = `entry_id = (select o.entry_id from finance.invoice o where o.$own and o.entry_id is not null order by o.id limit 1)`;
const numbered = "state = 'issued', number = 'X', issued_on = '2026-03-31'";
const issued = `${numbered}, open_minor = total_minor + 1, net_minor = net_minor + 1, total_minor = total_minor + 1, ${withAnEntry}`;
const another = `insert into finance.invoice select (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'number', 'X'))).* from finance.invoice i where $own`;

const atAccount = (code: string) => `(select a.id from finance.account a where a.$own and a.code = '${code}')`;
const firstOf = (table: string) => `(select r.id from finance.${table} r where r.$own order by r.id limit 1)`;

test.each([
  ["a payment method", (account: string) => `update finance.payment_method set account_id = ${account} where $own`],
  ["a tax", (account: string) => `update finance.tax_code set account_id = ${account} where $own`],
  [
    "a bank account",
    (account: string) =>
      `insert into finance.bank_account (id, company_id, code, name, currency, account_number, account_id, journal_id, method_id, opening_on)
       values (gen_random_uuid(), $company, 'X', 'X', 'GBP', '1', ${account}, ${firstOf("journal")}, ${firstOf("payment_method")}, '2026-01-01')`,
  ],
])("%s goes to an account that is posted to, and to no control account", async (_, naming) => {
  expect(await attempt(naming(atAccount("1")))).toBe("account_to_post_to");
  expect(await attempt(naming(atAccount("1100")))).toBe("account_is_no_control");
});

test("an invoice that is not the sum of its lines is neither issued nor added", async () => {
  expect(await attempt(`update finance.invoice i set ${issued} where i.$own and state = 'draft'`)).toBe("invoice_is_the_sum_of_its_lines");
  expect(await attempt(`${another} and state <> 'draft'`)).toBe("invoice_is_the_sum_of_its_lines");
});

test("an invoice that its control lines do not add up to is not issued, and no line opens twice", async () => {
  const issue = (entry: string) =>
    `update finance.invoice i set ${numbered}, open_minor = total_minor, ${entry} where i.$own and state = 'draft'`;
  expect(await attempt(issue(withAnEntry))).toBe("open_item_pkey");
  const bare = "alter table finance.journal_entry disable trigger user;";
  const unopened = `insert into finance.journal_entry (id, company_id, journal_id, effective_on, description, posted_by, cluster_id)
    select '00000000-0000-7000-8000-000000000002', company_id, journal_id, effective_on, 'x', posted_by, cluster_id from finance.journal_entry where $own limit 1;`;
  expect(await attempt(`${bare} ${unopened} ${issue("entry_id = '00000000-0000-7000-8000-000000000002'")}`)).toBe(
    "document_is_its_open_items",
  );
});

test.each([
  ["finance.allocation"],
  ["finance.bank_file"],
  ["finance.bank_line"],
  ["finance.bank_match"],
  ["finance.close_proof"],
  ["finance.dimension_set"],
  ["finance.dimension_set_member"],
  ["finance.journal_entry"],
  ["finance.journal_line"],
  ["finance.late_entry"],
  ["finance.payee_account"],
  ["finance.period_event"],
  ["finance.revaluation"],
  ["finance.seal"],
  ["finance.tax_result"],
  ["sales.stock_move"],
  ["shared.package_key", "id"],
])("%s is only added to", async (table, column = "company_id") => {
  // Whatever the rows: the statement itself is refused.
  for (const statement of [`update ${table} set ${column} = ${column} where false`, `delete from ${table} where false`])
    expect(await attempt(statement)).toBe("append_only");
});

test("what is delivered and invoiced of an order is kept with it, whoever changes its lines", async () => {
  const { rows } = await databaseAs("owner").query(
    "select string_agg(delivery_state || ' ' || invoice_state, ', ' order by number) as states from sales.sales_order where company_id = $1",
    [company.id],
  );

  expect(rows).toEqual([{ states: "none none, full full, full none" }]);

  // A line more on the finished order reopens it.
  const more = `insert into sales.sales_order_line select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'position', 99, 'delivered', 0, 'invoiced', 0))).*
    from sales.sales_order_line l where $own and delivered > 0`;
  expect(
    await attempt(
      more,
      "select delivery_state, invoice_state from sales.sales_order where $own and number = (select max(number) from sales.sales_order where $own and delivery_state = 'partial')",
    ),
  ).toEqual([{ delivery_state: "partial", invoice_state: "partial" }]);
});
