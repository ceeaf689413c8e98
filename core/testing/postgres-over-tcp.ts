import { type AddressInfo, createConnection, createServer } from "node:net";

/** The embedded server listens on a socket in a folder alone; this lets what knows only TCP reach it. */
export const postgresOverTcp = async (socketUrl: string): Promise<{ url: string; close: () => Promise<void> }> => {
  const url = new URL(socketUrl);
  const socket = `${decodeURIComponent(url.hostname)}/.s.PGSQL.${url.port || 5432}`;
  const open = new Set<{ destroy: () => void }>();
  const server = createServer((client) => {
    const postgres = createConnection(socket);
    for (const [one, other] of [
      [client, postgres],
      [postgres, client],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgresql://${url.username}@127.0.0.1:${port}${url.pathname}`,
    close: async () => {
      for (const one of open) one.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
