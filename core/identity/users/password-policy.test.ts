import { expect, test } from "vitest";
import { passwordFault } from "./password-policy.ts";

const ada = { email: "ada.lovelace@example.com", names: ["Analytical Engines Ltd", "Ada Lovelace"] };
const isRefused = (password: string) => passwordFault(password, ada) !== undefined;

test.each([
  "short",
  "elevenchars",
  "Password1234",
  "P@ssw0rd!!!!",
  "passwordpassword",
  "qwertyuiop12",
  "Qwerty!!!!!!!!",
  "123456789012",
  "abcdefghijkl",
  "aaaaaaaaaaaaaaa",
  "abababababab",
  "WELCOME2026!",
  "Adalovelace1815",
  "ada.lovelace@example.com",
  "AnalyticalEnginesLtd!",
  "administrator",
  "changeme-2026",
])("%s is refused", (password) => expect(isRefused(password)).toBe(true));

test.each([
  "correct horse battery",
  "my password is long enough",
  "Ada likes number 7 trains",
  "summer rain on tin roofs",
  "🐘🦒🐊🦜 at the zoo",
  "x7$kQ2!vLp9#",
])("%s is good", (password) => expect(isRefused(password)).toBe(false));

test("the refusal points at the new password and never repeats it", () => {
  const fault = passwordFault("Password1234", ada);
  expect(fault).toMatchObject({ kind: "invalid", code: "password.weak", errors: [{ pointer: "/newPassword" }] });
  expect(JSON.stringify(fault)).not.toContain("Password1234");
});
