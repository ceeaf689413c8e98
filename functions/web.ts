import { type Context, Hono } from "hono";

/** One file of the built web app, with the compressed forms the build made of it. */
export interface WebFile {
  readonly type: string;
  readonly etag: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly br?: Uint8Array<ArrayBuffer>;
  readonly gzip?: Uint8Array<ArrayBuffer>;
}

/** Reads a file of the built web app by its path, `assets/app-1A2B.js`; nothing outside the build has a path. */
export type WebFiles = (path: string) => WebFile | undefined;

const pagePolicy = (nonce: string) =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");

const safety = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};

/** The web app under `/app`: hashed files for ever, every other path is the app's one page with a nonce of its own. */
export function webRoutes(files: WebFiles): Hono {
  const app = new Hono();
  app.get("/", (c) => c.redirect("/app", 302));
  app.get("/app", (c) => page(c, files));
  app.get("/app/*", (c) => {
    const path = decodedPath(c.req.path).slice("/app/".length);
    const file = path === "index.html" ? undefined : files(path);
    if (file) return asset(c, file, path.startsWith("assets/"));
    return path.startsWith("assets/") ? c.text("There is no such file.", 404) : page(c, files);
  });
  return app;
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function page(c: Context, files: WebFiles): Response {
  const index = files("index.html");
  if (!index) return c.text("The web app is not built. Run `npm run build:web`.", 503);
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const html = new TextDecoder().decode(index.body).replaceAll("%NONCE%", nonce);
  return c.html(html, 200, { ...safety, "content-security-policy": pagePolicy(nonce), "cache-control": "no-store" });
}

function asset(c: Context, file: WebFile, hashed: boolean): Response {
  const accepted = c.req.header("accept-encoding") ?? "";
  const encoding = file.br && /\bbr\b/.test(accepted) ? "br" : file.gzip && /\bgzip\b/.test(accepted) ? "gzip" : undefined;
  const headers: Record<string, string> = {
    ...safety,
    "content-type": file.type,
    "cache-control": hashed ? "public, max-age=31536000, immutable" : "no-cache",
    etag: file.etag,
    vary: "accept-encoding",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  };
  if (c.req.header("if-none-match") === file.etag) return c.body(null, 304, headers);
  if (encoding) headers["content-encoding"] = encoding;
  return c.body(encoding ? (file[encoding] ?? file.body) : file.body, 200, headers);
}
