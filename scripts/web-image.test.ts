import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { webRoutes } from "#functions/web.ts";
import { ROOT } from "./tidy/source-files.ts";

const NGINX = ["/usr/sbin/nginx", "/usr/bin/nginx"].find(existsSync);
const read = (name: string) => readFileSync(join(ROOT, "cluster/docker", name), "utf8");
const PAGE = "<!doctype html><script nonce=%NONCE%></script><title>Web app</title>";

const page = async () => {
  const body = new TextEncoder().encode(PAGE);
  const app = webRoutes((path) => (path === "index.html" ? { type: "text/html", etag: '"1"', body } : undefined));
  return app.request("/app");
};

test("nginx gives the page the headers that the program gives it", async () => {
  const answer = await page();
  const config = `${read("nginx.conf")}\n${read("nginx-headers.conf")}`;
  const policy = `${answer.headers.get("content-security-policy")}`.replaceAll(/'nonce-[^']+'/g, "'nonce-$request_id'");

  expect(config).toContain(`add_header Content-Security-Policy "${policy}" always;`);
  for (const name of ["x-content-type-options", "referrer-policy", "cross-origin-opener-policy", "permissions-policy"])
    expect(config.toLowerCase().replaceAll('"', "")).toContain(`add_header ${name} ${answer.headers.get(name)} always;`);
});

/** The configuration of the image in a folder of its own: other paths, other ports, nothing else. */
const arranged = (apiPort: number, port: number) => {
  const home = mkdtempSync(join(tmpdir(), "nginx-"));
  mkdirSync(join(home, "srv/app/assets"), { recursive: true });
  writeFileSync(join(home, "srv/app/index.html"), PAGE);
  writeFileSync(join(home, "srv/app/icon.svg"), "<svg/>");
  writeFileSync(join(home, "srv/app/assets/app-1A2B.js"), "run();");
  writeFileSync(join(home, "upstream.conf"), read("upstream.conf.template").replace(/\$\{API_ADDRESS\}/, `127.0.0.1:${apiPort}`));
  cpSync("/etc/nginx/mime.types", join(home, "mime.types"));
  cpSync(join(ROOT, "cluster/docker/nginx-headers.conf"), join(home, "headers.conf"));
  const config = read("nginx.conf")
    .replaceAll("/tmp/", `${home}/`)
    .replace("root /srv", `root ${home}/srv`)
    .replace("listen 8080", `listen 127.0.0.1:${port}`)
    .replace("access_log /dev/stdout line", `access_log ${home}/access.log line`)
    .replace("/dev/stderr", `${home}/error.log`);
  writeFileSync(join(home, "nginx.conf"), config);
  execFileSync("chmod", ["-R", "a+rX", home]);
  return home;
};

const listening = (server: ReturnType<typeof createServer>) =>
  new Promise<number>((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));

const freePort = async () => {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};

// The image brings its nginx; a machine that has one proves the configuration in it.
if (NGINX)
  test("a real nginx serves the app with a nonce of its own for every visit and passes the API on", async () => {
    const api = createServer((request, response) => response.end(JSON.stringify({ url: request.url, host: request.headers.host })));
    const port = await freePort();
    const home = arranged(await listening(api), port);
    const nginx = spawn(NGINX, ["-c", join(home, "nginx.conf"), "-p", home, "-g", "daemon off;"]);
    const at = `http://127.0.0.1:${port}`;
    try {
      for (let attempt = 0; attempt < 50 && !(await fetch(`${at}/healthz`).catch(() => undefined)); attempt++)
        await new Promise((resolve) => setTimeout(resolve, 100));
      const visits = await Promise.all(["/app", "/app/", "/app/orders/1?x=1"].map((path) => fetch(at + path)));
      const nonces = await Promise.all(
        visits.map(async (visit) => {
          const nonce = /nonce=(\w+)/.exec(await visit.text())?.[1];
          expect(visit.headers.get("content-security-policy")).toContain(`'nonce-${nonce}'`);
          expect([visit.status, visit.headers.get("cache-control")]).toEqual([200, "no-store"]);
          return nonce;
        }),
      );
      expect(new Set(nonces).size).toBe(3);
      const asset = await fetch(`${at}/app/assets/app-1A2B.js`);
      expect([asset.status, asset.headers.get("cache-control")]).toEqual([200, "public, max-age=31536000, immutable"]);
      expect((await fetch(`${at}/app/assets/gone.js`)).status).toBe(404);
      expect((await fetch(`${at}/app/icon.svg`)).headers.get("content-type")).toBe("image/svg+xml");
      expect((await fetch(at, { redirect: "manual" })).headers.get("location")).toBe("/app");
      expect(await (await fetch(`${at}/sales/orders?q=a`)).json()).toEqual({ url: "/sales/orders?q=a", host: `127.0.0.1:${port}` });
    } finally {
      nginx.kill("SIGQUIT");
      await new Promise((resolve) => nginx.once("exit", resolve));
      await new Promise((resolve) => api.close(resolve));
      rmSync(home, { recursive: true, force: true });
    }
  });
