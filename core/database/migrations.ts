import type { Migration } from "kysely/migration";

/** Every migration by name, in order of name. A static list, so that a bundle holds them too. Applied ones never change. */
export const migrations: Readonly<Record<string, Migration>> = {};
