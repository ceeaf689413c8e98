import { createRoute } from "@hono/zod-openapi";
import { PageOf } from "#core/kernel/page.ts";
import { AuditEntry, AuditFilter } from "#core/platform/audit/audit-record.ts";
import { listAudit } from "#core/platform/audit/list-audit.ts";
import { problems } from "#functions/problem.ts";
import { answerPage, json, router } from "#functions/router.ts";

const list = createRoute({
  operationId: "listAudit",
  method: "get",
  path: "/",
  tags: ["Audit"],
  summary: "List who did what to which, latest first",
  request: { query: AuditFilter },
  responses: { 200: json(PageOf(AuditEntry), "A page of audit records."), ...problems(400, 401, 403, 404, 409, 412, 422, 429) },
});

export const audit = router();
audit.openapi(list, async (c) => answerPage(c, await listAudit(c.var.ctx, c.req.valid("query"))));
