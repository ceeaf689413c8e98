import { migratePlace, openDatabase } from "#functions/adapters/database.ts";
import { readSettings } from "#functions/settings.ts";
import { runCommand } from "./program.ts";

await runCommand(async () => {
  const place = await openDatabase(readSettings(process.env), { share: true });
  try {
    const applied = await migratePlace(place);
    console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The database is up to date.");
  } finally {
    await place.close();
  }
});
