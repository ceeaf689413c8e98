import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { problemCodes, problemCodesText } from "../problem-codes.ts";
import { ROOT, readSourceFiles } from "./source-files.ts";

test("functions/docs/generated/problems.json lists what the code refuses with: else run `npm run openapi`", { timeout: 60_000 }, () => {
  expect(readFileSync(join(ROOT, "functions/docs/generated/problems.json"), "utf8") === problemCodesText(readSourceFiles())).toBe(true);
});

test("codes are found however they are written", () => {
  const text = `
    refuse(missing("price list", id));
    refuse(conflict("order.closed", \`This order is \${status}.\`));
    refuse({ kind: "throttled", code: "login.throttled", detail: "Wait." });
    plainProblem(c, 413, "too_large", "Too much.");
    conflict(code, "not known before it runs");`;

  expect(problemCodes([{ path: "core/sales/a.ts", text }])).toEqual({
    "login.throttled": { statuses: [429], details: ["Wait."] },
    "order.closed": { statuses: [409], details: ["This order is …."] },
    "price_list.missing": { statuses: [404], details: ["There is no price list …."] },
    too_large: { statuses: [413], details: ["Too much."] },
  });
  expect(problemCodes([{ path: "core/sales/a.test.ts", text }])).toEqual({});
});
