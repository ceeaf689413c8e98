import type { paths as described } from "./generated/schema.ts";

interface Account {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly type: string;
}
interface Entry {
  readonly id: string;
  readonly number: number | null;
  readonly date: string;
  readonly description: string;
  readonly lines: { position: number; account: Account; currency: string; amount: string; companyAmount: string }[];
}
interface ReadEntry {
  parameters: { query?: never; header?: never; path: { id: string }; cookie?: never };
  requestBody?: never;
  responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": Entry } } };
}

/** The paths of the API document, and the entry that it will describe. */
export type paths = described & { "/finance/entries/{id}": { get: ReadEntry } };
