import * as z from "zod";
import { type BulkBody, BulkMode, readRows, refusedRow, refusedRows, rowsOf } from "#core/kernel/bulk.ts";
import { command } from "#core/kernel/command.ts";
import { done, refuse } from "#core/kernel/fault.ts";
import { recordCreated } from "./create-customer.ts";
import { CustomerInput } from "./customer.ts";
import { type InsertedCustomer, insertCustomers } from "./insert-customers.ts";

/** Rows are read one by one, so that with `each` a bad one does not refuse the others. */
export const CustomersInput = z.strictObject({
  mode: BulkMode.default("all"),
  customers: rowsOf(CustomerInput),
});
export type CustomersInput = Readonly<{ mode: z.infer<typeof BulkMode>; customers: readonly unknown[] }>;

/** Enters up to a thousand customers, in the same few statements as one. */
export const createCustomers = command("sales.customer.write", async (tx, { mode, customers }: CustomersInput) => {
  const rows = readRows(CustomerInput, customers);
  const bad = rows.filter((row) => "fault" in row);
  if (mode === "all" && bad.length > 0) return refuse(refusedRows("customers", rows));
  const inserted = await insertCustomers(
    tx,
    rows.flatMap((row) => ("input" in row ? [row.input] : [])),
  );
  const next = inserted.values();
  const results = rows.map((row): InsertedCustomer => ("input" in row ? (next.next().value ?? unanswered()) : row));
  if (mode === "all" && results.some((result) => "fault" in result)) return refuse(refusedRows("customers", results));
  const created = results.flatMap((result) => ("customer" in result ? [result.customer] : []));
  recordCreated(tx, created);
  return done<BulkBody>({
    created: created.length,
    refused: results.length - created.length,
    results: results.map((result, index) =>
      "customer" in result
        ? { index, status: "created", id: result.customer.id, code: result.customer.code }
        : refusedRow(index, result.fault),
    ),
  });
});

const unanswered = (): never => {
  throw new Error("Nothing became of a row.");
};
