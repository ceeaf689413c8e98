import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import { addDays } from "#core/kernel/dates.ts";
import { type CloseSpan, declareCloseCheck, WARNS } from "./close-check.ts";
import { address, noneOf } from "./findings.ts";

const countOf = async (db: Db, counted: ReturnType<typeof sql<{ count: bigint }>>): Promise<number> =>
  Number((await counted.execute(db)).rows[0]?.count ?? 0);

declareCloseCheck({
  code: "sealed",
  title: "Every entry has its number and seal",
  figures: { expected: "Expected", actual: "Not sealed yet" },
  modules: [],
  effects: WARNS,
  find: async (db, { companyId, from, to }) => {
    const count = await countOf(
      db,
      sql`select count(*) as count from finance.unsealed_entry u where u.company_id = ${companyId} and u.effective_on between ${from}::date and ${to}::date`,
    );
    return [noneOf("", count, address("/finance/entries", { from, to }))];
  },
});

declareCloseCheck({
  code: "entry_drafts",
  title: "No draft entry is dated in the period",
  figures: { expected: "Expected", actual: "Drafts" },
  modules: [],
  effects: WARNS,
  find: async (db, { companyId, from, to }) => {
    const count = await countOf(
      db,
      sql`select count(*) as count from finance.entry_draft d where d.company_id = ${companyId} and d.state = 'draft' and d.effective_on between ${from}::date and ${to}::date`,
    );
    return [noneOf("", count, "/finance/entry-drafts")];
  },
});

/** Drafts have no day of issue yet, so it counts when they were written: by the end of the period. */
const draftsOf = (db: Db, { companyId, to }: CloseSpan, kinds: readonly string[]) =>
  countOf(
    db,
    sql`select count(*) as count from finance.invoice i where i.company_id = ${companyId} and i.state = 'draft' and i.kind = any (${[...kinds]}::text[])
           and i.created_at < ${addDays(to, 1)}::date`,
  );

declareCloseCheck({
  code: "invoice_drafts",
  title: "No invoice or credit note waits to be issued",
  figures: { expected: "Expected", actual: "Drafts" },
  modules: ["sales"],
  effects: WARNS,
  find: async (db, span) => [
    noneOf("", await draftsOf(db, span, ["invoice", "credit_note"]), address("/finance/invoices", { state: "draft", kind: "invoice" })),
  ],
});

declareCloseCheck({
  code: "bill_drafts",
  title: "No bill or debit note waits to be posted",
  figures: { expected: "Expected", actual: "Drafts" },
  modules: ["purchase"],
  effects: WARNS,
  find: async (db, span) => [
    noneOf("", await draftsOf(db, span, ["bill", "debit_note"]), address("/finance/invoices", { state: "draft", kind: "bill" })),
  ],
});
