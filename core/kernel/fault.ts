/** What a caller must look at: a refusal is returned, never thrown. The kind decides the HTTP status, the code is for programs. */
export type FaultKind = "invalid" | "missing" | "conflict" | "refused" | "stale" | "unauthenticated" | "throttled";

/** A place in the caller's input (RFC 6901 JSON pointer) and what is wrong there. */
export type InputError = Readonly<{ pointer: string; detail: string }>;

export type Fault<K extends FaultKind = FaultKind> = Readonly<{
  kind: K;
  code: string;
  detail: string;
  errors?: readonly InputError[];
  retryAfterSeconds?: number;
}>;

export type Done<T> = Readonly<{ ok: true; value: T }>;
export type Refusal<F extends Fault = Fault> = Readonly<{ ok: false; fault: F }>;
export type Outcome<T, F extends Fault = Fault> = Done<T> | Refusal<F>;

export const done = <T>(value: T): Done<T> => ({ ok: true, value });
export const refuse = <const F extends Fault>(fault: F): Refusal<F> => ({ ok: false, fault });

/** Input that parsed but cannot be accepted; `pointer` is the JSON pointer of the offending field. */
export const invalid = (code: string, detail: string, pointer?: string) =>
  ({
    kind: "invalid",
    code,
    detail,
    ...(pointer === undefined ? {} : { errors: [{ pointer, detail }] }),
  }) as const satisfies Fault<"invalid">;

/** "Not yours" answers exactly like "not there", so both use this. `noun` as in "customer". */
export const missing = (noun: string, id: string) =>
  ({
    kind: "missing",
    code: `${noun.replaceAll(" ", "_")}.missing`,
    detail: `There is no ${noun} ${id}.`,
  }) as const satisfies Fault<"missing">;

export const conflict = (code: string, detail: string) => ({ kind: "conflict", code, detail }) as const satisfies Fault<"conflict">;

export const stale = (noun: string, version: number) =>
  ({
    kind: "stale",
    code: `${noun.replaceAll(" ", "_")}.stale`,
    detail: `This ${noun} has changed since you read it; it is at version ${version} now.`,
  }) as const satisfies Fault<"stale">;

export const forbidden = (grant: string) =>
  ({ kind: "refused", code: "forbidden", detail: `This needs the permission ${grant}.` }) as const satisfies Fault<"refused">;
