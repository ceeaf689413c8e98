import { parseArgs } from "node:util";
import { databaseMutations } from "./database-mutations.ts";
import { openLaboratory } from "./laboratory.ts";
import type { Mutation } from "./mutation.ts";
import { sourceMutations } from "./source-mutations.ts";
import { witnessesOf } from "./witnesses.ts";

/**
 * Takes one guard away at a time and asks the tests that should notice: `npm run mutate`, or `npm run mutate -- finance.invoice` for those
 * mutations whose name holds one of the words; `--part 2/10` takes the second tenth of them, `--list` only names them. A mutation that no test
 * notices survives, and the run fails.
 */
const { values, positionals: words } = parseArgs({
  options: { part: { type: "string", default: "1/1" }, list: { type: "boolean", default: false } },
  allowPositionals: true,
});
const [part = 1, parts = 1] = values.part.split("/").map(Number);
if (!(part >= 1 && part <= parts)) throw new Error(`--part is written like 2/10, not ${values.part}.`);

const chosen = (all: readonly Mutation[]) => {
  const named = words.length === 0 ? all : all.filter(({ name }) => words.some((word) => name.includes(word)));
  return named.slice(Math.floor(((part - 1) * named.length) / parts), Math.floor((part * named.length) / parts));
};

/** How many of each kind: triggers, constraints, refusals, policies, checks in sources, permissions. */
const tallyOf = (mutations: readonly Mutation[]) =>
  [...Map.groupBy(mutations, ({ name }) => name.split(" ")[0])].map(([kind, list]) => `${kind} ${list.length}`).join(", ");

const laboratory = await openLaboratory();
const survivors: Mutation[] = [];
try {
  const mutations = chosen([...(await laboratory.look(databaseMutations)), ...sourceMutations()]);
  if (values.list) for (const { name } of mutations) console.log(name);
  const noticed = values.list ? new Map<Mutation, string>() : await laboratory.judgeTogether(mutations);
  for (const mutation of values.list ? [] : mutations) {
    const own = noticed.get(mutation);
    const { killedBy, seconds } = own ? { killedBy: own, seconds: 0 } : await laboratory.judge(mutation, witnessesOf(mutation));
    if (killedBy === undefined) survivors.push(mutation);
    console.log(
      `${killedBy === undefined ? "SURVIVED" : "killed  "} ${seconds.toFixed(1).padStart(5)} s  ${mutation.name}  ${killedBy ?? ""}`,
    );
  }
  console.log(`\n${mutations.length} mutations (${tallyOf(mutations)})`);
  if (!values.list) console.log(`${mutations.length - survivors.length} killed, ${survivors.length} survived.`);
  for (const { name } of survivors) console.log(`  - ${name}`);
  if (mutations.length === 0) console.log("No mutation has that name.");
} finally {
  await laboratory.close();
}
process.exit(survivors.length === 0 ? 0 : 1);
