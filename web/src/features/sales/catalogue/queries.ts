import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { ifMatch, read } from "../../../api/read.ts";
import type { Answer, Body, Filter, Item, Patch } from "../../../api/types.ts";

export type ProductRow = Item<"/sales/products">;
export type Product = Answer<"/sales/products/{id}">;
export type ProductState = ProductRow["state"];
export type ProductFilter = Filter<"/sales/products">;
type NewPrice = Body<"/sales/prices">;
type NewProduct = Body<"/sales/products">;
type ProductChange = Patch<"/sales/products/{id}">;

export const productQueries = {
  all: ["sales", "products"] as const,
  list: (filter: ProductFilter) =>
    pagesOf([...productQueries.all, filter], (after) => read(api.GET("/sales/products", { params: { query: { ...filter, after } } }))),
  one: (id: string) =>
    queryOptions({
      queryKey: [...productQueries.all, id],
      queryFn: () => read(api.GET("/sales/products/{id}", { params: { path: { id } } })),
    }),
  /** The prices that hold today. */
  prices: (productId: string) =>
    queryOptions({
      queryKey: [...productQueries.all, productId, "prices"],
      queryFn: async () => {
        const on = new Date().toLocaleDateString("sv");
        const [prices, lists] = await Promise.all([
          read(api.GET("/sales/prices", { params: { query: { productId, on, limit: 100 } } })),
          read(api.GET("/sales/price-lists", { params: { query: { limit: 200 } } })),
        ]);
        const names = new Map(lists.items.map((list) => [list.id, list.name]));
        return prices.items.map((price) => ({ ...price, listName: names.get(price.priceListId) ?? "" }));
      },
    }),
  lists: () =>
    queryOptions({
      queryKey: ["sales", "price-lists"],
      queryFn: async () => (await read(api.GET("/sales/price-lists", { params: { query: { limit: 200 } } }))).items,
    }),
  /** What is there, warehouse by warehouse. */
  stock: (productId: string) =>
    queryOptions({
      queryKey: [...productQueries.all, productId, "stock"],
      queryFn: async () => (await read(api.GET("/sales/stock", { params: { query: { productId, limit: 100 } } }))).items,
    }),
  categories: () =>
    queryOptions({
      queryKey: ["sales", "categories"],
      queryFn: async () => (await read(api.GET("/sales/categories/tree", {}))).items,
      staleTime: 300_000,
    }),
};

function useProductCommand<Input, Result>(work: (input: Input) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: work, onSuccess: () => queries.invalidateQueries({ queryKey: productQueries.all }) });
}

export const useCreateProduct = () => useProductCommand((product: NewProduct) => read(api.POST("/sales/products", { body: product })));

export const useChangeProduct = ({ id, version }: Product) =>
  useProductCommand((change: ProductChange) =>
    read(api.PATCH("/sales/products/{id}", { params: { path: { id } }, headers: ifMatch(version), body: change })),
  );

export const useSetPrice = () => useProductCommand((price: NewPrice) => read(api.POST("/sales/prices", { body: price })));

/** Goods that came in, into the default warehouse. */
export const useReceiveGoods = ({ id }: Product) =>
  useProductCommand((quantity: string) => read(api.POST("/sales/stock/receipts", { body: { lines: [{ productId: id, quantity }] } })));

export const usePublishProduct = ({ id, version }: Product) =>
  useProductCommand(() => read(api.POST("/sales/products/{id}/publish", { params: { path: { id } }, headers: ifMatch(version) })));

export const useArchiveProduct = ({ id, version }: Product) =>
  useProductCommand(() => read(api.POST("/sales/products/{id}/archive", { params: { path: { id } }, headers: ifMatch(version) })));
