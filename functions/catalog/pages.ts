import type { Context } from "hono";
import type { Clock } from "#core/kernel/context.ts";
import type { Fault, Outcome } from "#core/kernel/fault.ts";
import { sameTag } from "#functions/entity-tags.ts";
import type { Env } from "#functions/env.ts";
import { problem } from "#functions/problem.ts";

/** A page as it goes out, made once: bytes and a strong tag of them. */
export type CataloguePage = Readonly<{ bytes: Uint8Array<ArrayBuffer>; tag: string; next: string | undefined }>;

const KEPT_MS = 5_000;
const MOST = 500;
const CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=600";

/** JSON as bytes, tagged with their SHA-256. */
export const cataloguePage = async (value: Readonly<{ next?: string | undefined }> | object): Promise<CataloguePage> => {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const tag = Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { bytes, tag: `"${tag}"`, next: "next" in value ? value.next : undefined };
};

type Made<F extends Fault> = Promise<Outcome<CataloguePage, F>>;

/** Keeps pages for a few seconds, so that many readers of one page cost one query. Refusals are not kept. */
export const pageKeeper = <F extends Fault>(clock: Clock) => {
  const kept = new Map<string, { page: Made<F>; until: number }>();
  return (key: string, make: () => Made<F>): Made<F> => {
    const now = clock.now().getTime();
    const found = kept.get(key);
    if (found && found.until > now) return found.page;
    if (kept.size >= MOST) kept.clear();
    const page = make();
    kept.set(key, { page, until: now + KEPT_MS });
    const forget = () => {
      if (kept.get(key)?.page === page) kept.delete(key);
    };
    page.then((outcome) => (outcome.ok ? undefined : forget()), forget);
    return page;
  };
};

const linkTo = (address: string, after: string) => {
  const url = new URL(address);
  url.searchParams.set("after", after);
  return `<${url.pathname}${url.search}>; rel="next"`;
};

/** Answers a page with what caches need; 304 when the caller has it. */
export const answerPublicPage = <F extends Fault>(c: Context<Env>, outcome: Outcome<CataloguePage, F>, language: string) => {
  if (!outcome.ok) return problem(c, outcome.fault);
  const { bytes, tag, next } = outcome.value;
  const headers = {
    ETag: tag,
    "Cache-Control": CACHE_CONTROL,
    "Content-Language": language,
    Vary: "Accept-Language",
    ...(next === undefined ? {} : { Link: linkTo(c.req.url, next) }),
  };
  if (sameTag(c.req.header("if-none-match"), tag)) return c.body(null, 304, headers) as never;
  return c.body(bytes, 200, { ...headers, "Content-Type": "application/json" }) as never;
};
