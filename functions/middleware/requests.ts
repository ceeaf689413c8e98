import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { MAX_ATTACHMENT_BYTES } from "#core/platform/attachments/attachment.ts";
import { MAX_FILE_BYTES } from "#core/platform/imports/import.ts";
import type { Env } from "#functions/env.ts";
import { plainProblem } from "#functions/problem.ts";

const BODY_BYTES = 5 * 1024 * 1024;
const FILE_BYTES = MAX_FILE_BYTES + 64 * 1024; // a form has its own lines around the file
const ID = /^[A-Za-z0-9._:-]{1,128}$/;

/** Takes the caller's `X-Request-Id` when it is a sane one, and always answers with it. */
export const requestId =
  (newId: () => string): MiddlewareHandler<Env> =>
  async (c, next) => {
    const given = c.req.header("x-request-id");
    const id = given !== undefined && ID.test(given) ? given : newId();
    c.set("requestId", id);
    c.header("X-Request-Id", id);
    await next();
  };

const unstorable = (c: Context<Env>) =>
  plainProblem(c, 422, "null_character", "Text must not contain the null character, nor half of a character pair.");

/** Postgres text can hold neither, and no path or query has a use for the null character. */
export const nullFreePaths: MiddlewareHandler<Env> = async (c, next) => (c.req.url.includes("%00") ? unstorable(c) : next());

const HIGH = "[dD][89abAB][0-9a-fA-F]{2}";
const LOW = "[dD][c-fC-F][0-9a-fA-F]{2}";
/** As JSON writes them: an escape (an even number of backslashes before it) of the null character, or of one half without its other. */
const UNSTORABLE = new RegExp(`(?<!\\\\)(?:\\\\\\\\)*\\\\u(?:0000|${HIGH}(?!\\\\u${LOW})|(?<!\\\\u${HIGH}\\\\u)${LOW})`);

/** Whether Node's HTTP server framed the request; one that a program made in this process says nothing of its body. */
const isFramed = (c: Context<Env>): boolean => typeof c.env === "object" && c.env !== null && "incoming" in c.env;

/** A request that says neither a length nor that it comes in pieces has no body (RFC 9112 §6.3). */
export const isBodiless = (c: Context<Env>): boolean =>
  isFramed(c) && c.req.header("transfer-encoding") === undefined && (c.req.header("content-length") ?? "0") === "0";

/** JSON in, except where a route takes files; another media type is 415. */
export const jsonBodies: MiddlewareHandler<Env> = async (c, next) => {
  const { method } = c.req;
  if (method !== "POST" && method !== "PUT" && method !== "PATCH") return next();
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === undefined) {
    const empty = (c.req.header("content-length") ?? "0") === "0" && c.req.header("transfer-encoding") === undefined;
    return empty ? next() : plainProblem(c, 415, "media_type", "Send the body as application/json.");
  }
  if (type.startsWith("multipart/") || type === "text/csv" || type === "application/octet-stream" || type.startsWith("image/"))
    return next();
  if (type !== "application/json") return plainProblem(c, 415, "media_type", "Send the body as application/json.");
  const text = await c.req.text();
  if (text.includes("\\u") && UNSTORABLE.test(text)) return unstorable(c);
  rememberParsed(c, text);
  return next();
};

/** Hono would read the text it already has through a new Response; what cannot be parsed is left to it to refuse. */
const rememberParsed = (c: Context<Env>, text: string): void => {
  try {
    c.req.bodyCache.json = Promise.resolve(JSON.parse(text));
  } catch {
    // The validator answers 400.
  }
};

/** A length that is said is held to by the HTTP server; a body without one is counted while it comes. */
const limitedTo = (bytes: number): MiddlewareHandler<Env> => {
  const tooLarge = (c: Context<Env>) => plainProblem(c, 413, "too_large", `A request has at most ${Math.floor(bytes / 1024 / 1024)} MB.`);
  const counted = bodyLimit({ maxSize: bytes, onError: tooLarge });
  return async (c, next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD" || isBodiless(c)) return next();
    const length = c.req.header("content-length");
    if (length === undefined || c.req.header("transfer-encoding") !== undefined) return counted(c, next);
    return Number(length) <= bytes ? next() : tooLarge(c);
  };
};
const limited = limitedTo(BODY_BYTES);
const limitedFiles = limitedTo(FILE_BYTES);

const limitedAttachments = limitedTo(MAX_ATTACHMENT_BYTES);

const TAKING_FILES = new Set(["/platform/imports", "/finance/bank-statements"]);

const limitOf = (path: string) => {
  if (TAKING_FILES.has(path)) return limitedFiles;
  return path.endsWith("/attachments") ? limitedAttachments : limited;
};

/** Files to import and to attach may be larger than everything else. */
export const limitedBodies: MiddlewareHandler<Env> = (c, next) => limitOf(c.req.path)(c, next);
