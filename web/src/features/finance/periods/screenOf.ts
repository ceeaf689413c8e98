import { paths, withQuery } from "../../../app/paths.ts";

type Screen = (id: string, query: Readonly<Record<string, string | undefined>>) => string;

/** The screens behind the addresses of the API that figures of a checklist come from. */
const screens: readonly (readonly [RegExp, Screen])[] = [
  [/^\/finance\/reports\/aged-receivables$/, (_, { asOf }) => withQuery(paths.finance.agedReceivables(), { asOf })],
  [/^\/finance\/reports\/aged-payables$/, (_, { asOf }) => withQuery(paths.finance.agedPayables(), { asOf })],
  [/^\/finance\/reports\/general-ledger$/, (_, { accountId = "", from, to }) => paths.finance.generalLedger(accountId, { from, to })],
  [/^\/finance\/reports\/trial-balance$/, (_, { asOf }) => paths.finance.trialBalance({ asOf })],
  [/^\/finance\/reports\/tax$/, (_, { from, to }) => paths.finance.taxReport({ from, to })],
  [/^\/finance\/bank-accounts\/([^/]+)\/reconciliation$/, (id, { asOf }) => withQuery(paths.finance.bankReconciliation(id), { asOf })],
  [/^\/finance\/bank-lines$/, (_, { bankAccountId = "" }) => paths.finance.bankAccount(bankAccountId)],
  [/^\/finance\/entries$/, () => paths.finance.entries()],
  [/^\/finance\/entry-drafts$/, () => paths.finance.entries({ state: "draft" })],
  [
    /^\/finance\/invoices$/,
    (_, { kind, state }) => (kind === "bill" ? paths.finance.bills() : withQuery(paths.finance.invoices(), { state })),
  ],
  [/^\/finance\/revaluations$/, () => paths.finance.revaluations()],
  [/^\/finance\/rates$/, () => paths.finance.rates()],
  [/^\/sales\/orders$/, (_, { status }) => withQuery(paths.sales.orders(), { status })],
];

/** Where this app shows what an address of the API answers; nothing where it has no screen for it. */
export function screenOf(link: string | null): string | undefined {
  const [path = "", query] = link?.split("?") ?? [];
  for (const [pattern, screen] of screens) {
    const match = pattern.exec(path);
    if (match) return screen(match[1] ?? "", Object.fromEntries(new URLSearchParams(query)));
  }
  return undefined;
}
