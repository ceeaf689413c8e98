import { expect, test } from "vitest";
import { isRolledBack } from "./database-fault.ts";

const failed = (code: unknown) => isRolledBack(Object.assign(new Error("failed"), { code }));

test("what Postgres refused is rolled back; after a lost connection nobody knows", () => {
  for (const code of ["23505", "23514", "40001", "40P01", "55P03", "P0001", "0A000", "25006", "57014"])
    expect(failed(code), code).toBe(true);
  for (const code of ["08006", "57P01", "57P02", "58030", "XX000", "EPIPE", "EBUSY", "ECONNRESET", undefined, 23505])
    expect(failed(code), `${code}`).toBe(false);
  expect(isRolledBack(undefined)).toBe(false);
});
