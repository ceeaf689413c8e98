import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { read } from "../../../api/read.ts";
import type { ReportFilterChange } from "./ReportFrame.tsx";
import type { ReportFilter } from "./reportFilter.ts";

export const reportDimensions = queryOptions({
  queryKey: ["finance", "dimensions", "of reports"],
  queryFn: () => read(api.GET("/finance/dimensions", { params: { query: { limit: 20 } } })),
});
const valuesOf = (id: string) =>
  queryOptions({
    queryKey: ["finance", "dimensions", "of reports", id],
    queryFn: () => read(api.GET("/finance/dimensions/{id}/values", { params: { path: { id }, query: { limit: 200 } } })),
  });

interface ReportDimensionProps {
  readonly filter: ReportFilter;
  readonly setFilter: (change: ReportFilterChange) => void;
}

/** Only lines of one value of a dimension and what is below it. Not there for who has no dimensions. */
export function ReportDimension({ filter, setFilter }: ReportDimensionProps) {
  const { t } = useLingui();
  const { data } = useQuery(reportDimensions);
  const values = useQueries({ queries: (data?.items ?? []).map(({ id }) => valuesOf(id)) });
  const groups = (data?.items ?? []).flatMap(({ name }, at) => {
    const items = values[at]?.data?.items ?? [];
    return items.length === 0
      ? []
      : [{ group: name, items: items.map((value) => ({ value: value.id, label: `${value.code} ${value.name}` })) }];
  });
  if (groups.length === 0) return null;
  return (
    <Select
      label={t`Only`}
      placeholder={t`Everything`}
      clearable
      searchable
      data={groups}
      value={filter.dimension ?? null}
      onChange={(dimension) => setFilter({ dimension: dimension ?? undefined, withoutDimension: undefined })}
    />
  );
}
