import { formatMinor } from "#core/kernel/money.ts";
import type { Adjusted } from "../open-items/adjustments.ts";
import type { Edge } from "../open-items/allocations.ts";
import { namedBy } from "../open-items/open-item.ts";
import type { Chosen } from "./choose-items.ts";
import type { PaymentBody } from "./payment.ts";

/** The edges of a command as its answer shows them, beside the documents they settle. */
export const allocationBodies = (
  chosen: readonly Chosen[],
  edges: readonly Edge[],
  taken: readonly Adjusted[],
  currency: string,
): PaymentBody["allocations"] => {
  const shares = chosen.flatMap(({ document }) => document.items.map((item) => ({ document, item })));
  return edges.map((edge) => {
    const { document } =
      shares.find(
        ({ item }) =>
          (item.entryId === edge.debitEntryId && item.position === edge.debitPosition) ||
          (item.entryId === edge.creditEntryId && item.position === edge.creditPosition),
      ) ?? unknownEdge(edge);
    return {
      id: edge.id,
      kind: taken.find((one) => one.edges.includes(edge))?.opening.kind ?? "payment",
      ...namedBy(document.kind, document.id),
      invoiceNumber: document.number ?? "",
      amount: formatMinor(edge.amountMinor, currency),
      allocatedOn: edge.allocatedOn,
      undoneOn: null,
    };
  });
};

const unknownEdge = ({ id }: Edge): never => {
  throw new Error(`Edge ${id} settles nothing that was chosen.`);
};
