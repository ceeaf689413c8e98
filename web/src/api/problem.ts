/** What the API says when it refuses (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code: string;
  readonly requestId?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === "object" && value !== null && "title" in value && "status" in value && typeof value.status === "number";

/** An error to throw, so that queries and boundaries carry the problem. */
export const problemError = (problem: Problem) => Object.assign(new Error(problem.detail ?? problem.title), { problem });

/** The problem inside whatever was thrown; a failed connection is a problem too. */
export function problemOf(error: unknown): Problem {
  if (typeof error === "object" && error !== null && "problem" in error && isProblem(error.problem)) return error.problem;
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) {
    return { type: "/problems/unreachable", title: "unreachable", status: 0, code: "unreachable" };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return { type: "/problems/unexpected", title: "unexpected", status: 500, code: "unexpected", detail };
}

/** Reads the body of a refusal; a proxy's page of HTML becomes a problem as well. */
export function problemFrom(body: unknown, response: Response): Problem {
  if (isProblem(body)) return body;
  const requestId = response.headers.get("x-request-id");
  return {
    type: "about:blank",
    title: response.statusText || "Error",
    status: response.status,
    code: `http.${response.status}`,
    ...(requestId ? { requestId } : {}),
  };
}

/** `/lines/0/quantity` as the form names it: `lines.0.quantity`. */
export const fieldOf = (pointer: string): string =>
  pointer
    .replace(/^#?\/?(body\/)?/, "")
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join(".");
