import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { read } from "../../../api/read.ts";
import type { DeliveryLines, NewOrder, Order } from "./queries.ts";

/** What happens to an order changes stock, invoices and the ledger too: whatever is shown is asked for again. */
function useOrderCommand<Input, Result>(work: (input: Input) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: work, onSuccess: () => queries.invalidateQueries() });
}

export const usePlaceOrder = () => useOrderCommand((order: NewOrder) => read(api.POST("/sales/orders", { body: order })));

export const useConfirmOrder = (id: string) =>
  useOrderCommand(() => read(api.POST("/sales/orders/{id}/confirm", { params: { path: { id } }, body: {} })));

export const useCancelOrder = (id: string) =>
  useOrderCommand(() => read(api.POST("/sales/orders/{id}/cancel", { params: { path: { id } }, body: {} })));

export const useInvoiceOrder = (id: string) =>
  useOrderCommand(() => read(api.POST("/sales/orders/{id}/invoice", { params: { path: { id } }, body: {} })));

/** Delivers the named quantities. */
export const useDeliverOrder = (order: Order) =>
  useOrderCommand((lines: DeliveryLines) =>
    read(api.POST("/sales/orders/{id}/deliver", { params: { path: { id: order.id } }, body: { lines } })),
  );
