import * as z from "zod";
import { command } from "#core/kernel/command.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";

onConstraint("catalog_slug_once", conflict("catalogue.name_taken", "Another company has this name for its catalogue."));

/** The name in the public catalogue's address; null takes it off the public's sight when there are other companies. */
export const CatalogueAddress = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, "Write small letters, digits and hyphens, like northwind-traders.")
      .nullable(),
  })
  .meta({ id: "CatalogueAddress" });
export type CatalogueAddress = z.infer<typeof CatalogueAddress>;

export const getCatalogueAddress = query("sales.product.read", async ({ db, actor }, _: object) => {
  const row = await db.selectFrom("shared.company").select("catalogSlug").where("id", "=", actor.companyId).executeTakeFirstOrThrow();
  return done<CatalogueAddress>({ name: row.catalogSlug });
});

/** Names the company's public catalogue. Names are unique among all companies of the installation. */
export const setCatalogueAddress = command("sales.product.write", async (tx, { name }: CatalogueAddress) => {
  const { companyId } = tx.actor;
  const before = await tx.db
    .selectFrom("shared.company")
    .select("catalogSlug")
    .where("id", "=", companyId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  await tx.db
    .updateTable("shared.company")
    .set((company) => ({ catalogSlug: name, version: company("version", "+", 1) }))
    .where("id", "=", companyId)
    .execute();
  tx.audit({
    action: "catalogue.name",
    subjectType: "company",
    subjectId: companyId,
    before: { name: before.catalogSlug },
    after: { name },
  });
  tx.event({ type: "catalogue.named", subject: companyId, data: { name } });
  return done<CatalogueAddress>({ name });
});
