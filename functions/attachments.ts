import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import { AttachmentBody, FileName } from "#core/platform/attachments/attachment.ts";
import type { Attachments } from "#core/platform/attachments/attachments-of.ts";
import { sameTag } from "./entity-tags.ts";
import type { Env } from "./env.ts";
import { problem, problems } from "./problem.ts";
import { answer, idParam, json, router } from "./router.ts";

type Naming = Readonly<{ noun: string; tag: string }>;
const bytes = { schema: z.string().meta({ format: "binary" }) };
const ofOne = idParam().extend({ attachmentId: z.uuid() });

const addRoute = ({ noun, tag }: Naming) =>
  createRoute({
    operationId: `add${noun}Attachment`,
    method: "post",
    path: "/{id}/attachments",
    tags: [tag],
    summary: "Attach a file of up to 10 MB: the bytes as body, its name in the query",
    request: {
      params: idParam(),
      query: z.object({ name: FileName }),
      body: { required: true, content: { "application/octet-stream": bytes, "image/jpeg": bytes, "image/png": bytes } },
    },
    responses: { 201: json(AttachmentBody), ...problems(401, 403, 404, 409, 413, 415, 422) },
  });
const listRoute = ({ noun, tag }: Naming) =>
  createRoute({
    operationId: `list${noun}Attachments`,
    method: "get",
    path: "/{id}/attachments",
    tags: [tag],
    summary: "The attached files, without their bytes",
    request: { params: idParam() },
    responses: { 200: json(z.object({ items: z.array(AttachmentBody) })), ...problems(401, 403, 404, 422) },
  });
const getRoute = ({ noun, tag }: Naming) =>
  createRoute({
    operationId: `get${noun}Attachment`,
    method: "get",
    path: "/{id}/attachments/{attachmentId}",
    tags: [tag],
    summary: "An attached file, to be saved",
    request: { params: ofOne },
    responses: { 200: { description: "The file.", content: { "application/octet-stream": bytes } }, ...problems(401, 403, 404, 422) },
  });
const removeRoute = ({ noun, tag }: Naming) =>
  createRoute({
    operationId: `remove${noun}Attachment`,
    method: "delete",
    path: "/{id}/attachments/{attachmentId}",
    tags: [tag],
    summary: "Take a file off what is not posted",
    request: { params: ofOne },
    responses: { 200: json(z.object({ id: z.uuid() })), ...problems(401, 403, 404, 409, 422) },
  });

/** RFC 6266: a plain name for old programs, the true one beside it. Nothing of the name can end the header or name a folder. */
export const dispositionOf = (name: string): string => {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%;]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};

type File = Readonly<{ name: string; mediaType: string; bytes: Uint8Array; hash: string }>;

/** To be saved, never shown as a page of ours: whatever is in it, a browser runs nothing. */
const answerFile = (c: Context<Env>, file: File) => {
  const headers = {
    ETag: `"${file.hash}"`,
    "Cache-Control": "private, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
  };
  if (sameTag(c.req.header("if-none-match"), headers.ETag)) return c.body(null, 304, headers) as never;
  const content = { "Content-Type": file.mediaType, "Content-Disposition": dispositionOf(file.name) };
  return c.body(new Uint8Array(file.bytes), 200, { ...headers, ...content }) as never;
};

/** The files of one kind of record under its address. */
export const attachmentRoutes = (attachments: Attachments, naming: Naming) => {
  const routes = router();
  routes.openapi(addRoute(naming), async (c) => {
    const file = { name: c.req.valid("query").name, bytes: new Uint8Array(await c.req.arrayBuffer()) };
    return answer(c, await attachments.add(c.var.ctx, { ...c.req.valid("param"), ...file }), 201);
  });
  routes.openapi(listRoute(naming), async (c) => answer(c, await attachments.list(c.var.ctx, c.req.valid("param")), 200));
  routes.openapi(getRoute(naming), async (c) => {
    const file = await attachments.read(c.var.ctx, c.req.valid("param"));
    return file.ok ? answerFile(c, file.value) : problem(c, file.fault);
  });
  routes.openapi(removeRoute(naming), async (c) => answer(c, await attachments.remove(c.var.ctx, c.req.valid("param")), 200));
  return routes;
};
