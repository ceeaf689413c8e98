import { describedApi } from "#functions/openapi/described-api.ts";
import { type Operation, operationsOf, resolve, type Schema } from "#functions/openapi/document.ts";
import { openApiDocument } from "#functions/openapi.ts";

const document = openApiDocument(describedApi());
const JSON_TYPE = "application/json";

type Parameter = Readonly<{ name: string; in: string; required?: boolean; schema: Schema; example?: unknown }>;

/** An operation of the API's document, as a test calls it. */
export type TestOperation = Readonly<{
  name: string;
  method: string;
  path: string;
  isPublic: boolean;
  parameters: readonly Parameter[];
  /** The example of its JSON body; undefined when it takes none. */
  example: unknown;
  bodySchema: Schema | undefined;
  bodyRequired: boolean;
  mediaTypes: readonly string[];
  statuses: readonly string[];
}>;

const parametersOf = ({ parameters = [] }: Operation) => parameters.map((one) => resolve(document, one) as Parameter);

/** Everything the API offers, so that a new route is tested on the day it is mounted. */
export const operations: readonly TestOperation[] = operationsOf(document).map(({ method, path, operation }) => {
  const media = operation.requestBody?.content[JSON_TYPE];
  return {
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    isPublic: operation.security?.length === 0,
    parameters: parametersOf(operation),
    example: media?.example ?? Object.values(media?.examples ?? {})[0]?.value,
    bodySchema: media && (resolve(document, media.schema) as Schema),
    bodyRequired: operation.requestBody?.required ?? false,
    mediaTypes: Object.keys(operation.requestBody?.content ?? {}),
    statuses: Object.keys(operation.responses),
  };
});

const isId = ({ schema }: Parameter) => (resolve(document, schema) as Schema).format === "uuid";

/** Whether a PUT makes what its path names in words: then nothing can be missing there. */
export const makesWhatItNames = ({ method, parameters }: TestOperation): boolean =>
  method === "PUT" && parameters.some((one) => one.in === "path") && parameters.every((one) => one.in !== "path" || !isId(one));

/** A word in the place of a parameter: one of its own where it has a list of them, in small letters where it may have no others. */
const fitting = ({ schema }: Parameter, text: string) => {
  const { pattern, enum: choices } = resolve(document, schema) as Schema & { pattern?: string };
  if (text === "UNKNOWN" && choices !== undefined) return String(choices[0]);
  return text === "UNKNOWN" && pattern !== undefined && !new RegExp(pattern).test(text) ? text.toLowerCase() : text;
};

/** The path with these ids in place of its parameters, and whatever query it cannot do without. */
export const pathOf = ({ path, parameters }: TestOperation, id: string, text = "UNKNOWN"): string => {
  const filled = parameters
    .filter((one) => one.in === "path")
    .reduce((url, one) => url.replace(`{${one.name}}`, encodeURIComponent(isId(one) ? id : fitting(one, text))), path);
  const query = parameters.filter((one) => one.in === "query" && one.required).map((one) => [one.name, String(exampleOf(one))]);
  return query.length > 0 ? `${filled}?${new URLSearchParams(query)}` : filled;
};

const exampleOf = ({ schema, example }: Parameter) => {
  const { enum: choices, examples, format } = resolve(document, schema) as Schema;
  if (example !== undefined) return example;
  if (format === "date") return "2026-03-31";
  if (format === "date-time") return "2026-03-31T12:00:00Z";
  return choices?.[0] ?? examples?.[0] ?? (format === "uuid" ? "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708" : "1");
};

/** The collection that a path with an id belongs to: where its rows are made. */
export const collectionOf = (path: string): string | undefined => {
  const at = path.indexOf("/{");
  return at < 0 ? undefined : path.slice(0, at);
};

/** The least of a body that is accepted, with ids of what there is in place of invented ones. */
export const leastBody = ({ example, bodySchema }: TestOperation, ids: Readonly<Record<string, string>>): unknown =>
  bodySchema && leastOf(bodySchema, example, ids);

const leastOf = (schema: Schema, example: unknown, ids: Readonly<Record<string, string>>): unknown => {
  const { properties = {}, required = [], items } = resolve(document, schema) as Schema;
  if (Array.isArray(example)) return items ? example.slice(0, 1).map((one) => leastOf(items, one, ids)) : example;
  if (example === null || typeof example !== "object" || required.length === 0) return example;
  const fields = Object.entries(example).filter(([name]) => required.includes(name) || name in ids);
  return Object.fromEntries(fields.map(([name, value]) => [name, ids[name] ?? leastOf(properties[name] ?? {}, value, ids)]));
};
