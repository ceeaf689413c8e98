import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import { conflict, done, missing, refuse, stale } from "#core/kernel/fault.ts";
import { type Terms, termsOfParty } from "../payment-terms/schedule.ts";

/** A draft, and the version it is expected at. */
export type DraftTarget = Readonly<{ id: string; expectedVersion?: number | undefined }>;

/** The draft, locked, with its party and terms. Refuses what is issued, and a draft that has changed. */
export const lockDraft = async (tx: TxCtx, { id, expectedVersion }: DraftTarget) => {
  const draft = await tx.db
    .selectFrom("finance.invoice as i")
    .innerJoin("finance.party as p", (join) => join.onRef("p.companyId", "=", "i.companyId").onRef("p.id", "=", "i.partyId"))
    .selectAll("i")
    .select(["p.name as partyName", "p.paymentTermsDays as termsDays"])
    .select([sql<Terms | null>`coalesce(${sql.raw(termsOfParty("i"))}, ${sql.raw(termsOfParty("p"))})`.as("terms")])
    .where("i.companyId", "=", tx.actor.companyId)
    .where("i.id", "=", id)
    .forUpdate("i")
    .executeTakeFirst();
  if (!draft) return refuse(missing("invoice", id));
  if (expectedVersion !== undefined && expectedVersion !== draft.version) return refuse(stale("invoice", draft.version));
  if (draft.state !== "draft")
    return refuse(conflict("invoice.not_draft", `Only a draft can be changed; this is ${draft.state.replace("_", " ")}.`));
  return done(draft);
};
