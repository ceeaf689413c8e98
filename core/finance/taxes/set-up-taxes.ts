import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import type { ChartName } from "../accounts/chart-templates.ts";
import { taxTemplates } from "./tax-templates.ts";

const rowsOf = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((row) => row.split("|"));

type Tax = Readonly<{ id: string; code: string; rate: string; more: Readonly<Record<string, string>> }>;

const insertTaxes = async (tx: TxCtx, companyId: string, text: string, accountOf: (code: string) => string): Promise<Tax[]> => {
  const rows = rowsOf(text).map(([code = "", name = "", usage = "", treatment = "", category = "", rate = "", account = "", rest = ""]) => {
    const more: Record<string, string> = Object.fromEntries(rest.split(" ").map((pair) => pair.split("=")));
    const columns = {
      ...{
        id: tx.newId(),
        companyId,
        code,
        name,
        kind: "percent",
        usage,
        treatment,
        category: category || null,
        accountId: accountOf(account),
      },
      ...{ exemptionCode: more.exempt ?? null, recognisedOn: more.pending ? "payment" : "document" },
      ...{
        reverseAccountId: more.reverse ? accountOf(more.reverse) : null,
        pendingAccountId: more.pending ? accountOf(more.pending) : null,
      },
    };
    return { columns, rate, more };
  });
  await tx.db
    .insertInto("finance.taxCode")
    .values(rows.map(({ columns }) => columns))
    .execute();
  return rows.map(({ columns: { id, code }, rate, more }) => ({ id, code, rate, more }));
};

const insertRates = (tx: TxCtx, companyId: string, taxes: readonly Tax[]) =>
  tx.db
    .insertInto("finance.taxRate")
    .values(
      taxes.map(({ id, rate, more }) => ({
        ...{
          id: tx.newId(),
          companyId,
          taxCodeId: id,
          rate,
          deductiblePercent: more.deductible ?? "100",
          valid: sql<string>`'[,)'::daterange`,
        },
      })),
    )
    .execute();

const insertClasses = async (tx: TxCtx, companyId: string, taxes: readonly Tax[]) => {
  const rows = taxes.flatMap(({ id, more }) => (more.class ? [{ companyId, taxClass: more.class, position: 1, taxCodeId: id }] : []));
  if (rows.length > 0) await tx.db.insertInto("finance.taxClassCode").values(rows).execute();
};

/** "+tax/output:STANDARD,REDUCED" or "-box:4": the taxes or the box that a term of a template names. */
const termsOf = (text: string) =>
  text
    .split(" ")
    .filter((term) => term !== "")
    .flatMap((term) => {
      const [what = "", names = ""] = term.slice(1).split(":");
      const [amount = "", part = ""] = what.split("/");
      return names.split(",").map((name) => ({ sign: term.startsWith("-") ? -1 : 1, amount, part, name }));
    });

const insertBoxes = async (tx: TxCtx, companyId: string, text: string, taxes: readonly Tax[]) => {
  const boxes = rowsOf(text).map(([returnCode = "", box = "", name = "", terms = ""], index) => ({
    columns: { id: tx.newId(), companyId, returnCode, box, name, position: index + 1 },
    terms: termsOf(terms),
  }));
  const taxOf = (code: string) => taxes.find((tax) => tax.code === code)?.id ?? `no tax ${code}`;
  const boxOf = (returnCode: string, box: string) =>
    boxes.find(({ columns }) => columns.returnCode === returnCode && columns.box === box)?.columns.id ?? `no box ${box}`;
  await tx.db
    .insertInto("finance.taxBox")
    .values(boxes.map(({ columns }) => columns))
    .execute();
  await tx.db
    .insertInto("finance.taxBoxTerm")
    .values(
      boxes.flatMap(({ columns, terms }) =>
        terms.map(({ sign, amount, part, name }) => ({
          ...{ id: tx.newId(), companyId, boxId: columns.id, sign },
          ...(amount === "box"
            ? { amount: null, part: null, taxCodeId: null, ofBoxId: boxOf(columns.returnCode, name) }
            : { amount, part, taxCodeId: taxOf(name), ofBoxId: null }),
        })),
      ),
    )
    .execute();
};

/** The usual taxes of the chart's country with their rates and classes of goods, and the boxes of its return. */
export const setUpTaxes = async (tx: TxCtx, companyId: string, chart: ChartName, accountOf: (code: string) => string): Promise<void> => {
  const template = taxTemplates[chart];
  const taxes = await insertTaxes(tx, companyId, template.taxes, accountOf);
  await insertRates(tx, companyId, taxes);
  await insertClasses(tx, companyId, taxes);
  await insertBoxes(tx, companyId, template.boxes, taxes);
};
