import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { inject } from "vitest";
import { postgresOverTcp } from "#core/testing/postgres-over-tcp.ts";
import type { EdgeCache } from "#functions/edge/stale-cache.ts";
import { buildEdge } from "#scripts/build.ts";
import { ROOT } from "#scripts/tidy/source-files.ts";

const wrangler = readFileSync(join(ROOT, "wrangler.toml"), "utf8");
const setting = (name: string) => new RegExp(`^${name} = "?\\[?"?([^"\\]\\n]+)`, "m").exec(wrangler)?.[1] ?? "";

export type Asked = Readonly<{ method: string; url: string; headers: IncomingMessage["headers"]; body: string }>;

/** An origin that tells what it was asked, in the way each path stands for. */
const anOrigin = async () => {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    asked.push({ method: `${request.method}`, url: `${request.url}`, headers: request.headers, body: Buffer.concat(chunks).toString() });
    if (request.url === "/leads-on") response.writeHead(302, { location: "/app" }).end();
    else response.writeHead(201, { "content-type": "application/json", "set-cookie": "refresh=1; HttpOnly" }).end('{"from":"origin"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, url, close: () => new Promise((resolve) => server.close(resolve)) };
};

/** The bundle that is deployed, in the runtime it is deployed to, over the test database and an origin. */
export const anEdgeWorker = async () => {
  const folder = mkdtempSync(join(tmpdir(), "edge-"));
  const bundle = await buildEdge(folder);
  rmSync(folder, { recursive: true });
  const database = await postgresOverTcp(inject("databases").app);
  const origin = await anOrigin();
  const runtime = new Miniflare({
    cf: false,
    telemetry: { enabled: false },
    workers: [
      {
        config: {
          name: "edge",
          compatibilityDate: setting("compatibility_date"),
          compatibilityFlags: [setting("compatibility_flags")],
          manifest: { mainModule: "edge.js", modules: { "edge.js": { type: "esm", contents: new TextDecoder().decode(bundle) } } },
          env: {
            // Hyperdrive wants a password; the test server asks for none.
            HYPERDRIVE: { type: "hyperdrive", id: "test", dev: { connectionString: database.url.replace("@", ":none@") } },
            ORIGIN_URL: { type: "text", value: origin.url },
          },
        },
      },
    ],
  });
  await runtime.ready;
  const visit = async (path: string, init: RequestInit = {}): Promise<Response> =>
    (await runtime.dispatchFetch(`http://shop.example${path}`, { redirect: "manual", ...init } as never)) as never;
  /** Makes what is kept under a key as old as this. */
  const age = async (key: string, ageMs: number) => {
    const { default: cache } = (await runtime.getCaches()) as unknown as { default: EdgeCache };
    const kept = await cache.match(key);
    if (!kept) throw new Error(`Nothing is kept under ${key}.`);
    const headers = new Headers(kept.headers);
    headers.set("x-stored-at", String(Date.now() - ageMs));
    headers.delete("cf-cache-status");
    await cache.put(key, new Response(await kept.text(), { headers }));
  };
  return {
    bundle,
    visit,
    age,
    origin,
    loseDatabase: database.close,
    close: async () => {
      await runtime.dispose();
      await database.close();
      await origin.close();
    },
  };
};
export type EdgeWorker = Awaited<ReturnType<typeof anEdgeWorker>>;
