import { Client, type ClientConfig } from "pg";
import { type CannotStart, cannotStart, isCannotStart } from "#functions/cannot-start.ts";

/** A connection from a URL, with its parts in view for messages. `setting` is named when the URL is wrong. */
export const connectionFromUrl = (url: string, setting: string): ClientConfig => {
  try {
    const { host, port, database, user } = new Client({ connectionString: url });
    return { connectionString: url, host, port, ...(database ? { database } : {}), ...(user ? { user } : {}) };
  } catch {
    throw cannotStart(`${setting} is not a URL of a PostgreSQL database (postgresql://user:password@host:5432/enterprise).`);
  }
};

/** Where a connection leads, without its password. */
export const placeOf = ({ host, port, database }: ClientConfig): string =>
  `${database ?? "postgres"} at ${host?.startsWith("/") ? host : `${host ?? "localhost"}:${port ?? 5432}`}`;

const REASONS: Readonly<Record<string, (connection: ClientConfig) => string>> = {
  ECONNREFUSED: () => "nothing listens there",
  ENOENT: () => "there is no such socket",
  ENOTFOUND: ({ host }) => `there is no host ${host}`,
  EAI_AGAIN: ({ host }) => `the name ${host} could not be looked up`,
  ETIMEDOUT: () => "it does not answer",
  ECONNRESET: () => "it closed the connection",
  "28P01": ({ user }) => `the password of ${user} is wrong`,
  "28000": ({ user }) => `it does not let ${user} in`,
  "3D000": ({ database }) => `it has no database ${database}`,
  "53300": () => "it has no connection left",
};

const isConnectionFault = (code: string) => code in REASONS || code.startsWith("08") || code.startsWith("57P");

/** Turns a failure to connect into the one line the operator reads; anything else stays what it is. */
export const connectionFault = (error: unknown, connection: ClientConfig): unknown => {
  if (isCannotStart(error)) return error;
  const { code = "", message = "" } = error as { code?: string; message?: string };
  const timedOut = message.includes("timeout") || message.includes("terminated");
  if (!isConnectionFault(code) && !timedOut) return error;
  const reason = REASONS[code]?.(connection) ?? message;
  return cannotStart(`The database ${placeOf(connection)} cannot be reached: ${reason}.`) satisfies CannotStart;
};
