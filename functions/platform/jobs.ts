import { createRoute } from "@hono/zod-openapi";
import { PageOf } from "#core/kernel/page.ts";
import { Job, JobFilter } from "#core/platform/jobs/job.ts";
import { getJob, listJobs } from "#core/platform/jobs/list-jobs.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerPage, idParam, json, router } from "#functions/router.ts";

const tags = ["Jobs"];
const list = createRoute({
  operationId: "listJobs",
  method: "get",
  path: "/",
  tags,
  summary: "List background jobs, newest first",
  request: { query: JobFilter },
  responses: { 200: json(PageOf(Job), "A page of jobs."), ...problems(400, 401, 403, 404, 409, 412, 422, 429) },
});
const read = createRoute({
  operationId: "getJob",
  method: "get",
  path: "/{id}",
  tags,
  summary: "Read a job and how far it is",
  request: { params: idParam() },
  responses: { 200: json(Job, "The job."), ...problems(400, 401, 403, 404, 409, 412, 422, 429) },
});

export const jobs = router();
jobs.openapi(list, async (c) => answerPage(c, await listJobs(c.var.ctx, c.req.valid("query"))));
jobs.openapi(read, async (c) => answer(c, await getJob(c.var.ctx, c.req.valid("param")), 200));
