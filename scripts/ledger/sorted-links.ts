import { appendFileSync, createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A number of a package with its hash; of a whole entry also the hash before it. */
export type Link = Readonly<{ number: bigint; hash: string; previousHash: string | undefined }>;

const AT_ONCE = 5_000;
const DIGITS = 19;

/** Fixed in front, so that texts sort as numbers do. */
const textOf = ({ number, hash, previousHash }: Link): string => `${`${number}`.padStart(DIGITS, "0")} ${hash} ${previousHash ?? "-"}`;
const linkOf = (text: string): Link => {
  const [number = "0", hash = "", previousHash] = text.split(" ");
  return { number: BigInt(number), hash, previousHash: previousHash === "-" ? undefined : previousHash };
};

type Run = { file: string; last: string };

/**
 * Sorts links by number whatever order they come in, in memory that does not grow with them: some thousands at a time are sorted and go to files, which are
 * merged at the end. A part that follows on the last file is added to it, so a package in its own order makes a few files however long it is.
 */
export const sortedLinks = (folder: string, atOnce = AT_ONCE) => {
  const runs: Run[] = [];
  let held: string[] = [];
  const spill = () => {
    held.sort();
    const [first = "", last = ""] = [held[0], held.at(-1)];
    let run = runs.find((one) => one.last <= first);
    if (!run) {
      run = { file: join(folder, `links-${runs.length}`), last };
      runs.push(run);
    }
    appendFileSync(run.file, `${held.join("\n")}\n`);
    run.last = last;
    held = [];
  };
  return {
    add: (link: Link): void => {
      held.push(textOf(link));
      if (held.length >= atOnce) spill();
    },
    inOrder: async function* (): AsyncGenerator<Link> {
      if (held.length > 0) spill();
      yield* merged(runs.map(({ file }) => createInterface({ input: createReadStream(file, "utf8") })[Symbol.asyncIterator]()));
    },
  };
};

async function* merged(sources: readonly AsyncIterator<string>[]): AsyncGenerator<Link> {
  const heads = await Promise.all(sources.map(async (source) => ({ source, next: await source.next() })));
  for (;;) {
    const open = heads.filter(({ next }) => !next.done);
    const [first, ...others] = open;
    if (!first) return;
    const least = others.reduce((one, other) => (other.next.value < one.next.value ? other : one), first);
    yield linkOf(least.next.value);
    least.next = await least.source.next();
  }
}
