import { problemError, problemFrom } from "./problem.ts";

interface Answered<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** The body of an answer; a refusal is thrown as the problem it is. */
export async function read<T>(request: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await request;
  if (!response.ok) throw problemError(problemFrom(error, response));
  return data as T;
}

/** Guards a change: it is refused when the record is no longer at the version that was read. */
export const ifMatch = (version: number) => ({ "If-Match": `"v${version}"` });
