import type { Actor, CompanyFacts, Ctx, DatabasePort, Db, RequestFacts } from "#core/kernel/context.ts";
import { SYSTEM_ACTOR_ID, systemActor } from "#core/kernel/system-actor.ts";

export { SYSTEM_ACTOR_ID };

const NO_COMPANY = "00000000-0000-0000-0000-000000000000";

/** What background work needs to act in a company: the ports of the program. */
export type SystemServices = Pick<Ctx, "database" | "clock" | "newId" | "metrics">;

/** Reads across companies, as the owner of the schema: only the worker has such a connection. */
export const readEverywhere = <T>(owner: DatabasePort, work: (db: Db) => Promise<T>): Promise<T> =>
  owner.read({ companyId: NO_COMPANY, actorId: SYSTEM_ACTOR_ID }, work);

/** One transaction across companies, as the owner of the schema. The background's own bookkeeping; what belongs to a company goes through commands. */
export const writeEverywhere = <T>(owner: DatabasePort, work: (db: Db) => Promise<T>): Promise<T> =>
  owner.transaction({ sql: "select true as open", parameters: [], proceed: () => true }, async (tx) => {
    const value = await work(tx.db);
    await tx.finish([], "commit");
    return value;
  });

const factsOf = (services: SystemServices, companyId: string): Promise<CompanyFacts | undefined> =>
  services.database.read({ companyId, actorId: SYSTEM_ACTOR_ID }, async (db) => {
    const company = await db
      .selectFrom("shared.company")
      .select(["baseCurrency", "timeZone", "country", "rounding"])
      .where("id", "=", companyId)
      .executeTakeFirst();
    const rules = await db.selectFrom("shared.approvalRule").select(["action", "aboveMinor"]).where("companyId", "=", companyId).execute();
    const approvals = Object.fromEntries(rules.map(({ action, aboveMinor }) => [action, aboveMinor === null ? null : String(aboveMinor)]));
    return company && ({ ...company, approvals } as CompanyFacts);
  });

export type SystemOptions = Readonly<{ request?: Partial<RequestFacts>; actor?: Partial<Actor> }>;

/** A context in which the system itself acts in a company, fenced like any other. */
export const systemContext = async (services: SystemServices, companyId: string, { request, actor }: SystemOptions = {}): Promise<Ctx> => {
  const company = await factsOf(services, companyId);
  if (!company) throw new Error(`There is no company ${companyId}.`);
  return {
    ...services,
    company,
    actor: { ...systemActor(companyId), ...actor },
    request: { id: services.newId(), dryRun: false, ...request },
    report: { replayed: false },
  };
};
