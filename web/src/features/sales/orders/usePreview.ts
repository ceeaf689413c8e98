import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type * as z from "zod";
import { OrderInput } from "#core/sales/orders/order.ts";
import { api } from "../../../api/client.ts";
import { type Problem, problemOf } from "../../../api/problem.ts";
import { read } from "../../../api/read.ts";
import { useDebounced } from "../../../ui/useDebounced.ts";
import type { Order } from "./queries.ts";

/** The lines of the form that are complete enough to be priced, with their places in the form. */
function priceable(values: z.input<typeof OrderInput>) {
  const places = values.lines.flatMap((line, index) => (OrderInput.shape.lines.element.safeParse(line).success ? [index] : []));
  const lines = places.map((index) => values.lines[index]);
  const order = OrderInput.pick({ customerId: true, lines: true }).safeParse({ customerId: values.customerId, lines });
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

/** What the order would be: the server runs it whole, with the customer's prices and taxes, and rolls it back. */
export function usePreview(values: z.input<typeof OrderInput>): Preview {
  const settled = useDebounced(JSON.stringify(values), 300);
  const { places, order } = priceable(JSON.parse(settled));
  const { data, error, isFetching } = useQuery({
    queryKey: ["sales", "orders", "preview", order],
    queryFn: () => read(api.POST("/sales/orders", { params: { header: { Prefer: "dry-run" } }, body: order as OrderInput })),
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
