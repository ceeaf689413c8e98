import { expect, test } from "vitest";
import { fieldOf, problemError, problemFrom, problemOf } from "./problem.ts";

const refused = { type: "/problems/x", title: "X", status: 409, code: "x", detail: "Not now." };

test("a problem survives being thrown", () => {
  expect(problemOf(problemError(refused))).toEqual(refused);
  expect(problemError(refused).message).toBe("Not now.");
});

test("a lost connection and a bug are problems too", () => {
  expect(problemOf(new TypeError("Failed to fetch")).code).toBe("unreachable");
  expect(problemOf(new Error("Oops"))).toMatchObject({ status: 500, detail: "Oops" });
});

test("a proxy's page becomes a problem that keeps the request's id", () => {
  const answer = new Response("<h1>Bad gateway</h1>", { status: 502, statusText: "Bad Gateway", headers: { "x-request-id": "r1" } });
  expect(problemFrom(undefined, answer)).toMatchObject({ status: 502, title: "Bad Gateway", requestId: "r1" });
});

test("a pointer names the field of the form", () => {
  expect(["/lines/0/quantity", "#/name", "/a~1b/c~0d"].map(fieldOf)).toEqual(["lines.0.quantity", "name", "a/b.c~d"]);
});
