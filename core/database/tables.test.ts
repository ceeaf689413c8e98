import { expect, test } from "vitest";
import { databaseAs } from "#core/testing/books.ts";

type Table = Readonly<{ name: string; fenced: boolean; history: boolean; withoutHistory: string[]; policies: string[] }>;

/** Every table that holds rows of companies, and the companies themselves; partitions follow their parent. */
const tables = async (): Promise<readonly Table[]> => {
  const { rows } = await databaseAs("superuser").query<Table>(`
    select c.oid::regclass::text as name, relrowsecurity and relforcerowsecurity as fenced,
           exists (select from pg_trigger g where g.tgrelid = c.oid and g.tgenabled = 'O' and pg_get_triggerdef(g.oid)
             like '% AFTER DELETE OR UPDATE ON %FOR EACH ROW EXECUTE FUNCTION shared.keep_history()')
           or (select count(*) from pg_trigger g where g.tgrelid = c.oid and g.tgenabled = 'O' and translate(pg_get_triggerdef(g.oid), '()', '')
             like any (array['% AFTER UPDATE ON % REFERENCING OLD TABLE AS was NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION shared.keep_histories',
                             '% AFTER UPDATE OF % ON % FOR EACH ROW WHEN old.* IS DISTINCT FROM new.* EXECUTE FUNCTION shared.keep_history',
                             -- Or any of the columns that it is of.
                             (select format('%% AFTER UPDATE OF %% ON %% FOR EACH ROW WHEN %s EXECUTE FUNCTION shared.keep_history',
                                            string_agg(format('old.%1$I IS DISTINCT FROM new.%1$I', a.attname), ' OR ' order by a.attnum))
                                from pg_attribute a where a.attrelid = c.oid and a.attnum = any (g.tgattr)),
                             '% AFTER DELETE ON % REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION shared.keep_histories'])) = 2 as history,
           array(select format('%s.%s', c.oid::regclass, a.attname) from pg_attribute a
                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                    and exists (select from pg_trigger g where g.tgrelid = c.oid and g.tgname = 'keep_history_of_change')
                    and not exists (select from pg_trigger g where g.tgrelid = c.oid and g.tgname = 'keep_history_of_change' and a.attnum = any (g.tgattr))
                  order by 1) as "withoutHistory",
           array(select coalesce(p.qual, '') || ' / ' || coalesce(p.with_check, p.qual) from pg_policies p
                  where format('%I.%I', p.schemaname, p.tablename)::regclass = c.oid and 'enterprise_app' = any (p.roles)) as policies
      from pg_class c
     where c.relnamespace::regnamespace::text in ('shared', 'finance', 'sales', 'hr') and c.relkind in ('r', 'p') and not c.relispartition
       and (c.oid = 'shared.company'::regclass
         or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped))
     order by 1`);
  return rows;
};

const own = (column: string) => {
  const condition = `(${column} = ( SELECT shared.current_company() AS current_company))`;
  return [`${condition} / ${condition}`];
};

test("every table shows the application the rows of its company alone, and takes no others", async () => {
  const all = await tables();
  const expected = (name: string) => {
    if (name === "shared.session") return []; // only functions that act as their owner see sessions
    return own(name === "shared.company" ? "id" : "company_id");
  };

  expect(all.length).toBeGreaterThan(45);
  expect(all.filter(({ fenced }) => !fenced).map(({ name }) => name)).toEqual([]);
  expect(
    all.filter(({ name, policies }) => policies.join() !== expected(name).join()).map(({ name, policies }) => [name, policies]),
  ).toEqual([]);
});

/** Rows that never change, that tell of other rows, or whose every change is a row of its own elsewhere. */
const WITHOUT_HISTORY = [
  "finance.account_poster",
  ...["finance.allocation", "finance.journal_entry", "finance.journal_line", "finance.seal", "sales.delivery", "sales.delivery_line"],
  ...["finance.late_entry", "finance.period_event"],
  "finance.open_item",
  ...["sales.stock_move", "sales.stock_level", "finance.balance_day", "finance.balance_month", "finance.tax_class_code"],
  ...["finance.tax_result", "finance.revaluation", "finance.payee_account"],
  ...["finance.dimension_set", "finance.dimension_set_member"],
  ...["finance.bank_file", "finance.bank_line", "finance.bank_line_status", "finance.bank_match", "finance.party_bank_account"],
  // What a checklist said is only ever added.
  "finance.close_proof",
  ...["sales.product_image", "shared.membership_role", "shared.api_key", "shared.session", "shared.number_series"],
  ...[
    "shared.attachment",
    "shared.audit",
    "shared.row_history",
    "shared.import",
    "shared.import_refusal",
    "shared.idempotency_key",
    "shared.job",
    "shared.outbox",
    "shared.outbox_cursor",
  ],
  ...["webhook_attempt", "webhook_delivery", "webhook_failure", "webhook_lane", "webhook_secret"].map((name) => `shared.${name}`),
];

test("every row that people change keeps what it was", async () => {
  const without = (await tables()).filter(({ history }) => !history).map(({ name }) => name);

  expect(without).toEqual([...WITHOUT_HISTORY].sort());
});

test("columns without history are those that Postgres counts from rows that have it or never change", async () => {
  const columns = (await tables()).flatMap(({ withoutHistory }) => withoutHistory);

  expect(columns).toEqual([
    ...["delivery_state", "invoice_state", "version"].map((column) => `sales.sales_order.${column}`),
    ...["delivered", "invoiced", "reserved", "returned"].map((column) => `sales.sales_order_line.${column}`),
  ]);
});
