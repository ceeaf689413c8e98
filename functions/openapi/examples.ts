import { type OpenApiDocument, resolve, type Schema } from "./document.ts";

const ID = "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708";

/** Believable values by the name of the field; the first that the field's schema accepts is shown. */
const BY_NAME: Readonly<Record<string, readonly unknown[]>> = {
  name: ["Northwind Traders"],
  email: ["anna.becker@northwind.example"],
  currency: ["EUR"],
  baseCurrency: ["EUR"],
  country: ["DE"],
  city: ["Hamburg"],
  postalCode: ["20095"],
  street: ["Mönckebergstraße 7"],
  line1: ["Mönckebergstraße 7"],
  phone: ["+49 40 5550 1234"],
  taxId: ["DE136695976"],
  sku: ["CHAI-10"],
  description: ["Chai, 10 boxes of 20 bags"],
  number: ["10042"],
  code: ["1200"],
  quantity: ["10", 10],
  password: ["correct horse battery staple"],
  timeZone: ["Europe/Berlin"],
  locale: ["de"],
  url: ["https://shop.example/hooks/enterprise"],
  version: [3],
  next: ["WyIxMDA0MiJd"],
  currencies: [["EUR"]],
};

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

const scalar = (schema: Schema, name: string): unknown => {
  const types = [schema.type ?? "string"].flat();
  const candidates = [
    ...(BY_NAME[name] ?? []),
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
  const choice = (schema.oneOf ?? schema.anyOf)?.find(({ type }) => type !== "null");
  if (choice) return exampleOf(document, choice, name, depth);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(document, part, name, depth)));
  if (schema.properties || schema.type === "object") return objectExample(document, schema, depth);
  if (schema.items || schema.prefixItems) return arrayExample(document, schema, name, depth);
  if (schema.type === undefined && !schema.pattern && !schema.format) return {};
  return scalar(schema, name);
};

const DEEPEST = 6;

const objectExample = (document: OpenApiDocument, schema: Schema, depth: number): Record<string, unknown> => {
  const properties = Object.entries(schema.properties ?? {}).filter(
    ([name]) => depth < DEEPEST || schema.required?.includes(name) === true,
  );
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
