import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { cannotStart } from "#functions/cannot-start.ts";

/** The connection beside the request tells where it comes from. */
type Fetch = (request: Request, connection: HttpBindings) => Response | Promise<Response>;

export type Listening = Readonly<{
  port: number;
  /** Accepts nothing new, lets what runs finish until the deadline, then cuts it. */
  close: (deadlineMs: number) => Promise<void>;
}>;

const REASONS: Readonly<Record<string, (port: number) => string>> = {
  EADDRINUSE: (port) => `PORT ${port} is taken by another program. Stop it, or set another PORT.`,
  EACCES: (port) => `PORT ${port} needs rights this user does not have. Set a PORT above 1023.`,
};

const bind = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason = REASONS[error.code ?? ""]?.(port);
      reject(reason ? cannotStart(reason) : error);
    });
    server.listen(port, resolve);
  });

/** Tells at once what would otherwise be known only after the database has been started. */
export const refuseTakenPort = async (port: number): Promise<void> => {
  const probe = createServer();
  await bind(probe, port);
  await new Promise((resolve) => probe.close(resolve));
};

/** Serves HTTP on a port; 0 takes any that is free. */
export const listen = async (fetch: Fetch, port: number): Promise<Listening> => {
  const server = createAdaptorServer({ fetch: (request, connection) => fetch(request, connection as HttpBindings) }) as Server;
  await bind(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: async (deadlineMs) => {
      const cut = setTimeout(() => server.closeAllConnections(), deadlineMs);
      // A browser keeps its connection after the last answer; nobody needs to wait for it to let go.
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      await new Promise((resolve) => server.close(resolve));
      clearInterval(sweep);
      clearTimeout(cut);
    },
  };
};
