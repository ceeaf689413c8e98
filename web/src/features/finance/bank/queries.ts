import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import { ifMatch, read } from "../../../api/read.ts";
import type { Answer, Body, Item, Patch } from "../../../api/types.ts";
import type { ChoiceSearch } from "../../../ui/Lookup.tsx";
import { useDebounced } from "../../../ui/useDebounced.ts";

export type BankAccount = Item<"/finance/bank-accounts">;
export type BankLine = Item<"/finance/bank-lines">;
export type BankStatement = Item<"/finance/bank-statements">;
export type BankWarning = BankStatement["warnings"][number];
export type Suggestion = Item<"/finance/bank-lines/{id}/suggestions">;
export type Reconciliation = Answer<"/finance/bank-accounts/{id}/reconciliation">;
export type Confirmation = Item<"/finance/bank-confirmations">;
export type Rule = Item<"/finance/bank-rules">;
export type RuleChanges = Patch<"/finance/bank-rules/{id}">;
export type ImportedFile =
  Answer<"/finance/bank-statements/{id}"> extends infer Statement
    ? { fileName: string; format: string; added: number; known: number; warnings: BankWarning[]; statements: Statement[] }
    : never;
export type CsvFormat = Item<"/finance/bank-csv-formats">;

const partyNamed = (id: string) => read(api.GET("/finance/parties/{id}", { params: { path: { id } } }));

const all = ["finance", "bank"] as const;
export const bankQueries = {
  all,
  accounts: () =>
    queryOptions({
      queryKey: [...all, "accounts"],
      queryFn: () => read(api.GET("/finance/bank-accounts", { params: { query: { limit: 200 } } })),
    }),
  party: (id: string) => queryOptions({ queryKey: ["finance", "parties", id, "named"], queryFn: () => partyNamed(id) }),
  account: (id: string) =>
    queryOptions({
      queryKey: [...all, "accounts", id],
      queryFn: () => read(api.GET("/finance/bank-accounts/{id}", { params: { path: { id } } })),
    }),
  openLines: (bankAccountId: string) =>
    pagesOf([...all, "lines", bankAccountId], (after) =>
      read(api.GET("/finance/bank-lines", { params: { query: { bankAccountId, left: "true", sort: "bookedOn", limit: 100, after } } })),
    ),
  suggestions: (id: string) =>
    queryOptions({
      queryKey: [...all, "suggestions", id],
      queryFn: () => read(api.GET("/finance/bank-lines/{id}/suggestions", { params: { path: { id } } })),
    }),
  statements: (bankAccountId: string) =>
    pagesOf([...all, "statements", bankAccountId], (after) =>
      read(api.GET("/finance/bank-statements", { params: { query: { bankAccountId, after } } })),
    ),
  confirmations: (bankAccountId: string) =>
    pagesOf([...all, "confirmations", bankAccountId], (after) =>
      read(api.GET("/finance/bank-confirmations", { params: { query: { bankAccountId, after } } })),
    ),
  reconciliation: (id: string, asOf: string | undefined) =>
    queryOptions({
      queryKey: [...all, "reconciliation", id, asOf],
      queryFn: () => read(api.GET("/finance/bank-accounts/{id}/reconciliation", { params: { path: { id }, query: asOf ? { asOf } : {} } })),
      placeholderData: keepPreviousData,
    }),
  rules: () =>
    queryOptions({
      queryKey: [...all, "rules"],
      queryFn: () => read(api.GET("/finance/bank-rules", { params: { query: { limit: 200 } } })),
    }),
  /** What a rule names, as its form shows it. */
  ruleNames: ({ id, version, conditions, outcome }: Rule) =>
    queryOptions({
      queryKey: [...all, "rule-names", id, version],
      queryFn: async () => {
        const condition = conditions.all.find(({ field }) => field === "party");
        const [account, party, other, ...values] = await Promise.all([
          read(api.GET("/finance/accounts/{id}", { params: { path: { id: outcome.accountId } } })),
          outcome.partyId === undefined ? undefined : partyNamed(outcome.partyId),
          condition?.field === "party" ? partyNamed(condition.partyId) : undefined,
          ...(outcome.dimensions ?? []).map((value) =>
            read(api.GET("/finance/dimension-values/{id}", { params: { path: { id: value } } })),
          ),
        ]);
        return { account, party, other, values };
      },
    }),
  taxes: () =>
    queryOptions({
      queryKey: ["finance", "taxes", "choices", "active"],
      queryFn: () => read(api.GET("/finance/taxes", { params: { query: { limit: 200, active: "true" } } })),
    }),
  dimensions: () =>
    queryOptions({
      queryKey: ["finance", "dimensions", "choices"],
      queryFn: async () => (await read(api.GET("/finance/dimensions", { params: { query: { limit: 200 } } }))).items,
    }),
  csvFormats: () =>
    queryOptions({
      queryKey: [...all, "formats"],
      queryFn: () => read(api.GET("/finance/bank-csv-formats", { params: { query: { limit: 200 } } })),
    }),
};

