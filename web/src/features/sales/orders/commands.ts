import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { ifMatch, read } from "../../../api/read.ts";
import type { Amendment, DeliveryLines, NewOrder, Order, Returned } from "./queries.ts";

/** What happens to an order changes stock, invoices and the ledger too: whatever is shown is asked for again. */
function useOrderCommand<Input, Result>(work: (input: Input) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: work, onSuccess: () => queries.invalidateQueries() });
}

export const usePlaceOrder = () => useOrderCommand((order: NewOrder) => read(api.POST("/sales/orders", { body: order })));

export const useConfirmOrder = ({ id, version }: Order) =>
  useOrderCommand(() => read(api.POST("/sales/orders/{id}/confirm", { params: { path: { id } }, headers: ifMatch(version) })));

export const useCancelOrder = ({ id, version }: Order) =>
  useOrderCommand(() => read(api.POST("/sales/orders/{id}/cancel", { params: { path: { id } }, headers: ifMatch(version) })));

export const useCloseOrder = ({ id, version }: Order) =>
  useOrderCommand(() => read(api.POST("/sales/orders/{id}/close", { params: { path: { id } }, headers: ifMatch(version) })));

export const useAmendOrder = ({ id, version }: Order) =>
  useOrderCommand((changes: Amendment) =>
    read(api.PATCH("/sales/orders/{id}", { params: { path: { id } }, headers: ifMatch(version), body: changes })),
  );

/** Takes goods back, into stock or not, with a credit note or without. */
export const useTakeBack = ({ id, version }: Order) =>
  useOrderCommand((taken: Returned) =>
    read(api.POST("/sales/orders/{id}/returns", { params: { path: { id } }, headers: ifMatch(version), body: taken })),
  );

/** Delivers the named quantities. */
export const useDeliverOrder = ({ id, version }: Order) =>
  useOrderCommand((lines: DeliveryLines) =>
    read(api.POST("/sales/orders/{id}/deliveries", { params: { path: { id } }, headers: ifMatch(version), body: { lines } })),
  );

/** Invoices what is delivered, or everything that is not invoiced yet. */
export const useInvoiceOrder = ({ id, version }: Order) =>
  useOrderCommand((only: "all" | "delivered") =>
    read(api.POST("/sales/orders/{id}/invoices", { params: { path: { id } }, headers: ifMatch(version), body: { only } })),
  );
