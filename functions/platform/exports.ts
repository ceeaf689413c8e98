import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { exportStream } from "#functions/export-stream.ts";
import { exportKinds } from "#functions/exports.ts";
import { problem, problems } from "#functions/problem.ts";
import { router } from "#functions/router.ts";

const file = { schema: z.string().meta({ format: "binary" }) };

const download = createRoute({
  operationId: "exportRows",
  method: "get",
  path: "/{kind}",
  tags: ["Exports"],
  summary: "Everything of a kind as CSV",
  description: `Kinds: ${exportKinds.map(({ name }) => name).join(", ")}. Each asks for the permission of its list.`,
  request: { params: z.object({ kind: z.string().max(50).meta({ example: "accounts" }) }) },
  responses: {
    200: { description: "The rows as CSV in UTF-8, with a byte order mark.", content: { "text/csv": file } },
    ...problems(400, 401, 403, 404, 409, 412, 422, 429),
  },
});

export const exports = router();
exports.openapi(download, async (c) => {
  const { kind: name } = c.req.valid("param");
  const stream = await exportStream(c.var.ctx, name);
  if (!stream.ok) return problem(c, stream.fault);
  const headers = { "content-type": "text/csv; charset=utf-8", "content-disposition": `attachment; filename="${name}.csv"` };
  return c.body(stream.value, 200, headers);
});
