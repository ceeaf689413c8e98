import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { ifMatch, read } from "../../../api/read.ts";
import type { Answer, Body, Filter, Item } from "../../../api/types.ts";

export type RateRow = Item<"/finance/rates">;
export type RateFilter = Filter<"/finance/rates">;
export type Import = Answer<"/platform/imports/{id}">;

export const rateQueries = {
  all: ["finance", "rates"] as const,
  list: (filter: RateFilter) =>
    pagesOf([...rateQueries.all, filter], (after) =>
      read(api.GET("/finance/rates", { params: { query: { ...filter, limit: 100, after } } })),
    ),
};

function useRateCommand<Input, Output>(work: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: work, onSuccess: () => queries.invalidateQueries({ queryKey: rateQueries.all }) });
}

export const useAddRate = () => useRateCommand((rate: Body<"/finance/rates">) => read(api.POST("/finance/rates", { body: rate })));

export const useRemoveRate = () =>
  useRateCommand(({ id, version }: RateRow) =>
    read(api.DELETE("/finance/rates/{id}", { params: { path: { id } }, headers: ifMatch(version) })),
  );

const finished = (state: Import["state"]) => state === "succeeded" || state === "failed";
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Sends a file of rates and waits for what became of it. Nothing is kept of a file in which something is wrong. */
export const useImportRates = () =>
  useRateCommand(async (file: File): Promise<Import> => {
    const form = new FormData();
    form.set("file", file);
    const sent = api.POST("/platform/imports", {
      params: { query: { kind: "ecb-rates", fileName: file.name } },
      body: form as never,
      bodySerializer: (body: unknown) => body as FormData,
    });
    const { id } = await read<Import>(sent as never);
    for (;;) {
      const state = await read(api.GET("/platform/imports/{id}", { params: { path: { id } } }));
      if (finished(state.state)) return state;
      await pause(500);
    }
  });
