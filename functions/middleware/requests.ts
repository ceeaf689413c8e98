import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Env } from "#functions/env.ts";
import { plainProblem } from "#functions/problem.ts";

const BODY_BYTES = 5 * 1024 * 1024;
const ID = /^[A-Za-z0-9._:-]{1,128}$/;

/** Takes the caller's `X-Request-Id` when it is a sane one, and always answers with it. */
export const requestId =
  (newId: () => string): MiddlewareHandler<Env> =>
  async (c, next) => {
    const given = c.req.header("x-request-id");
    const id = given !== undefined && ID.test(given) ? given : newId();
    c.set("requestId", id);
    c.header("X-Request-Id", id);
    await next();
  };

const noNull = (c: Context<Env>) => plainProblem(c, 422, "null_character", "Text must not contain the null character.");

/** Postgres text cannot hold it and no path or query has a use for it. */
export const nullFreePaths: MiddlewareHandler<Env> = async (c, next) => (c.req.url.includes("%00") ? noNull(c) : next());

/** JSON in, except where a route takes files; another media type is 415. */
export const jsonBodies: MiddlewareHandler<Env> = async (c, next) => {
  const { method } = c.req;
  if (method !== "POST" && method !== "PUT" && method !== "PATCH") return next();
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === undefined) {
    const empty = (c.req.header("content-length") ?? "0") === "0" && c.req.header("transfer-encoding") === undefined;
    return empty ? next() : plainProblem(c, 415, "media_type", "Send the body as application/json.");
  }
  if (type.startsWith("multipart/") || type === "text/csv" || type === "application/octet-stream" || type.startsWith("image/"))
    return next();
  if (type !== "application/json") return plainProblem(c, 415, "media_type", "Send the body as application/json.");
  // Postgres text cannot hold it and no field has a use for it.
  if ((await c.req.text()).includes("\\u0000")) return noNull(c);
  return next();
};

export const limitedBodies: MiddlewareHandler<Env> = bodyLimit({
  maxSize: BODY_BYTES,
  onError: (c) => plainProblem(c, 413, "too_large", `A request has at most ${BODY_BYTES / 1024 / 1024} MB.`),
});
