import type { Context } from "hono";
import { sameTag } from "./entity-tags.ts";
import type { Env } from "./env.ts";

type Image = Readonly<{ bytes: Uint8Array; mediaType: string; hash: string }>;

/** An image under its id never changes, so it may be kept for good. The browser must not guess another kind for it. */
export const answerImage = (c: Context<Env>, { bytes, mediaType, hash }: Image, audience: "private" | "public") => {
  const headers = { ETag: `"${hash}"`, "Cache-Control": `${audience}, max-age=31536000, immutable`, "X-Content-Type-Options": "nosniff" };
  if (sameTag(c.req.header("if-none-match"), headers.ETag)) return c.body(null, 304, headers) as never;
  return c.body(new Uint8Array(bytes), 200, { ...headers, "Content-Type": mediaType, "Content-Disposition": "inline" }) as never;
};
