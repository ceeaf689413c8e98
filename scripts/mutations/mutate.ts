import { databaseMutations } from "./database-mutations.ts";
import { openLaboratory } from "./laboratory.ts";
import type { Mutation } from "./mutation.ts";
import { sourceMutations } from "./source-mutations.ts";
import { witnessesOf } from "./witnesses.ts";

/**
 * Takes one guard away at a time and asks the tests that should notice: `npm run mutate`, or `npm run mutate -- finance.invoice` for those
 * mutations whose name holds one of the words. A mutation that no test notices survives, and the run fails.
 */
const chosen = (all: readonly Mutation[], words: readonly string[]) =>
  words.length === 0 ? all : all.filter(({ name }) => words.some((word) => name.includes(word)));

const laboratory = await openLaboratory();
const survivors: Mutation[] = [];
try {
  const mutations = chosen([...(await laboratory.look(databaseMutations)), ...sourceMutations()], process.argv.slice(2));
  for (const mutation of mutations) {
    const { killedBy, seconds } = await laboratory.judge(mutation, witnessesOf(mutation));
    if (killedBy === undefined) survivors.push(mutation);
    console.log(
      `${killedBy === undefined ? "SURVIVED" : "killed  "} ${seconds.toFixed(1).padStart(5)} s  ${mutation.name}  ${killedBy ?? ""}`,
    );
  }
  console.log(`\n${mutations.length - survivors.length} killed, ${survivors.length} survived.`);
  for (const { name } of survivors) console.log(`  - ${name}`);
  if (mutations.length === 0) console.log("No mutation has that name.");
} finally {
  await laboratory.close();
}
process.exit(survivors.length === 0 ? 0 : 1);
