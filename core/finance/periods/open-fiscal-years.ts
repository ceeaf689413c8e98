import type { TxCtx } from "#core/kernel/context.ts";

export type FiscalYears = Readonly<{ companyId: string; startMonth: number; from: string; yearsBefore: number; yearsAfter: number }>;

const day = (year: number, month: number, date: number) => new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);

/** The calendar year in which the fiscal year around a date starts. */
export const fiscalYearOf = (date: string, startMonth: number) =>
  Number(date.slice(0, 4)) - (Number(date.slice(5, 7)) < startMonth ? 1 : 0);

/** Opens the fiscal years around a date, each of twelve monthly periods; those already there are left as they are. */
export const openFiscalYears = async (tx: TxCtx, { companyId, startMonth, from, yearsBefore, yearsAfter }: FiscalYears): Promise<void> => {
  const middle = fiscalYearOf(from, startMonth);
  const known = await tx.db.selectFrom("finance.fiscalYear").select("startsOn").where("companyId", "=", companyId).execute();
  const years = Array.from({ length: yearsBefore + yearsAfter + 1 }, (_, index) => middle - yearsBefore + index)
    .map((year) => ({
      id: tx.newId(),
      companyId,
      year,
      name: startMonth === 1 ? `${year}` : `${year}/${String((year + 1) % 100).padStart(2, "0")}`,
      startsOn: day(year, startMonth - 1, 1),
      endsOn: day(year + 1, startMonth - 1, 0),
    }))
    .filter((year) => !known.some(({ startsOn }) => startsOn === year.startsOn));
  if (years.length === 0) return;
  await tx.db
    .insertInto("finance.fiscalYear")
    .values(years.map(({ year: _, ...row }) => row))
    .execute();
  const periods = years.flatMap(({ id, year }) =>
    Array.from({ length: 12 }, (_, index) => {
      const startsOn = day(year, startMonth - 1 + index, 1);
      return {
        id: tx.newId(),
        companyId,
        fiscalYearId: id,
        name: startsOn.slice(0, 7),
        startsOn,
        endsOn: day(year, startMonth + index, 0),
      };
    }),
  );
  await tx.db.insertInto("finance.period").values(periods).execute();
};
