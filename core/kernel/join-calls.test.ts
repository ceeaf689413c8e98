import { expect, test } from "vitest";
import { callStatement, joinCalls } from "./join-calls.ts";

const plain = { sql: "update a set b = $1", parameters: [9] };

test("calls that follow each other become the columns of one statement, their parameters counted through", () => {
  const joined = joinCalls([
    callStatement("f($1::text, $2)", ["a", "b"]),
    callStatement("g()", []),
    callStatement("h($2, $1)", ["c", "d"]),
  ]);

  expect(joined).toEqual([{ sql: "select f($1::text, $2) as c0, g() as c1, h($4, $3) as c2", parameters: ["a", "b", "c", "d"] }]);
});

test("anything else stands by itself, and nothing changes places", () => {
  const [f, g] = [callStatement("f($1)", [1]), callStatement("g($1)", [2])];

  expect(joinCalls([f, plain, g, g]).map(({ sql }) => sql)).toEqual(["select f($1)", plain.sql, "select g($1) as c0, g($2) as c1"]);
  expect(joinCalls([plain, f])).toEqual([plain, f]);
  expect(joinCalls([])).toEqual([]);
});

test("the same calls with another number of parameters are another statement", () => {
  const call = (parameters: readonly unknown[]) => joinCalls([callStatement("f($1)", parameters), callStatement("g($1)", ["z"])])[0]?.sql;

  expect(call([1])).toBe("select f($1) as c0, g($2) as c1");
  expect(call([1, 2])).toBe("select f($1) as c0, g($3) as c1");
});
