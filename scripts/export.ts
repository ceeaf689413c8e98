import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { stringify } from "csv-stringify";
import { exportRows } from "#core/platform/exports/export-rows.ts";
import { systemContext } from "#core/platform/system.ts";
import { cannotStart } from "#functions/cannot-start.ts";
import { exportKinds } from "#functions/exports.ts";
import { openFoundation } from "#functions/foundation.ts";
import { createLogger } from "#functions/logging.ts";
import { readSettings } from "#functions/settings.ts";
import { chooseCompany } from "./choose-company.ts";
import { runCommand } from "./program.ts";

const usage = `npm run export -- <kind> [--company <id or name>] [--to <file.csv>]\nKinds: ${exportKinds.map(({ name }) => name).join(", ")}`;

// Whoever reads the other end of a pipe may have seen enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

await runCommand(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { company: { type: "string" }, to: { type: "string" } } });
  const kind = exportKinds.find(({ name }) => name === positionals[0]);
  if (!kind || positionals.length !== 1) throw cannotStart(usage);
  const foundation = await openFoundation(readSettings(process.env), { share: true, connections: 2, logger: createLogger("error") });
  try {
    const ctx = await systemContext(foundation, await chooseCompany(foundation.place, values.company));
    let rows = 0;
    const counted = async function* () {
      for await (const row of exportRows(ctx, kind)) {
        rows++;
        yield row;
      }
    };
    // A byte order mark, or spreadsheets read the accents wrong.
    const csv = stringify({ header: true, bom: values.to !== undefined });
    await pipeline(Readable.from(counted()), csv, values.to === undefined ? process.stdout : createWriteStream(values.to), {
      end: values.to !== undefined,
    });
    console.error(`${rows} ${kind.title} exported${values.to === undefined ? "" : ` to ${values.to}`}.`);
  } finally {
    await foundation.close();
  }
});
