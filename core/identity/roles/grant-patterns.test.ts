import fc from "fast-check";
import { expect, test } from "vitest";
import type { Grant } from "#core/kernel/context.ts";
import { declarePermissions } from "#core/kernel/permissions.ts";
import { coversPattern, GRANT_PATTERN, grantsOf, isKnownPattern, permissionsHeld } from "./grant-patterns.ts";

declarePermissions({ "sales.pattern.read": "Read.", "sales.pattern.write": "Write.", "finance.pattern.read": "Read." });

test.each([
  ["*", "hr.payslip.read", true],
  ["sales.*", "sales.customer.create", true],
  ["sales.*", "finance.invoice.read", false],
  ["sales.customer.*", "sales.customer.create", true],
  ["sales.customer.*", "sales.order.create", false],
  ["*.*.read", "finance.invoice.read", true],
  ["*.*.read", "finance.invoice.issue", false],
  ["finance.*.read", "finance.invoice.read", true],
  ["finance.*.read", "sales.order.read", false],
  ["sales.customer.read", "sales.customer.read", true],
  ["sales.customer.read", "sales.customer.readall", false],
] as const)("%s and %s: %s", (pattern, grant, held) => {
  const grants = grantsOf([pattern]);
  expect([grants.has(grant), grants.has(grant)]).toEqual([held, held]);
});

test("nothing granted allows nothing", () => expect(grantsOf([]).has("sales.customer.read")).toBe(false));

test.each(["*", "sales.*", "*.*.read", "sales.price-list.*", "*.invoice.read"])("%s is a pattern", (pattern) =>
  expect(pattern).toMatch(GRANT_PATTERN),
);
test.each(["", "sales", "sales.", "sales.**", "sal*.x.y", "a.b", "a.b.c.d", "*.*.*.*", "Sales.*", "sales.x.y\n"])("%s is none", (pattern) =>
  expect(pattern).not.toMatch(GRANT_PATTERN),
);

test("a pattern is known when a permission matches it", () => {
  expect(["sales.pattern.*", "*.pattern.read", "*"].every(isKnownPattern)).toBe(true);
  expect(["sales.patern.*", "hr.pattern.read", "sales.pattern.delete"].some(isKnownPattern)).toBe(false);
});

test("one passes on only what one holds entirely", () => {
  const grants = grantsOf(["sales.*", "*.*.read"]);
  for (const held of ["sales.*", "sales.pattern.write", "finance.pattern.read", "*.*.read", "hr.*.read"])
    expect(coversPattern(grants, held)).toBe(true);
  for (const beyond of ["*", "finance.*", "*.*.write", "finance.pattern.write"]) expect(coversPattern(grants, beyond)).toBe(false);
  // Each of today's permissions is not everything: tomorrow's would come along.
  expect(coversPattern(grantsOf(["sales.pattern.read", "sales.pattern.write"]), "sales.pattern.*")).toBe(false);
});

test("what covers a pattern holds every grant of it", () => {
  const part = fc.constantFrom("a", "b", "*");
  const pattern = fc.tuple(part, part, part).map((parts) => parts.join("."));
  const grant = fc.tuple(...[1, 2, 3].map(() => fc.constantFrom("a", "b"))).map((parts) => parts.join(".") as Grant);
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 4 }), pattern, grant, (held, passedOn, wanted) => {
      const allows = grantsOf([passedOn]).has(wanted) && coversPattern(grantsOf(held), passedOn);
      return !allows || grantsOf(held).has(wanted);
    }),
  );
});

test("shows the permissions held, in order", () => {
  expect(permissionsHeld(grantsOf(["*.pattern.read"]))).toEqual(["finance.pattern.read", "sales.pattern.read"]);
});
