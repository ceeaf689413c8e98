import type { Actor } from "./context.ts";

/** Who acts when no person does: jobs, imports, the first start. Nobody signs in as it; the audit trail shows it as the system. */
export const SYSTEM_ACTOR_ID = "00000000-0000-7000-8000-000000000001";

/** The system in a company, allowed everything. */
export const systemActor = (companyId: string): Actor => ({
  kind: "system",
  id: SYSTEM_ACTOR_ID,
  name: "System",
  companyId,
  grants: { has: () => true },
});
