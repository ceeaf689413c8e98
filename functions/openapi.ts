import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { Hono } from "hono";
import project from "../package.json" with { type: "json" };
import type { Env } from "./env.ts";
import { CONTRACT, SECURITY_SCHEMES, TAGS } from "./openapi/contract.ts";
import { METHODS, type Media, type OpenApiDocument, operationsOf, type PathItem, resolve } from "./openapi/document.ts";
import { exampleOf } from "./openapi/examples.ts";
import { REQUESTS } from "./openapi/requests.ts";
import { surround } from "./openapi/surroundings.ts";
import { dropUnused } from "./openapi/unused.ts";
import { PROBLEM_STATUSES } from "./problem.ts";

const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1)));
const inOrder = (item: PathItem): PathItem =>
  Object.fromEntries(METHODS.flatMap((method) => (item[method] ? [[method, item[method]]] : [])));

/** What the routes declare, as plain JSON in a fixed order. */
const declared = (api: OpenAPIHono<Env>): OpenApiDocument => {
  const info = {
    title: "Enterprise System",
    version: project.version,
    summary: "Order to cash on one ledger.",
    description: CONTRACT,
    license: { name: "Proprietary", identifier: "LicenseRef-Proprietary" },
  };
  const document = api.getOpenAPI31Document({ openapi: "3.1.1", info });
  const { paths, components } = JSON.parse(JSON.stringify(document)) as OpenApiDocument;
  return {
    openapi: "3.1.1",
    info,
    servers: [{ url: ".", description: "This server" }],
    tags: [],
    security: [{ accessToken: [] }, { apiKey: [] }],
    paths: sorted(Object.fromEntries(Object.entries(paths).map(([path, item]) => [path, inOrder(item)]))),
    components: { ...components, schemas: sorted(components.schemas), securitySchemes: SECURITY_SCHEMES },
  };
};

const withExample = (document: OpenApiDocument, media: Media): void => {
  if (media.example === undefined && media.examples === undefined) media.example = exampleOf(document, media.schema);
};

const addExamples = (document: OpenApiDocument): void => {
  for (const { operation } of operationsOf(document)) {
    const request = operation.requestBody?.content["application/json"];
    const written = REQUESTS[operation.operationId ?? ""];
    if (request && written !== undefined) request.example = written;
    const answers = Object.values(operation.responses).map((answer) => resolve(document, answer));
    for (const { content } of [...(operation.requestBody ? [operation.requestBody] : []), ...answers])
      if (content?.["application/json"]) withExample(document, content["application/json"]);
  }
};

/** The document of everything that is mounted: what routes declare, with what surrounds each of them. */
export const openApiDocument = (api: OpenAPIHono<Env>): OpenApiDocument => {
  const document = declared(api);
  const operations = operationsOf(document);
  surround(document, operations, PROBLEM_STATUSES);
  addExamples(document);
  dropUnused(document);
  const used = new Set(operations.flatMap(({ operation }) => operation.tags ?? []));
  document.tags = Object.entries(TAGS)
    .filter(([name]) => used.has(name))
    .map(([name, description]) => ({ name, description }));
  return document;
};

/** The bytes of the document as it is checked in and served. */
export const openApiText = (api: OpenAPIHono<Env>): string => `${JSON.stringify(openApiDocument(api), null, 2)}\n`;

/** `/openapi.json`: made once, when it is first asked for. */
export const openApiRoute = (api: OpenAPIHono<Env>): Hono => {
  let made: Readonly<{ plain: Uint8Array<ArrayBuffer>; zipped: Uint8Array<ArrayBuffer>; tag: string }> | undefined;
  const make = () => {
    const plain = new TextEncoder().encode(openApiText(api));
    return {
      plain,
      zipped: new Uint8Array(gzipSync(plain)),
      tag: `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`,
    };
  };
  const routes = new Hono();
  routes.get("/openapi.json", (c) => {
    made ??= make();
    const headers = { etag: made.tag, "cache-control": "no-cache", vary: "accept-encoding" };
    if (c.req.header("if-none-match")?.includes(made.tag)) return c.body(null, 304, headers);
    const zipped = /\bgzip\b/.test(c.req.header("accept-encoding") ?? "");
    const encoding = zipped ? { "content-encoding": "gzip" } : {};
    return c.body(zipped ? made.zipped : made.plain, 200, { ...headers, ...encoding, "content-type": "application/json" });
  });
  return routes;
};
