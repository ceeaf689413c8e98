import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { read } from "../../../api/read.ts";
import { useSession } from "../../../api/session.ts";
import type { ReportFilterChange } from "./ReportFrame.tsx";
import type { ReportFilter } from "./reportFilter.ts";

/** The newest rates: enough to know which currencies the company keeps rates of. */
const newestRates = queryOptions({
  queryKey: ["finance", "rates", "of reports"],
  queryFn: () => read(api.GET("/finance/rates", { params: { query: { limit: 200 } } })),
});

interface ReportCurrencyProps {
  readonly filter: ReportFilter;
  readonly setFilter: (change: ReportFilterChange) => void;
}

/** The currency of the figures: the company's, or one that it keeps rates of. Not there for who has no rates. */
export function ReportCurrency({ filter, setFilter }: ReportCurrencyProps) {
  const { t } = useLingui();
  const { company } = useSession();
  const { data } = useQuery(newestRates);
  const known = (data?.items ?? []).map(({ currency }) => currency);
  const currencies = [...new Set([...known, ...(filter.currency ? [filter.currency] : [])])].sort();
  if (currencies.length === 0) return null;
  return (
    <Select
      className="ReportControls-narrow"
      label={t`Currency`}
      placeholder={company.currency}
      clearable
      searchable
      data={currencies}
      value={filter.currency ?? null}
      onChange={(currency) => setFilter({ currency: currency ?? undefined })}
    />
  );
}
