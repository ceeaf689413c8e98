import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { type Link, sortedLinks } from "./sorted-links.ts";

const base = mkdtempSync(join(tmpdir(), "links-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const sorted = async (numbers: readonly number[], atOnce: number) => {
  const folder = mkdtempSync(join(base, "run-"));
  const links = sortedLinks(folder, atOnce);
  for (const number of numbers) links.add({ number: BigInt(number), hash: `${number % 16}`, previousHash: number % 2 ? "ab" : undefined });
  const found: Link[] = [];
  for await (const link of links.inOrder()) found.push(link);
  return { found, files: readdirSync(folder).length };
};

test("links come out in order of their numbers, whatever order they came in", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 2_000 }), { maxLength: 200 }), fc.integer({ min: 1, max: 40 }), async (numbers, atOnce) => {
      const { found } = await sorted(numbers, atOnce);
      expect(found.map(({ number }) => Number(number))).toEqual(numbers.toSorted((a, b) => a - b));
      for (const { number, hash, previousHash } of found)
        expect([hash, previousHash]).toEqual([`${number % 16n}`, number % 2n ? "ab" : undefined]);
    }),
    { numRuns: 60 },
  );
});

test("a package in its own order, entries and then seals, makes few files however long it is", async () => {
  const entries = Array.from({ length: 3_000 }, (_, index) => index * 3 + 1);
  const seals = Array.from({ length: 1_000 }, (_, index) => index * 3 + 2);
  const { found, files } = await sorted([...entries, ...seals], 50);
  expect(found).toHaveLength(4_000);
  expect(files).toBeLessThan(4);
});
