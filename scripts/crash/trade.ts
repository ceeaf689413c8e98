import { v7 as uuidv7 } from "uuid";
import type { LoadCompany } from "#scripts/bench/company.ts";
import { pick } from "#scripts/bench/operations.ts";
import type { PatientClient } from "./patient-client.ts";

/** A write that was acknowledged: under which key, and with which answer. */
export type Acknowledged = Readonly<{ step: Step; path: string; key: string; request: object; status: number; body: string }>;
export type Step = "order" | "confirm" | "deliver" | "invoice" | "pay";
/** One order from its entry to its payment. `reference` is the client's own name for it. */
export type Story = Readonly<{ reference: string; acknowledged: Acknowledged[]; refused: Acknowledged[] }>;

type Document = Readonly<{ id: string; number: string; total: string; invoice?: Readonly<{ id: string; total: string }> }>;

/** Lives one order through; a refusal (no stock left, invoice settled by somebody else) ends it there. */
export const liveStory = async (client: PatientClient, company: LoadCompany, reference: string, onStep: () => void): Promise<Story> => {
  const story: Story = { reference, acknowledged: [], refused: [] };
  const step = async (name: Step, path: string, request: object): Promise<Document | undefined> => {
    const key = uuidv7();
    const { status, body } = await client.write(path, key, request);
    const done = { step: name, path, key, request, status, body };
    (status < 300 ? story.acknowledged : story.refused).push(done);
    onStep();
    return status < 300 ? (JSON.parse(body) as Document) : undefined;
  };
  const customerId = pick(company.customerIds);
  const lines = company.productIds
    .toSorted(() => Math.random() - 0.5)
    .slice(0, 3)
    .map((productId) => ({ productId, quantity: `${1 + Math.floor(Math.random() * 3)}` }));
  const inOneCall = Math.random() < 0.3;
  const order = await step("order", "/sales/orders", { customerId, customerReference: reference, lines, invoice: inOneCall });
  if (!order) return story;
  let invoice = order.invoice;
  if (!inOneCall) {
    if (!(await step("confirm", `/sales/orders/${order.id}/confirm`, {}))) return story;
    invoice = (await step("invoice", `/sales/orders/${order.id}/invoices`, {}))?.invoice;
  }
  if (Math.random() < 0.5) await step("deliver", `/sales/orders/${order.id}/deliveries`, {});
  if (!invoice) return story;
  // Half pay their own invoice, the others whatever the customer has owed the longest: all of them meet on four customers.
  const allocations = Math.random() < 0.5 ? [{ invoiceId: invoice.id, amount: invoice.total }] : "oldest";
  await step("pay", "/finance/payments", { partyId: customerId, amount: invoice.total, reference, allocations });
  return story;
};
