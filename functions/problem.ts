import type { Context } from "hono";
import * as z from "zod";
import type { Fault, FaultKind } from "#core/kernel/fault.ts";
import type { Env } from "./env.ts";

const statusOf = {
  invalid: 422,
  missing: 404,
  conflict: 409,
  refused: 403,
  stale: 412,
  unauthenticated: 401,
  throttled: 429,
} as const satisfies Record<FaultKind, number>;
export type StatusOf<F extends Fault> = (typeof statusOf)[F["kind"]];

/** RFC 9457 problem details; `errors` holds RFC 6901 pointers into the request. */
export const ProblemBody = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: "Problem" });
export type ProblemBody = z.infer<typeof ProblemBody>;

/** `order.not_enough` reads "Order not enough". */
export const titleOf = (code: string): string => `${code.charAt(0).toUpperCase()}${code.slice(1).replaceAll(/[._]/g, " ")}`;

export const problemBody = (
  requestId: string,
  status: number,
  { code, detail, errors }: Pick<Fault, "code" | "detail" | "errors">,
): ProblemBody => ({
  type: `/problems/${code}`,
  title: titleOf(code),
  status,
  detail,
  code,
  requestId,
  ...(errors ? { errors: errors.map((error) => ({ ...error })) } : {}),
});

const headersOf = (fault: Pick<Fault, "retryAfterSeconds">) => ({
  "content-type": "application/problem+json",
  ...(fault.retryAfterSeconds === undefined
    ? {}
    : { "retry-after": String(fault.retryAfterSeconds), ratelimit: `"default";r=0;t=${fault.retryAfterSeconds}` }),
});

/** The one place where a refusal becomes HTTP. The status follows from the fault's kind, in the types too. */
export const problem = <F extends Fault>(c: Context<Env>, fault: F) => {
  const status = statusOf[fault.kind] as StatusOf<F>;
  return c.json(problemBody(c.var.requestId, status, fault), status, headersOf(fault));
};

/** Refusals that come before a command: unreadable requests, wrong content types, bodies too large, unknown paths. */
export const plainProblem = (
  c: Context<Env>,
  status: 400 | 404 | 405 | 413 | 415 | 422 | 500 | 503,
  code: string,
  detail: string,
  errors?: Fault["errors"],
) =>
  c.json(problemBody(c.var.requestId, status, { code, detail, ...(errors ? { errors } : {}) }), status, {
    "content-type": "application/problem+json",
  });

/** Every status of a refusal, in the words of the OpenAPI document. */
export const PROBLEM_STATUSES = {
  400: "The request cannot be read.",
  401: "Not signed in, or the token is no longer valid.",
  403: "Signed in, but without the permission this needs.",
  404: "Not there, or not yours.",
  409: "In conflict with the present state.",
  412: "Changed since it was read.",
  413: "The request is too large.",
  415: "Not a media type this accepts.",
  422: "Readable, but not acceptable; `errors` points at the fields.",
  429: "Too many requests; see Retry-After.",
} as const;
type ProblemStatus = keyof typeof PROBLEM_STATUSES;

/** The OpenAPI responses of refusals. A route that forgets a status its command can refuse with does not compile. */
export const problems = <const S extends readonly ProblemStatus[]>(...statuses: S) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: PROBLEM_STATUSES[status], content: { "application/problem+json": { schema: ProblemBody } } },
    ]),
  ) as {
    [K in S[number]]: { description: string; content: { "application/problem+json": { schema: typeof ProblemBody } } };
  };
