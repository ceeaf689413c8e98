import { titleOf } from "#functions/problem.ts";
import { type Answer, type Header, type Method, type OpenApiDocument, type Operation, type Parameter, resolve } from "./document.ts";

const PARAMETERS = {
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    description: "Makes repeating this call safe: the effect happens once, the first answer comes again.",
    schema: { type: "string", minLength: 1, maxLength: 255 },
    example: "9f1c2b7e-order-1001",
  },
  Prefer: {
    name: "Prefer",
    in: "header",
    description: "`dry-run` changes nothing and answers what would have been.",
    schema: { type: "string", enum: ["dry-run"] },
  },
  IfMatch: {
    name: "If-Match",
    in: "header",
    description: "The `ETag` you read; refused with 412 when it has changed since.",
    schema: { type: "string" },
    example: '"v3"',
  },
  CompanyId: {
    name: "Company-Id",
    in: "header",
    description: "Which company, for someone who belongs to several.",
    schema: { type: "string", format: "uuid" },
  },
} as const satisfies Record<string, Parameter>;

const HEADERS = {
  ETag: { description: "The version of this, for `If-Match` and `If-None-Match`.", schema: { type: "string", examples: ['"v3"'] } },
  Link: { description: 'The next page: `<…?after=…>; rel="next"`. Absent on the last.', schema: { type: "string" } },
  IdempotencyReplayed: {
    description: "`true` when this is the first answer again.",
    schema: { type: "string", enum: ["true"] },
  },
  RetryAfter: { description: "Seconds to wait.", schema: { type: "integer" } },
  RateLimit: {
    description: "How many requests are left, and in how many seconds there are more.",
    schema: { type: "string", examples: ['"default";r=0;t=30'] },
  },
} as const satisfies Record<string, Header>;

const REFUSALS = {
  400: ["Unreadable", "unreadable", "The body is not JSON."],
  401: ["Unauthenticated", "not_signed_in", "Sign in first."],
  403: ["Forbidden", "forbidden", "This needs the permission sales.customer.write."],
  404: ["Missing", "customer.missing", "There is no customer 019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708."],
  409: ["Conflict", "customer.number_taken", "Another customer has this number."],
  412: ["Stale", "customer.stale", "This customer has changed since you read it; it is at version 4 now."],
  413: ["TooLarge", "too_large", "A request has at most 5 MB."],
  415: ["MediaType", "media_type", "Send the body as application/json."],
  422: ["Invalid", "invalid", "The input is not acceptable."],
  429: ["Throttled", "throttled", "Too many attempts. Try again in 30 seconds."],
} as const satisfies Record<number, readonly [name: string, code: string, detail: string]>;
type RefusalStatus = keyof typeof REFUSALS;
const isRefusal = (status: string): status is `${RefusalStatus}` => status in REFUSALS;

const refusalAnswer = (status: `${RefusalStatus}`, description: string): Answer => {
  const [, code, detail] = REFUSALS[status];
  const example = {
    type: `/problems/${code}`,
    title: titleOf(code),
    status: Number(status),
    detail,
    code,
    requestId: "019ab3c4-77aa-7c31-a5f0-2f1d0c9b8e7a",
    ...(status === "422" ? { errors: [{ pointer: "/name", detail: "Too small: expected string to have >=1 characters" }] } : {}),
  };
  return {
    description,
    ...(status === "429"
      ? { headers: { "Retry-After": { $ref: "#/components/headers/RetryAfter" }, RateLimit: { $ref: "#/components/headers/RateLimit" } } }
      : {}),
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" }, example } },
  };
};

const isPublic = (operation: Operation) => operation.security?.length === 0;

/** What the middleware in front of every route takes: which headers an operation has follows from its method alone. */
const parametersOf = (method: Method, operation: Operation): (keyof typeof PARAMETERS)[] => [
  ...(isPublic(operation) || method !== "post" ? [] : (["IdempotencyKey"] as const)),
  ...(isPublic(operation) || method === "get" ? [] : (["Prefer"] as const)),
  ...(method === "patch" || method === "put" ? (["IfMatch"] as const) : []),
  ...(isPublic(operation) ? [] : (["CompanyId"] as const)),
];

/** The refusals of that middleware, which routes do not declare. */
const refusalsOf = (operation: Operation): `${RefusalStatus}`[] => [
  ...(operation.requestBody ? (["400", "413", "415"] as const) : []),
  ...(isPublic(operation) ? [] : (["401", "429"] as const)),
];

const hasProperty = (document: OpenApiDocument, answer: Answer, name: string) => {
  const schema = answer.content?.["application/json"]?.schema;
  return schema !== undefined && name in (resolve(document, schema).properties ?? {});
};

const answerHeaders = (document: OpenApiDocument, method: Method, operation: Operation, answer: Answer) => {
  const names: Record<string, keyof typeof HEADERS> = {
    ...(hasProperty(document, answer, "version") ? { ETag: "ETag" } : {}),
    ...(hasProperty(document, answer, "items") && hasProperty(document, answer, "next") ? { Link: "Link" } : {}),
    ...(method === "post" && !isPublic(operation) ? { "Idempotency-Replayed": "IdempotencyReplayed" } : {}),
  };
  return Object.fromEntries(Object.entries(names).map(([name, component]) => [name, { $ref: `#/components/headers/${component}` }]));
};

const surroundOne = (document: OpenApiDocument, method: Method, operation: Operation): void => {
  const common = parametersOf(method, operation).map((name) => ({ $ref: `#/components/parameters/${name}` }));
  if (common.length > 0) operation.parameters = [...(operation.parameters ?? []), ...common];
  for (const status of refusalsOf(operation)) operation.responses[status] ??= { description: "" };
  for (const [status, response] of Object.entries(operation.responses)) {
    if (isRefusal(status)) {
      operation.responses[status] = { $ref: `#/components/responses/${REFUSALS[status][0]}` };
      continue;
    }
    const answer = resolve(document, response);
    const headers = answerHeaders(document, method, operation, answer);
    if (status.startsWith("2") && Object.keys(headers).length > 0) answer.headers = { ...headers, ...answer.headers };
  }
};

/** Adds to every operation what the middleware around it takes and answers, from this one place. */
export const surround = (
  document: OpenApiDocument,
  operations: readonly { method: Method; operation: Operation }[],
  descriptions: Readonly<Record<number, string>>,
): void => {
  const { components } = document;
  components.parameters = { ...components.parameters, ...PARAMETERS };
  components.headers = { ...components.headers, ...HEADERS };
  components.responses = Object.fromEntries(
    Object.entries(REFUSALS).map(([status, [name]]) => [
      name,
      refusalAnswer(status as `${RefusalStatus}`, descriptions[Number(status)] ?? ""),
    ]),
  );
  for (const { method, operation } of operations) surroundOne(document, method, operation);
};
