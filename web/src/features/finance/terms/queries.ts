import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { ifMatch, read } from "../../../api/read.ts";
import type { Body, Item } from "../../../api/types.ts";

export type PaymentTerm = Item<"/finance/payment-terms">;
export type NewPaymentTerm = Body<"/finance/payment-terms">;

const key = ["finance", "payment-terms"] as const;

export const termQueries = {
  list: queryOptions({
    queryKey: [...key, "list"],
    queryFn: () => read(api.GET("/finance/payment-terms", { params: { query: { limit: 200 } } })),
  }),
};

export function useCreateTerm() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (term: NewPaymentTerm) => read(api.POST("/finance/payment-terms", { body: term })),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** Takes terms out of use, or into use again. */
export function useSwitchTerm() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, active }: PaymentTerm) =>
      read(api.PATCH("/finance/payment-terms/{id}", { params: { path: { id } }, headers: ifMatch(version), body: { active: !active } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}
