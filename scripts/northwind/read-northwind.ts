import { createReadStream } from "node:fs";
import { join } from "node:path";
import { openCsv } from "#functions/adapters/csv.ts";

export type Row = Readonly<Record<string, string>>;

/** The rows of one of its files by column name. */
export const readTable = async (folder: string, name: string): Promise<Row[]> => {
  const { header, rows } = await openCsv(() => createReadStream(join(folder, `${name}.csv`)));
  const table: Row[] = [];
  for await (const { values } of rows()) table.push(Object.fromEntries(header.map((column, at) => [column, values[at] ?? ""])));
  return table;
};

export type Northwind = Readonly<
  Record<"customers" | "suppliers" | "employees" | "categories" | "products" | "orders" | "order_details", readonly Row[]>
>;

export const readNorthwind = async (folder: string): Promise<Northwind> => ({
  customers: await readTable(folder, "customers"),
  suppliers: await readTable(folder, "suppliers"),
  employees: await readTable(folder, "employees"),
  categories: await readTable(folder, "categories"),
  products: await readTable(folder, "products"),
  orders: await readTable(folder, "orders"),
  order_details: await readTable(folder, "order_details"),
});
