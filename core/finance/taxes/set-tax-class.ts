import { command } from "#core/kernel/command.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, type InputError, refuse } from "#core/kernel/fault.ts";
import type { TaxClassBody, TaxClassInput } from "./tax.ts";

const changedMeanwhile = conflict("tax_class.changed", "Somebody else has just changed this class; look at it again.");
onConstraint("tax_class_code_pkey", changedMeanwhile);
onConstraint("tax_class_code_company_id_tax_class_tax_code_id_key", changedMeanwhile);

/** Says which taxes a class of goods bears, in order. Products name the class, so a new law needs no change to them. */
export const setTaxClass = command(
  "finance.tax.write",
  async (tx, { taxClass, input }: Readonly<{ taxClass: string; input: TaxClassInput }>) => {
    const companyId = tx.actor.companyId;
    const { taxCodeIds } = input;
    const found = await tx.db
      .selectFrom("finance.taxCode")
      .select(["id", "code", "name"])
      .where("companyId", "=", companyId)
      .where("id", "in", [...taxCodeIds, companyId])
      .orderBy("id")
      .forKeyShare()
      .execute();
    const errors = taxCodeIds.flatMap((id, index): InputError[] => {
      const pointer = `/taxCodeIds/${index}`;
      if (taxCodeIds.indexOf(id) < index) return [{ pointer, detail: "This tax is there twice." }];
      return found.some((tax) => tax.id === id) ? [] : [{ pointer, detail: `There is no tax ${id}.` }];
    });
    if (errors.length > 0) return refuse({ kind: "invalid", code: "tax_class.taxes", detail: "Not every tax can be borne.", errors });
    const deleted = await tx.db
      .deleteFrom("finance.taxClassCode")
      .where("companyId", "=", companyId)
      .where("taxClass", "=", taxClass)
      .returning("taxCodeId")
      .execute();
    if (taxCodeIds.length > 0) {
      await tx.db
        .insertInto("finance.taxClassCode")
        .values(taxCodeIds.map((taxCodeId, index) => ({ companyId, taxClass, position: index + 1, taxCodeId })))
        .execute();
    }
    const value: TaxClassBody = { taxClass, taxes: taxCodeIds.flatMap((id) => found.filter((tax) => tax.id === id)) };
    const before = { taxClass, taxCodeIds: deleted.map(({ taxCodeId }) => taxCodeId) };
    tx.audit({ action: "tax_class.set", subjectType: "tax_class", subjectId: taxClass, before, after: { taxClass, taxCodeIds } });
    tx.event({ type: "tax_class.set", subject: taxClass, data: value });
    return done(value);
  },
);
