import pg from "pg";
import type { DatabasePlace } from "#functions/adapters/database.ts";
import { cannotStart } from "#functions/cannot-start.ts";

/** The company that a command works in: the one named by id or name, or the only one there is. Names are not secret to the owner of the database. */
export const chooseCompany = async (place: DatabasePlace, wanted: string | undefined): Promise<string> => {
  if (!place.owner) throw cannotStart("This needs DATABASE_OWNER_URL, a connection as enterprise_owner.");
  const client = new pg.Client(place.owner);
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; name: string }>("select id, name from shared.company order by name, id");
    const found = wanted === undefined ? rows : rows.filter(({ id, name }) => id === wanted || name === wanted);
    const [only, another] = found;
    if (only && !another) return only.id;
    if (wanted !== undefined)
      throw cannotStart(only ? `Several companies are called ${wanted}; name one by its id.` : `There is no company ${wanted}.`);
    if (rows.length === 0) throw cannotStart("There is no company yet: npm start makes the first.");
    throw cannotStart(`Name a company with --company: ${rows.map(({ name }) => name).join(", ")}.`);
  } finally {
    await client.end();
  }
};
