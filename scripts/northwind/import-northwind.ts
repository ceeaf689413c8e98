import { fiscalYearOf, openFiscalYears } from "#core/finance/periods/open-fiscal-years.ts";
import { command } from "#core/kernel/command.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { done, type Outcome } from "#core/kernel/fault.ts";
import type { SourceRow } from "#core/platform/imports/group-rows.ts";
import { type ImportReport, type RefusedRow, runImport } from "#core/platform/imports/run-import.ts";
import { importKind } from "#functions/imports/kinds.ts";
import { type KindRows, northwindImports, northwindYears } from "./northwind-rows.ts";
import { readNorthwind } from "./read-northwind.ts";

export type NorthwindReport = Readonly<{ kind: string; report: ImportReport; refused: readonly RefusedRow[] }>;

/** Opens the fiscal years that a span of days falls in. */
const openYears = command("finance.period.write", async (tx, { first, last }: Readonly<{ first: string; last: string }>) => {
  const { fiscalYearStart: startMonth } = await tx.db
    .selectFrom("shared.company")
    .select("fiscalYearStart")
    .where("id", "=", tx.actor.companyId)
    .executeTakeFirstOrThrow();
  const yearsAfter = fiscalYearOf(last, startMonth) - fiscalYearOf(first, startMonth);
  await openFiscalYears(tx, { companyId: tx.actor.companyId, startMonth, from: first, yearsBefore: 0, yearsAfter });
  return done(null);
});

const importRows = async (ctx: Ctx, { kind: name, rows }: KindRows): Promise<Outcome<NorthwindReport>> => {
  const kind = importKind(name);
  if (!kind) throw new Error(`There is no import of ${name}.`);
  const refused: RefusedRow[] = [];
  async function* source(): AsyncGenerator<SourceRow> {
    for (const [at, row] of rows.entries()) {
      const cells = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ""));
      yield { line: at + 1, source: Object.values(row), cells };
    }
  }
  const report = await runImport(ctx, {
    kind,
    mode: "all",
    dryRun: false,
    rows: source,
    refuse: async (more) => void refused.push(...more),
  });
  return report.ok ? done({ kind: name, report: report.value, refused }) : report;
};

/** Loads Northwind whole: each table all or nothing, in order, and stops at the first that is refused. Loading it again changes nothing. */
export const importNorthwind = async (
  ctx: Ctx,
  folder: string,
  told: (report: NorthwindReport) => void = () => undefined,
): Promise<Outcome<readonly NorthwindReport[]>> => {
  const northwind = await readNorthwind(folder);
  const opened = await openYears(ctx, northwindYears(northwind));
  if (!opened.ok) return opened;
  const reports: NorthwindReport[] = [];
  for (const rows of northwindImports(northwind)) {
    const one = await importRows(ctx, rows);
    if (!one.ok) return one;
    told(one.value);
    reports.push(one.value);
    if (!one.value.report.stored) break;
  }
  return done(reports);
};
