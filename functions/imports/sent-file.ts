import type { Context } from "hono";
import type { Env } from "#functions/env.ts";

export type Sent = Readonly<{ fields: Record<string, unknown>; file: Uint8Array | undefined }>;

/** A form with the file and its fields, or the bare file with the fields in the query. */
export const sentOf = async (c: Context<Env>): Promise<Sent> => {
  const query: Record<string, unknown> = c.req.query();
  if (!c.req.header("content-type")?.startsWith("multipart/")) return { fields: query, file: new Uint8Array(await c.req.arrayBuffer()) };
  const { file, ...fields } = await c.req.parseBody();
  if (!(file instanceof File)) return { fields: { ...query, ...fields }, file: undefined };
  return { fields: { fileName: file.name, ...query, ...fields }, file: new Uint8Array(await file.arrayBuffer()) };
};

/** A file's fields of the wrong kind, as one sentence. */
export const fieldErrors = ({
  formErrors,
  fieldErrors: fields,
}: Readonly<{ formErrors: string[]; fieldErrors: Record<string, string[] | undefined> }>) =>
  [...formErrors, ...Object.entries(fields).map(([name, messages]) => `${name}: ${messages?.join(" ")}`)].join(" ");
