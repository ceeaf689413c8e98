import { sql } from "kysely";
import * as z from "zod";
import { command } from "#core/kernel/command.ts";
import { conflict, done, refuse } from "#core/kernel/fault.ts";
import { chartTemplates } from "./chart-templates.ts";
import { insertAccounts } from "./insert-accounts.ts";
import { newAccountOf } from "./read-template.ts";

export const HeadingsAdded = z
  .object({
    headings: z.number().int().describe("Headings that were not there."),
    placed: z.number().int().describe("Accounts that stood below no heading and now do."),
  })
  .meta({ id: "HeadingsAdded" });

type Known = { id: string; code: string; type: string; isGroup: boolean; parentId: string | null };

const noTemplate = conflict("account.no_template", "This company's chart did not start from a template that has headings.");

/**
 * Gives a chart that is still flat the headings of its template. What stands below a heading already stays there, and so does an account whose code or
 * type is not the template's. Run again it changes nothing.
 */
export const addHeadings = command("finance.account.write", async (tx, _: undefined) => {
  const company = tx.actor.companyId;
  const { rows: chosen } = await sql<{ chart: string | null }>`select chart from shared.company where id = ${company}`.execute(tx.db);
  const chart = chosen[0]?.chart ?? "";
  if (!Object.hasOwn(chartTemplates, chart)) return refuse(noTemplate);
  const template = chartTemplates[chart as keyof typeof chartTemplates].accounts;
  const { rows } = await sql<Known>`
    select id, code, type, is_group, parent_id from finance.account where company_id = ${company} order by code for no key update`.execute(
    tx.db,
  );
  const known = new Map(rows.map((account) => [account.code, account]));
  const headings = template.filter(({ isGroup }) => isGroup);
  const ids = new Map(headings.map(({ code }) => [code, known.get(code)?.id ?? tx.newId()]));
  const usable = (code: string | null) => code !== null && (known.get(code)?.isGroup ?? ids.has(code));
  const fresh = headings
    .filter(({ code }) => !known.has(code))
    .map((heading) => newAccountOf(usable(heading.parent) ? heading : { ...heading, parent: null }, (code) => ids.get(code) ?? ""));
  await insertAccounts(tx, fresh);
  const places = template.flatMap(({ code, type, isGroup, parent }) => {
    const account = known.get(code);
    if (isGroup || !account || account.parentId !== null || account.type !== type || !usable(parent)) return [];
    return [{ id: account.id, parentId: ids.get(parent ?? "") }];
  });
  await sql`
    update finance.account a set parent_id = p."parentId", version = a.version + 1
      from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as p (id uuid, "parentId" uuid)
     where a.company_id = ${company} and a.id = p.id`.execute(tx.db);
  const value = { headings: fresh.length, placed: places.length };
  tx.audit({ action: "account.headings", subjectType: "company", subjectId: company, after: value });
  for (const heading of fresh) tx.event({ type: "account.created", subject: heading.id, data: heading });
  return done(value);
});