/** A change after which everything about the bank, and what it settles, is read anew. */
const useChange = <Input, Output>(work: (input: Input) => Promise<Output>) => {
  const queries = useQueryClient();
  return useMutation({ mutationFn: work, onSuccess: () => queries.invalidateQueries() });
};

export const useCreateBankAccount = () =>
  useChange((body: Body<"/finance/bank-accounts">) => read(api.POST("/finance/bank-accounts", { body })));
export const useConfirm = () =>
  useChange((body: Body<"/finance/bank-confirmations">) => read(api.POST("/finance/bank-confirmations", { body })));
export const useUndo = () =>
  useChange(({ id, reason }: { id: string; reason: string }) =>
    read(api.POST("/finance/bank-confirmations/{id}/undo", { params: { path: { id } }, body: { reason } })),
  );
export const useReconcile = () =>
  useChange((id: string) => read(api.POST("/finance/bank-statements/{id}/reconcile", { params: { path: { id } } })));
export const useReopen = () =>
  useChange(({ id, reason }: { id: string; reason: string }) =>
    read(api.POST("/finance/bank-statements/{id}/reopen", { params: { path: { id } }, body: { reason } })),
  );
export const useDiscard = () =>
  useChange(({ id, reason }: { id: string; reason: string }) =>
    read(api.POST("/finance/bank-statements/{id}/discard", { params: { path: { id } }, body: { reason } })),
  );
export const useCreateRule = () => useChange((body: Body<"/finance/bank-rules">) => read(api.POST("/finance/bank-rules", { body })));
export const useChangeRule = () =>
  useChange(({ rule: { id, version }, changes }: { rule: Rule; changes: RuleChanges }) =>
    read(api.PATCH("/finance/bank-rules/{id}", { params: { path: { id } }, headers: ifMatch(version), body: changes })),
  );
export const useRemoveRule = () => useChange((id: string) => read(api.DELETE("/finance/bank-rules/{id}", { params: { path: { id } } })));
export const useTestRule = () =>
  useMutation({ mutationFn: (body: Body<"/finance/bank-rules/test">) => read(api.POST("/finance/bank-rules/test", { body })) });
export const useCreateCsvFormat = () =>
  useChange((body: Body<"/finance/bank-csv-formats">) => read(api.POST("/finance/bank-csv-formats", { body })));

export interface SentFile {
  readonly file: File;
  readonly bankAccountId?: string | undefined;
  readonly csvFormatId?: string | undefined;
  /** Only look at what would come in. */
  readonly dryRun: boolean;
}

const sendFile = ({ file, bankAccountId, csvFormatId, dryRun }: SentFile): Promise<ImportedFile> => {
  const query = { fileName: file.name, ...(bankAccountId && { bankAccountId }), ...(csvFormatId && { csvFormatId }) };
  const form = new FormData();
  form.set("file", file);
  return read(
    api.POST("/finance/bank-statements", {
      params: { query },
      body: "" as never,
      bodySerializer: () => form,
      headers: dryRun ? { Prefer: "dry-run" } : {},
    }) as never,
  );
};

/** Sends a bank's file; a dry run changes nothing. */
export const useSendFile = () => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: sendFile,
    onSuccess: (_, { dryRun }) => (dryRun ? undefined : queries.invalidateQueries()),
  });
};

const accounts = (q: string) =>
  queryOptions({
    queryKey: ["finance", "accounts", "choices", q],
    queryFn: () => read(api.GET("/finance/accounts", { params: { query: { limit: 20, active: "true", ...(q && { q }) } } })),
    placeholderData: keepPreviousData,
  });

/** Accounts of the ledger, by code or name. */
export const useAccountSearch: ChoiceSearch = (text) => {
  const { data, isFetching } = useQuery(accounts(useDebounced(text)));
  const found = data?.items.filter(({ isGroup }) => !isGroup) ?? [];
  return { choices: found.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` })), loading: isFetching };
};

const openDocuments = (q: string) =>
  queryOptions({
    queryKey: ["finance", "invoices", "choices", q],
    queryFn: () => read(api.GET("/finance/invoices", { params: { query: { limit: 20, open: "true", ...(q && { q }) } } })),
    placeholderData: keepPreviousData,
  });
export type OpenDocument = Item<"/finance/invoices">;

/** Open documents by number, reference or party. */
export const useOpenDocuments = (text: string) => {
  const { data, isFetching } = useQuery(openDocuments(useDebounced(text)));
  return { documents: data?.items ?? [], loading: isFetching };
};

const parties = (q: string) =>
  queryOptions({
    queryKey: ["finance", "parties", "choices", q],
    queryFn: () => read(api.GET("/finance/parties", { params: { query: { limit: 20, active: "true", ...(q && { q }) } } })),
    placeholderData: keepPreviousData,
  });

/** Customers and suppliers by name or number. */
export const usePartySearch: ChoiceSearch = (text) => {
  const { data, isFetching } = useQuery(parties(useDebounced(text)));
  return { choices: data?.items.map(({ id, name, code }) => ({ value: id, label: name, hint: code })) ?? [], loading: isFetching };
};
