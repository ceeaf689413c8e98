import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { download, upload } from "../../../api/files.ts";
import { ifMatch, read } from "../../../api/read.ts";
import type { Answer, Body, Patch } from "../../../api/types.ts";
import type { ChoiceSearch } from "../../../ui/Lookup.tsx";
import { useDebounced } from "../../../ui/useDebounced.ts";

export type AccountTree = Answer<"/finance/accounts/tree">;
export type AccountRow = AccountTree["items"][number];
export type Account = Answer<"/finance/accounts/{id}">;
export type AccountImport = Answer<"/platform/imports/{id}">;

export const accountQueries = {
  all: ["finance", "accounts"] as const,
  tree: (asOf?: string) =>
    queryOptions({
      queryKey: [...accountQueries.all, "tree", asOf],
      queryFn: () => read(api.GET("/finance/accounts/tree", { params: { query: { ...(asOf && { asOf }) } } })),
      placeholderData: keepPreviousData,
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: [...accountQueries.all, id],
      queryFn: () => read(api.GET("/finance/accounts/{id}", { params: { path: { id } } })),
    }),
  choices: (query: { q?: string; on?: string; currency?: string }) =>
    queryOptions({
      queryKey: [...accountQueries.all, "choices", query],
      queryFn: () => read(api.GET("/finance/accounts/choices", { params: { query } })),
      placeholderData: keepPreviousData,
    }),
  /** Roles are not everybody's to see; without them their limit is not offered. */
  roles: () => queryOptions({ queryKey: ["platform", "roles", "named"], queryFn: () => read(api.GET("/platform/roles")), retry: false }),
  dimensions: () =>
    queryOptions({ queryKey: ["finance", "dimensions", "named"], queryFn: () => read(api.GET("/finance/dimensions")), retry: false }),
  imported: (id: string) =>
    queryOptions({
      queryKey: ["platform", "imports", id],
      queryFn: () => read(api.GET("/platform/imports/{id}", { params: { path: { id } } })),
      refetchInterval: ({ state }) => (state.data?.finishedAt ? false : 500),
    }),
};

/** Accounts for the line of an entry by hand; one that takes no such posting says why. */
export const accountChoices = (line: { on?: string; currency?: string }): ChoiceSearch =>
  function useAccountChoices(text) {
    const q = useDebounced(text);
    const { data, isFetching } = useQuery(accountQueries.choices({ ...line, ...(q && { q }) }));
    const choices = (data?.items ?? []).map(({ id, code, name, refusal }) => ({
      value: id,
      label: `${code} ${name}`,
      ...(refusal && { hint: refusal, disabled: true }),
    }));
    return { choices, loading: isFetching };
  };

const useChartChange = <Input, Output>(change: (input: Input) => Promise<Output>) => {
  const queries = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => queries.invalidateQueries({ queryKey: accountQueries.all }) });
};

export const useCreateAccount = () =>
  useChartChange((account: Body<"/finance/accounts">) => read(api.POST("/finance/accounts", { body: account })));

/** Changes the account as it was read; somebody else's change in between is not overwritten but refused. */
export const useChangeAccount = ({ id, version }: Account) =>
  useChartChange((change: Patch<"/finance/accounts/{id}">) =>
    read(api.PATCH("/finance/accounts/{id}", { params: { path: { id } }, headers: ifMatch(version), body: change })),
  );

export const useAddHeadings = () => useChartChange((_: undefined) => read(api.POST("/finance/accounts/headings")));

/** Takes a file in; what becomes of it is followed by its id. */
export const useImportAccounts = () =>
  useMutation({
    mutationFn: ({ file, dryRun }: { file: File; dryRun: boolean }) =>
      upload<AccountImport>(
        `/platform/imports?${new URLSearchParams({ kind: "accounts", mode: "all", dryRun: String(dryRun), fileName: file.name })}`,
        file,
        "text/csv",
      ),
  });

export const downloadChart = () => download("/platform/exports/accounts", "accounts.csv");
export const downloadRefused = (id: string) => download(`/platform/imports/${id}/refused`, "accounts.refused.csv");
