import { validate, version } from "uuid";
import { expect, test } from "vitest";
import { idsOf } from "./ids.ts";

test("ids rise within a millisecond, over many draws of random bytes and when the clock is set back", () => {
  let time = Date.UTC(2026, 10, 30);
  const newId = idsOf(() => time);
  const made: string[] = [];
  for (let at = 0; at < 2000; at++) {
    if (at % 300 === 0) time += at % 600 === 0 ? 5 : -20;
    made.push(newId());
  }
  expect(made.toSorted()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
  expect(made.every((id) => validate(id) && version(id) === 7)).toBe(true);
});

test("ids tell their time and share nothing else, in two makers at the same time either", () => {
  const time = Date.UTC(2026, 10, 30, 12, 34, 56, 789);
  const [first, second] = [idsOf(() => time), idsOf(() => time)].map((newId) => Array.from({ length: 600 }, newId));
  const all = [...(first ?? []), ...(second ?? [])];
  expect(all.every((id) => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16) === time)).toBe(true);
  expect(new Set(all.map((id) => id.slice(-11))).size).toBe(all.length); // 44 random bits
});
