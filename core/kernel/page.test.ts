import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeCursor, decodeDayCursor, decodeIdCursor, encodeCursor, pageOf } from "./page.ts";

test("a cursor comes back as it was made", () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.integer(),
    fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")),
  );
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
      const texts = values.map((one) => (one === null ? null : String(one)));
      expect(decodeCursor(encodeCursor(values), values.length)).toEqual({ ok: true, value: texts });
      expect(encodeCursor(values)).toMatch(/^[\w-]+$/);
    }),
  );
});

test("a cursor of another list, cut off or made by hand is refused, and so is text that no column can hold", () => {
  for (const cursor of [
    "",
    "%",
    "rubbish",
    encodeCursor(["a"]).slice(1),
    encodeCursor(["a", "b"]),
    btoa('{"a":1}'),
    btoa("[true]"),
    btoa("[[1]]"),
    encodeCursor(["a\0b"]),
    btoa('["\\ud800"]'),
  ])
    expect(decodeCursor(cursor, 1)).toMatchObject({ ok: false, fault: { kind: "invalid", code: "page.after" } });
});

test("cursors of ids and of days hold ids and days", () => {
  const id = "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708";
  expect(decodeIdCursor(encodeCursor([id]))).toEqual({ ok: true, value: id });
  expect(decodeIdCursor(encodeCursor(["x"])).ok).toBe(false);
  expect(decodeDayCursor(encodeCursor(["2026-03-31", id]))).toEqual({ ok: true, value: { day: "2026-03-31", id } });
  for (const values of [["2026-02-30", id], ["2026-03-31", "x"], [null, id], [id]])
    expect(decodeDayCursor(encodeCursor(values)).ok).toBe(false);
});

test("one row more than a page holds says that there is a next one", () => {
  const page = (count: number) =>
    pageOf(
      Array.from({ length: count }, (_, n) => n),
      2,
      (n) => [n],
      (n) => n * 10,
    );
  expect(page(2)).toEqual({ items: [0, 10] });
  expect(page(3)).toEqual({ items: [0, 10], next: encodeCursor([1]) });
  expect(page(0)).toEqual({ items: [] });
});
