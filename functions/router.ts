import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import type { Done, Fault, Outcome } from "#core/kernel/fault.ts";
import { isPending, type PendingApproval } from "#core/platform/approvals/approval.ts";
import { sameTag } from "./entity-tags.ts";
import type { Env } from "./env.ts";
import { plainProblem, problem } from "./problem.ts";

const pointerOf = (path: readonly PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** A router whose bad input answers problem+json with a pointer to each field. */
export const router = () =>
  new OpenAPIHono<Env>({
    defaultHook: (result, c) => {
      if (result.success) return undefined;
      const errors = result.error.issues.slice(0, 100).map((issue) => ({
        pointer: issue.code === "unrecognized_keys" ? pointerOf([...issue.path, issue.keys[0] ?? ""]) : pointerOf(issue.path),
        detail: issue.message,
      }));
      return plainProblem(c, 422, "invalid", "The input is not acceptable.", errors);
    },
  });

/** A JSON response in the OpenAPI document. */
export const json = <S extends z.ZodType>(schema: S, description = "Done.") => ({
  description,
  content: { "application/json": { schema } },
});
/** A required JSON body. */
export const body = <S extends z.ZodType>(schema: S) => ({ required: true, content: { "application/json": { schema } } });
/** Of a 202 that is answered with an approval. */
export const WAITS = "It waits for the approval of a second person; nothing has happened yet.";
/** A JSON body that may be left out. */
export const optionalBody = <S extends z.ZodType>(schema: S) => ({ required: false, content: { "application/json": { schema } } });
/** The path of one document. */
export const idParam = () => z.object({ id: z.uuid() });

const entityTag = (value: unknown) => {
  const version = typeof value === "object" && value !== null && "version" in value ? value.version : undefined;
  return typeof version === "number" ? `"v${version}"` : undefined;
};

/**
 * The version a guarded write expects: of `If-Match: "v3"`, 3. Undefined when the caller does not guard; NaN, which matches no version,
 * when the tag is not one of ours.
 */
export const expectedVersion = (c: Context<Env>): number | undefined => {
  const header = c.req.header("if-match");
  if (header === undefined || header === "*") return undefined;
  return Number(/^(?:W\/)?"v(\d{1,9})"$/.exec(header)?.[1] ?? Number.NaN);
};

/**
 * Answers an outcome: the value with its ETag (304 when the caller has it), or the problem. A dry run adds `preview` with the journal entries and
 * events there would have been; a replay says so in a header.
 */
export const answer = <O extends Outcome<object>, S extends 200 | 201 | 202>(c: Context<Env>, outcome: O, status: S) => {
  const { ok, value, fault } = outcome as { ok: boolean; value: ValueOf<O>; fault: FaultOf<O> };
  if (!ok) return problem(c, fault);
  const { report } = c.var.ctx;
  if (report.replayed) c.header("Idempotency-Replayed", "true");
  if (report.preview) return c.json({ ...value, preview: report.preview }, status);
  const tag = entityTag(value);
  if (tag !== undefined) c.header("ETag", tag);
  if (tag !== undefined && c.req.method === "GET" && sameTag(c.req.header("if-none-match"), tag)) return c.body(null, 304) as never;
  return c.json(value, status);
};

/** As `answer`; what must wait for a second person answers 202 with its approval. */
export const answerOrWait = <O extends Outcome<object>, S extends 200 | 201>(c: Context<Env>, outcome: O, status: S) =>
  outcome.ok && isPending(outcome.value)
    ? answer(c, outcome as Extract<O, { ok: true }> & { value: PendingApproval }, 202)
    : answer(c, outcome as WithoutPending<O>, status);

type WithoutPending<O> = O extends { ok: true; value: infer T extends object } ? Done<Exclude<T, PendingApproval>> : O;
type ValueOf<O> = O extends { ok: true; value: infer T extends object } ? T : never;
type FaultOf<O> = O extends { ok: false; fault: infer F extends Fault } ? F : never;

/** Says where the next page is, if there is one. The rest of the query stays as it was asked. */
export const linkNext = (c: Context<Env>, next: string | undefined): void => {
  if (next === undefined) return;
  const address = c.req.url.slice(c.req.url.indexOf("/", "https://".length));
  const [path = ""] = address.split("?", 1);
  const query = address.slice(path.length + 1); // which may hold question marks itself
  const asked = query.split("&").filter((field) => field !== "" && !field.startsWith("after="));
  c.header("Link", `<${path}?${[...asked, `after=${encodeURIComponent(next)}`].join("&")}>; rel="next"`);
};

/** A list with its `Link: rel="next"`. */
export const answerPage = <O extends Outcome<{ next?: string | undefined }>>(c: Context<Env>, outcome: O) => {
  if (outcome.ok) linkNext(c, outcome.value.next);
  return answer(c, outcome, 200);
};
