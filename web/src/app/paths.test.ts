import { expect, test } from "vitest";
import { paths, safeNext, withQuery } from "./paths.ts";

test("after signing in one is led back inside the app, and nowhere else", () => {
  expect(safeNext("/sales/orders?status=draft")).toBe("/sales/orders?status=draft");
  for (const elsewhere of ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/sign-in?next=/", null]) {
    expect(safeNext(elsewhere)).toBe(paths.dashboard());
  }
});

test("an address carries the filters that are set", () => {
  expect(withQuery("/a", { status: "draft", customerId: undefined })).toBe("/a?status=draft");
  expect(withQuery("/a", {})).toBe("/a");
  expect(paths.signIn("/sales/orders?q=a b")).toBe("/sign-in?next=%2Fsales%2Forders%3Fq%3Da%20b");
});
