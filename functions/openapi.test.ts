import { readFileSync } from "node:fs";
import { createRoute } from "@hono/zod-openapi";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { expect, test } from "vitest";
import * as z from "zod";
import { PageOf } from "#core/kernel/page.ts";
import { TAGS } from "./openapi/contract.ts";
import { describedApi } from "./openapi/described-api.ts";
import { type Media, operationsOf, resolve } from "./openapi/document.ts";
import { openApiDocument, openApiRoute, openApiText } from "./openapi.ts";
import { problems } from "./problem.ts";
import { body, json, router } from "./router.ts";

const text = openApiText(describedApi());
const document = openApiDocument(describedApi());
const operations = operationsOf(document);
const named = operations.map(({ path, method, operation }) => ({ name: `${method.toUpperCase()} ${path}`, operation }));
const isPublic = ({ operation }: (typeof named)[number]) => operation.security?.length === 0;

test("docs/openapi.json is what the routes say: else run `npm run openapi`", () => {
  expect(readFileSync(new URL("../docs/openapi.json", import.meta.url), "utf8") === text).toBe(true);
});

test("the document passes the linter's recommended rules", { timeout: 60_000 }, async () => {
  const config = await createConfig({
    extends: ["recommended-strict"],
    rules: {
      // /sales/orders/{orderId} beside /sales/orders/bulk: the router takes the fixed name first, and ids are UUIDs.
      "no-ambiguous-paths": "off",
      // Wants 4xx answers also where nothing can be wrong with the request, as on /.well-known/jwks.json.
      "operation-4xx-response": "off",
    },
  });
  const problemsFound = await lintFromString({ source: text, absoluteRef: "openapi.json", config });

  expect(problemsFound.map(({ ruleId, message, location }) => `${location[0]?.pointer}: ${message} (${ruleId})`)).toEqual([]);
});

test("every operation has an id of its own, a known chapter and a summary", () => {
  const ids = operations.map(({ operation }) => operation.operationId);

  expect(ids.filter((id, index) => id === undefined || ids.indexOf(id) !== index)).toEqual([]);
  expect(named.filter(({ operation }) => operation.tags?.length !== 1).map(({ name }) => name)).toEqual([]);
  expect([...new Set(operations.flatMap(({ operation }) => operation.tags ?? []))].filter((tag) => !(tag in TAGS))).toEqual([]);
  expect(named.filter(({ operation }) => (operation.summary ?? "").length < 5).map(({ name }) => name)).toEqual([]);
});

test("whoever is not signed in, or may not, is told so on every operation that is not public", () => {
  const closed = named.filter((one) => !isPublic(one));

  expect(closed.filter(({ operation }) => !("401" in operation.responses)).map(({ name }) => name)).toEqual([]);
  expect(closed.filter(({ operation }) => !("403" in operation.responses)).map(({ name }) => name)).toEqual([]);
});

test("every JSON body and answer has an example", () => {
  const mediaOf = ({ operation }: (typeof named)[number]): (Media | undefined)[] => [
    operation.requestBody?.content["application/json"],
    ...Object.values(operation.responses).map((answer) => resolve(document, answer).content?.["application/json"]),
  ];
  const bare = named.filter((one) => mediaOf(one).some((media) => media && media.example === undefined && media.examples === undefined));

  expect(bare.map(({ name }) => name)).toEqual([]);
});

const Thing = z
  .object({ id: z.uuid(), price: z.string().regex(/^\d+\.\d{2}$/), kind: z.enum(["big", "small"]), version: z.int() })
  .meta({ id: "Thing" });
const NewThing = z.strictObject({
  price: z.string().regex(/^\d+\.\d{2}$/),
  day: z.iso.date().optional(),
  tags: z.array(z.string().max(3)).min(1),
});
const tags = ["Things"];
const sample = () => {
  const api = router();
  const make = createRoute({
    operationId: "makeThing",
    method: "post",
    path: "/things",
    tags,
    request: { body: body(NewThing) },
    responses: { 201: json(Thing), ...problems(403, 422) },
  });
  const list = createRoute({
    operationId: "listThings",
    method: "get",
    path: "/things",
    tags,
    responses: { 200: json(PageOf(Thing)), ...problems(403) },
  });
  const open = createRoute({ operationId: "seeThings", method: "get", path: "/open", tags, security: [], responses: { 200: json(Thing) } });
  const change = createRoute({ operationId: "changeThing", method: "patch", path: "/things", tags, responses: { 200: json(Thing) } });
  const answer = async () => {
    throw new Error("Only described.");
  };
  for (const route of [make, list, open, change]) api.openapi(route, answer as never);
  return api;
};

test("what the middleware takes and answers is added to every operation, and only there", () => {
  const { paths } = openApiDocument(sample());
  const parameters = (path: string, method: "get" | "post" | "patch") =>
    (paths[path]?.[method]?.parameters ?? []).map((one) => ("$ref" in one ? one.$ref.split("/").at(-1) : one.name));

  expect(parameters("/things", "post")).toEqual(["IdempotencyKey", "Prefer", "CompanyId"]);
  expect(parameters("/things", "patch")).toEqual(["Prefer", "IfMatch", "CompanyId"]);
  expect(parameters("/things", "get")).toEqual(["CompanyId"]);
  expect(parameters("/open", "get")).toEqual([]);
  expect(Object.keys(paths["/things"]?.post?.responses ?? {})).toEqual(["201", "400", "401", "403", "413", "415", "422", "429"]);
  expect(Object.keys(paths["/open"]?.get?.responses ?? {})).toEqual(["200"]);
  expect(paths["/things"]?.get?.responses[200]).toMatchObject({ headers: { Link: { $ref: "#/components/headers/Link" } } });
  expect(paths["/things"]?.post?.responses[201]).toMatchObject({ headers: { ETag: {}, "Idempotency-Replayed": {} } });
});

test("examples are values that the schemas accept", () => {
  const { paths } = openApiDocument(sample());
  const request = paths["/things"]?.post?.requestBody?.content["application/json"]?.example;
  const list = paths["/things"]?.get?.responses[200];

  expect(NewThing.safeParse(request)).toMatchObject({ success: true });
  expect(list && "content" in list && PageOf(Thing).safeParse(list.content?.["application/json"]?.example)).toMatchObject({
    success: true,
  });
});

test("/openapi.json is served with a tag, compressed, and 304 to whoever has it", async () => {
  const served = openApiRoute(sample());
  const plain = await served.request("/openapi.json");
  const etag = `${plain.headers.get("etag")}`;

  expect(await plain.json()).toMatchObject({ openapi: "3.1.1", paths: { "/things": {} } });
  const zipped = await served.request("/openapi.json", { headers: { "accept-encoding": "gzip, br" } });
  expect(zipped.headers.get("content-encoding")).toBe("gzip");
  expect((await zipped.arrayBuffer()).byteLength).toBeLessThan(6000);
  expect((await served.request("/openapi.json", { headers: { "if-none-match": etag } })).status).toBe(304);
  expect((await served.request("/openapi.json", { headers: { "if-none-match": '"other"' } })).status).toBe(200);
});
