import { v7 as uuidv7 } from "uuid";
import type { LoadCompany } from "./company.ts";
import type { HttpClient } from "./http-client.ts";

/** What is measured through the API. */
export type Operation = "sale" | "sale in three calls" | "entry" | "orders" | "customers" | "invoices";

export const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T;

const call = async (client: HttpClient, method: "GET" | "POST", path: string, body?: unknown): Promise<string> => {
  const headers = method === "GET" ? "" : `idempotency-key: ${uuidv7()}\r\n`;
  const answer = await client.send(method, path, body === undefined ? undefined : JSON.stringify(body), headers);
  if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.body.slice(0, 500)}`);
  return answer.body;
};

const order = ({ customerIds, productIds }: LoadCompany) => ({
  customerId: pick(customerIds),
  lines: [1, 2, 3].map(() => ({ productId: pick(productIds), quantity: `${1 + Math.floor(Math.random() * 5)}` })),
});

const manualEntry = ({ accountIds: [first, second] }: LoadCompany) => {
  const amount = `${100 + Math.floor(Math.random() * 900)}.00`;
  return {
    description: "Manual entry",
    lines: [
      { accountId: first, debit: amount },
      { accountId: second, credit: amount },
    ],
  };
};

const saleInThreeCalls = async (client: HttpClient, company: LoadCompany): Promise<void> => {
  const { id } = JSON.parse(await call(client, "POST", "/sales/orders", order(company))) as { id: string };
  await call(client, "POST", `/sales/orders/${id}/confirm`);
  await call(client, "POST", `/sales/orders/${id}/invoices`, {});
};

/** Runs the operation once on this connection; anything but success throws. */
export const runOperation = async (client: HttpClient, company: LoadCompany, operation: Operation): Promise<void> => {
  if (operation === "sale") await call(client, "POST", "/sales/orders", { ...order(company), invoice: true });
  else if (operation === "entry") await call(client, "POST", "/finance/entries", manualEntry(company));
  else if (operation === "sale in three calls") await saleInThreeCalls(client, company);
  else await call(client, "GET", `/${operation === "invoices" ? "finance" : "sales"}/${operation}?limit=50`);
};
