/** The part of the Cache API that this needs. */
export type EdgeCache = Readonly<{
  match: (key: string) => Promise<Response | undefined>;
  put: (key: string, response: Response) => Promise<void>;
  delete: (key: string) => Promise<boolean>;
}>;

export type StaleCacheOptions = Readonly<{
  cache: EdgeCache;
  now: () => number;
  /** Runs on after the answer has gone out. */
  later: (work: Promise<unknown>) => void;
  /** How long an answer is as good as new, how long it goes out while it is renewed, and how long it is better than none. */
  freshMs: number;
  staleMs: number;
  keptMs: number;
}>;

/** How an answer came to be, in `X-Cache`: kept and fresh; kept and being renewed; made now; kept, because making it failed. */
type Way = "hit" | "stale" | "miss" | "saved";

const STORED_AT = "x-stored-at";
/** The cache obeys `Cache-Control` and `Vary`, so what the reader is to see of them waits under other names. */
const ASIDE: readonly (readonly [header: string, aside: string])[] = [
  ["cache-control", "x-cache-control"],
  ["vary", "x-vary"],
];
/** A renewal that has not come back by then is taken for lost. */
const RENEWAL_MS = 10_000;

/** Renewals on their way in this isolate. Only times are shared: a promise of one request must not be awaited by another. */
const renewals = new Map<string, number>();

const stored = (made: Response, now: number, keptMs: number): Response => {
  const headers = new Headers(made.headers);
  for (const [header, aside] of ASIDE) {
    const value = headers.get(header);
    if (value !== null) headers.set(aside, value);
    headers.delete(header);
  }
  headers.delete("x-request-id");
  headers.set(STORED_AT, String(now));
  headers.set("cache-control", `public, max-age=${Math.floor(keptMs / 1000)}`);
  return new Response(made.body, { status: 200, headers });
};

const served = (kept: Response, way: Way, ageMs: number): Response => {
  const headers = new Headers(kept.headers);
  for (const [header, aside] of ASIDE) {
    const value = headers.get(aside);
    headers.delete(header);
    if (value !== null) headers.set(header, value);
    headers.delete(aside);
  }
  for (const own of [STORED_AT, "cf-cache-status"]) headers.delete(own);
  headers.set("age", String(Math.floor(ageMs / 1000)));
  headers.set("x-cache", way);
  return new Response(kept.body, { status: kept.status, headers });
};

const failed = (response: Response) => response.status >= 500;

/**
 * Stale-while-revalidate and stale-if-error by hand, since the Cache API knows neither. `make` answers without looking at conditions of the request.
 */
export const staleCache = ({ cache, now, later, freshMs, staleMs, keptMs }: StaleCacheOptions) => {
  const keep = async (key: string, made: Response): Promise<void> => {
    if (made.status === 200) await cache.put(key, stored(made, now(), keptMs));
    else if (!failed(made)) await cache.delete(key);
  };

  const renew = async (key: string, make: () => Promise<Response>): Promise<void> => {
    try {
      await keep(key, await make());
    } catch {
      // What is kept stays; the next reader tries again.
    } finally {
      renewals.delete(key);
    }
  };

  const made = async (key: string, make: () => Promise<Response>, kept: Response | undefined, ageMs: number): Promise<Response> => {
    try {
      const fresh = await make();
      if (kept && failed(fresh)) return served(kept, "saved", ageMs);
      if (!failed(fresh)) later(keep(key, fresh.clone()));
      const headers = new Headers(fresh.headers);
      headers.set("x-cache", "miss");
      return new Response(fresh.body, { status: fresh.status, headers });
    } catch (error) {
      if (kept) return served(kept, "saved", ageMs);
      throw error;
    }
  };

  return async (key: string, make: () => Promise<Response>): Promise<Response> => {
    const kept = await cache.match(key);
    const ageMs = kept ? now() - Number(kept.headers.get(STORED_AT)) : Number.POSITIVE_INFINITY;
    if (kept && ageMs < freshMs) return served(kept, "hit", ageMs);
    if (!kept || ageMs >= staleMs) return made(key, make, kept, ageMs);
    if ((renewals.get(key) ?? 0) + RENEWAL_MS < now()) {
      renewals.set(key, now());
      later(renew(key, make));
    }
    return served(kept, "stale", ageMs);
  };
};
