import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { read } from "../../../api/read.ts";
import type { Answer } from "../../../api/types.ts";

export type Entry = Answer<"/finance/entries/{id}">;
export type EntryLine = Entry["lines"][number];

export const entryQueries = {
  all: ["finance", "entries"] as const,
  one: (id: string) =>
    queryOptions({
      queryKey: [...entryQueries.all, id],
      queryFn: () => read(api.GET("/finance/entries/{id}", { params: { path: { id } } })),
    }),
};
