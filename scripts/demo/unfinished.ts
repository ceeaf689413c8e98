import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const NAME = "sample-company-unfinished";
const TEXT = "The sample company is being made, or was interrupted before it was whole.\n";

/** A file in the data folder for as long as the sample company is not whole: it outlives whatever ends the program. */
export const unfinishedMark = (dataFolder: string) => {
  const file = join(resolve(dataFolder), NAME);
  return {
    set: () => writeFileSync(file, TEXT),
    isSet: () => existsSync(file),
    clear: () => rmSync(file, { force: true }),
  };
};
