import { expect, test } from "vitest";
import { callStatement, inTurn, joinCalls, longerLists, mergeCalls, oneList } from "./join-calls.ts";

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

const posted = (list: string) => callStatement("post($1)", [list], { turn: "entries", merge: oneList });
const held = (id: string, version: number) =>
  callStatement("hold($1, $2)", [[id], [version]], { turn: "held documents", merge: longerLists });
const credit = (customer: string) => callStatement("credit($1)", [customer], { turn: "credit" });

test("commands that share a transaction call each function in its turn, once where it takes lists", () => {
  const commands = [
    [posted('[{"a":1}]'), credit("x")],
    [held("o1", 1), credit("y")],
    [held("o2", 4), posted('[{"b":2},{"c":3}]')],
    [posted("[]")],
  ];

  expect(mergeCalls(commands.map((command) => inTurn(command) ?? [])).map(({ call, parameters }) => [call, parameters])).toEqual([
    [
      "hold($1, $2)",
      [
        ["o1", "o2"],
        [1, 4],
      ],
    ],
    ["post($1)", ['[{"a":1},{"b":2},{"c":3}]']],
    ["credit($1)", ["x"]],
    ["credit($1)", ["y"]],
  ]);
});

test("a command writes by itself when it says more than calls, or calls out of turn", () => {
  expect(inTurn([held("o1", 1), posted("[]")])).toHaveLength(2);
  expect(inTurn([])).toEqual([]);
  expect(inTurn([posted("[]"), plain])).toBeUndefined();
  expect(inTurn([posted("[]"), callStatement("f($1)", [1])])).toBeUndefined();
  expect(inTurn([posted("[]"), held("o1", 1)])).toBeUndefined();
  expect(inTurn([posted("[]"), posted("[]")])).toBeUndefined();
});
