import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type * as z from "zod";
import { OrderEntry } from "#core/sales/orders/order.ts";
import { api } from "../../../api/client.ts";
import { type Problem, problemOf } from "../../../api/problem.ts";
import { read } from "../../../api/read.ts";
import { useDebounced } from "../../../ui/useDebounced.ts";
import type { Order } from "./queries.ts";

/** The lines of the form that are complete enough to be priced, with their places in the form. */
function priceable(values: z.input<typeof OrderEntry>) {
  const places = values.lines.flatMap((line, index) => (OrderEntry.shape.lines.element.safeParse(line).success ? [index] : []));
  const lines = places.map((index) => values.lines[index]);
  const order = OrderEntry.pick({ customerId: true, lines: true }).safeParse({ customerId: values.customerId, lines });
  return { places, order: order.success ? order.data : undefined };
}

export interface Preview {
  readonly order: Order | undefined;
  /** The priced line of a row of the form. */
  readonly lineAt: (index: number) => Order["lines"][number] | undefined;
  readonly waiting: boolean;
  /** Why the order could not be taken as it stands: a product without a price, say. */
  readonly problem: Problem | undefined;
}

/** What is asked of the server, without anything being written. */
export type Rehearsal = (order: Pick<OrderEntry, "customerId" | "lines">) => Promise<Order>;

const rehearsing = { header: { Prefer: "dry-run" } } as const;
export const rehearseNew: Rehearsal = (order) => read(api.POST("/sales/orders", { params: rehearsing, body: order as OrderEntry }));
export const rehearseAmendment =
  (id: string): Rehearsal =>
  ({ lines }) =>
    read(api.PATCH("/sales/orders/{id}", { params: { path: { id }, ...rehearsing }, body: { lines } }));

/** What the order would be: the server runs it whole, with the customer's prices and taxes, and rolls it back. */
export function usePreview(values: z.input<typeof OrderEntry>, rehearse: Rehearsal, amended?: string): Preview {
  const settled = useDebounced(JSON.stringify(values), 300);
  const { places, order } = priceable(JSON.parse(settled));
  const { data, error, isFetching } = useQuery({
    queryKey: ["sales", "orders", "preview", amended, order],
    queryFn: () => rehearse(order as OrderEntry),
    enabled: order !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
  });
  const shown = order && !error ? data : undefined;
  return {
    order: shown,
    lineAt: (index) => (places.includes(index) ? shown?.lines[places.indexOf(index)] : undefined),
    problem: order && error ? problemOf(error) : undefined,
    waiting: isFetching || settled !== JSON.stringify(values),
  };
}
