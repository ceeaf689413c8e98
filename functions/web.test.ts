import { expect, test } from "vitest";
import { type WebFile, webRoutes } from "./web.ts";

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const files: Record<string, WebFile> = {
  "index.html": { type: "text/html", etag: '"i"', body: bytes('<script nonce="%NONCE%"></script>') },
  "icon.svg": { type: "image/svg+xml", etag: '"s"', body: bytes("<svg/>") },
  "assets/app-1.js": { type: "text/javascript", etag: '"a"', body: bytes("plain"), br: bytes("small"), gzip: bytes("zipped") },
};
const app = webRoutes((path) => files[path]);

test("the root leads to the app", async () => {
  const answer = await app.request("/");
  expect([answer.status, answer.headers.get("location")]).toEqual([302, "/app"]);
});

test("every page carries its own nonce, and the policy allows nothing else inline", async () => {
  const pages = await Promise.all(["/app", "/app/sales/orders/0191-x", "/app/index.html"].map((path) => app.request(path)));
  const nonces = await Promise.all(pages.map(async (page) => /nonce="([^"]+)"/.exec(await page.text())?.[1]));
  expect(new Set(nonces).size).toBe(3);
  for (const [index, page] of pages.entries()) {
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain(`style-src 'self' 'nonce-${nonces[index]}'`);
    expect(policy).not.toContain("unsafe");
    expect(page.headers.get("cache-control")).toBe("no-store");
  }
});

test("a hashed file is kept for ever and sent in the form the browser takes", async () => {
  const forms = await Promise.all(
    ["br, gzip", "gzip", "identity"].map((accepted) => app.request("/app/assets/app-1.js", { headers: { "accept-encoding": accepted } })),
  );
  expect(await Promise.all(forms.map((form) => form.text()))).toEqual(["small", "zipped", "plain"]);
  expect(forms.map((form) => form.headers.get("content-encoding"))).toEqual(["br", "gzip", null]);
  expect(forms[0]?.headers.get("cache-control")).toContain("immutable");
});

test("an unchanged file is not sent again", async () => {
  const answer = await app.request("/app/icon.svg", { headers: { "if-none-match": '"s"' } });
  expect([answer.status, await answer.text(), answer.headers.get("cache-control")]).toEqual([304, "", "no-cache"]);
});

test("a missing asset is missing, not the page; paths cannot climb out", async () => {
  expect((await app.request("/app/assets/app-0.js")).status).toBe(404);
  for (const path of ["/app/..%2f..%2fetc/passwd", "/app/%ff"]) {
    expect(await (await app.request(path)).text()).toContain("<script nonce");
  }
});

test("without a build it says what to run", async () => {
  const answer = await webRoutes(() => undefined).request("/app");
  expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining("npm run build:web")]);
});
