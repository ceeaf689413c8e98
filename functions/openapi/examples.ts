import { type OpenApiDocument, resolve, type Schema } from "./document.ts";
import { ID, usual } from "./vocabulary.ts";

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: ID,
  email: "anna.becker@northwind.example",
  date: "2026-03-31",
  "date-time": "2026-03-31T09:30:00Z",
  uri: "https://shop.example/hooks/enterprise",
  binary: "",
};

/** Texts for what has no name or format we know, tried in this order against pattern and length. */
const TEXTS = [
  "Northwind",
  "1250.00",
  "12.5",
  "10",
  "2026-03-31",
  "EUR",
  "DE",
  "sales.order.confirmed",
  "sales.order.read",
  "Europe/Berlin",
  "A1",
  "a",
  ID,
];

const fits = (schema: Schema, value: unknown): boolean => {
  if (schema.enum) return schema.enum.includes(value);
  if (value === null) return [schema.type].flat().includes("null");
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const kind = Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value;
  if (types.length > 0 && !types.includes(kind) && !(kind === "integer" && types.includes("number"))) return false;
  if (typeof value === "string") {
    if (schema.format !== undefined && schema.format in BY_FORMAT && schema.format !== "binary" && value !== BY_FORMAT[schema.format])
      return false;
    if (value.length < (schema.minLength ?? 0) || value.length > (schema.maxLength ?? Number.POSITIVE_INFINITY)) return false;
    return schema.pattern === undefined || new RegExp(schema.pattern, "u").test(value);
  }
  if (typeof value === "number") return inRange(schema, value);
  return true;
};

const inRange = ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema, value: number) =>
  value >= (minimum ?? value) &&
  value <= (maximum ?? value) &&
  value > (exclusiveMinimum ?? value - 1) &&
  value < (exclusiveMaximum ?? value + 1);

/** What most documents do not have. */
const UNSET = /^(disabledReason|failingSince|revokedAt|error|revers\w+|validTo|copyOfId|lastErrorAt)$/;

const scalar = (schema: Schema, name: string): unknown => {
  const types = [schema.type ?? "string"].flat();
  const first = types.includes("null") && UNSET.test(name) ? [null] : [];
  const candidates = [
    ...first,
    ...usual(name),
    ...(schema.format !== undefined && schema.format in BY_FORMAT ? [BY_FORMAT[schema.format]] : []),
    ...(types.includes("integer") || types.includes("number") ? [1, 10, schema.minimum, schema.maximum] : []),
    ...(types.includes("boolean") ? [true] : []),
    ...(types.includes("string") ? TEXTS : []),
  ];
  return (
    candidates.find((candidate) => candidate !== undefined && fits(schema, candidate)) ?? (types.includes("null") ? null : "Northwind")
  );
};

/** A value that the schema accepts, the same on every run. `examples` and defaults that a schema brings go first. */
export const exampleOf = (document: OpenApiDocument, given: Schema, name = "", depth = 0): unknown => {
  const schema = resolve<Schema>(document, given as Schema & { $ref: string });
  const brought = schema.examples?.[0] ?? schema.example;
  if (brought !== undefined) return brought;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const whole = [schema.type].flat().includes("array") ? usual(name).find(Array.isArray) : undefined;
  if (whole?.every((item) => fits(schema.items ?? {}, item))) return whole;
  const choice = (schema.oneOf ?? schema.anyOf)?.find(({ type }) => type !== "null");
  if (choice) return exampleOf(document, choice, name, depth);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(document, part, name, depth)));
  if (schema.properties || schema.type === "object") return objectExample(document, schema, name, depth);
  if (schema.items || schema.prefixItems) return arrayExample(document, schema, name, depth);
  if (schema.type === undefined && !schema.pattern && !schema.format) return {};
  return scalar(schema, name);
};

const DEEPEST = 6;

const objectExample = (document: OpenApiDocument, schema: Schema, name: string, depth: number): Record<string, unknown> => {
  const properties = Object.entries(schema.properties ?? {}).filter(([key]) => depth < DEEPEST || schema.required?.includes(key) === true);
  const whole =
    properties.length === 0 ? usual(name).find((value) => typeof value === "object" && value !== null && !Array.isArray(value)) : undefined;
  if (whole) return whole as Record<string, unknown>;
  const known = Object.fromEntries(properties.map(([name, property]) => [name, exampleOf(document, property, name, depth + 1)]));
  if (properties.length > 0 || typeof schema.additionalProperties !== "object") return known;
  const key = schema.propertyNames ? String(exampleOf(document, schema.propertyNames, "", depth + 1)) : "de";
  return { [key]: exampleOf(document, schema.additionalProperties, "", depth + 1) };
};

const arrayExample = (document: OpenApiDocument, schema: Schema, name: string, depth: number): unknown[] => {
  if (schema.prefixItems) return schema.prefixItems.map((item) => exampleOf(document, item, name, depth + 1));
  if (depth >= DEEPEST && (schema.minItems ?? 0) === 0) return [];
  const count = Math.max(schema.minItems ?? 0, 1);
  return Array.from({ length: count }, () => exampleOf(document, schema.items ?? {}, name.replace(/s$/, ""), depth + 1));
};
