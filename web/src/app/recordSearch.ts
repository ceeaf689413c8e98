import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../api/client.ts";
import { read } from "../api/read.ts";
import type { IconName } from "../ui/Icon.tsx";
import { useDebounced } from "../ui/useDebounced.ts";
import { paths } from "./paths.ts";

interface Found {
  readonly to: string;
  readonly label: string;
  readonly hint: string;
  readonly icon: IconName;
}

const limit = 4;

/** Asks each list for what was typed. A list the person may not see has nothing to show. */
async function find(q: string): Promise<readonly Found[]> {
  const query = { params: { query: { q, limit } } };
  const found = await Promise.allSettled([
    read(api.GET("/sales/orders", query)).then(({ items }) =>
      items.map(({ id, number, customer }): Found => ({ to: paths.sales.order(id), label: number, hint: customer.name, icon: "orders" })),
    ),
    read(api.GET("/sales/customers", query)).then(({ items }) =>
      items.map(({ id, name, code }): Found => ({ to: paths.sales.customer(id), label: name, hint: code, icon: "customers" })),
    ),
    read(api.GET("/sales/products", query)).then(({ items }) =>
      items.map(({ id, name, sku }): Found => ({ to: paths.sales.product(id), label: name, hint: sku, icon: "products" })),
    ),
    read(api.GET("/finance/invoices", query)).then(({ items }) =>
      items.map(
        ({ id, number, party }): Found => ({ to: paths.finance.invoice(id), label: number ?? "–", hint: party.name, icon: "invoices" }),
      ),
    ),
  ]);
  return found.flatMap((list) => (list.status === "fulfilled" ? list.value : []));
}

/** Records by name or number, once two letters are typed. */
export function useRecordSearch(typed: string): readonly Found[] {
  const q = useDebounced(typed.trim());
  const { data } = useQuery({
    queryKey: ["palette", q],
    queryFn: () => find(q),
    enabled: q.length >= 2,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return q.length >= 2 ? (data ?? []) : [];
}
