import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { OWN } from "#core/identity/sessions/sign-out.ts";
import { resetPassword } from "#core/identity/users/change-user.ts";
import { createUser } from "#core/identity/users/create-user.ts";
import type { Ctx, Grant } from "#core/kernel/context.ts";
import { declaredPermissions } from "#core/kernel/permissions.ts";
import "#functions/api.ts";
import type { Identity } from "#functions/identity.ts";

const ROOT = new URL("../", import.meta.url);
const GATE = /^export const (\w+) = (?:(?:command|query|singleQuery)\(\s*("[a-z_.]+"|[A-Z_]+),|(?:report|settledFirst|itemsOf\w*)\()/gm;
/** The one permission of all reports, whatever makes them. */
const REPORT = '"finance.report.read"';

/** Grants that a constant names: those that no role can hold, for the program gives them itself. */
const NAMED: Readonly<Record<string, Grant>> = { OWN };

const gates = globSync("core/**/*.ts", { cwd: ROOT, exclude: ["core/testing/**", "**/*.test.ts"] }).flatMap((file) =>
  [...readFileSync(new URL(file, ROOT), "utf8").matchAll(GATE)].map(([, name = "", said = REPORT]) => {
    const grant = said.replaceAll('"', "");
    return { file, name, grant, asks: NAMED[grant] ?? grant };
  }),
);

/** Somebody who may do nothing, whose database must never be asked. */
const nobody = (asked: Grant[]) => {
  const never = () => {
    throw new Error("The database was asked before the permission.");
  };
  const actor = { kind: "user", id: "", name: "Nobody", companyId: "", grants: { has: (grant: Grant) => asked.push(grant) < 0 } };
  return { actor, request: { id: "", dryRun: false }, database: { transaction: never, read: never } } as unknown as Ctx;
};

test("there are gates to try", () => expect(gates.length).toBeGreaterThan(100));

test.each(gates)("$name refuses who has not $grant, before anything is read", async ({ file, name, asks }) => {
  const module = (await import(new URL(file, ROOT).pathname)) as Record<string, (ctx: Ctx, input: unknown) => Promise<unknown>>;
  const asked: Grant[] = [];
  const outcome = await module[name]?.(nobody(asked), {});
  expect(outcome).toMatchObject({ ok: false, fault: { kind: "refused", code: "forbidden" } });
  expect(asked).toEqual([asks]);
});

test.each([...new Set(gates.filter(({ grant }) => !(grant in NAMED)).map(({ grant }) => grant))])("%s can be given to a role", (grant) => {
  expect(declaredPermissions().map((permission) => permission.grant)).toContain(grant);
});

test("nobody has a password hashed, which is slow on purpose, for what he may not do", async () => {
  const never = () => {
    throw new Error("Work was done before the permission was asked for.");
  };
  const services = {
    secrets: { random: never, digest: never },
    passwords: { hash: never, verify: never, inTurn: never },
  } as unknown as Identity;
  const user = { name: "Eve", email: "eve@example.com", roleIds: [] };

  for (const outcome of [await createUser(nobody([]), services, user), await resetPassword(nobody([]), services, "id")])
    expect(outcome).toMatchObject({ fault: { code: "forbidden", detail: expect.stringContaining("platform.user.write") } });
});
