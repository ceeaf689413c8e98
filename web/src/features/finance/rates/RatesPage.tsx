import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { usePages } from "../../../api/pages.ts";
import { useSession } from "../../../api/session.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { FilterTabs } from "../../../ui/FilterTabs.tsx";
import { DateText, QuantityText } from "../../../ui/MoneyText.tsx";
import { Page } from "../../../ui/Page.tsx";
import { SearchInput } from "../../../ui/SearchInput.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { oneOf, useUrlFilter } from "../../../ui/useUrlState.ts";
import { AddRateButton } from "./AddRateButton.tsx";
import { ImportRatesButton } from "./ImportRatesButton.tsx";
import { type RateRow, rateQueries } from "./queries.ts";
import { RemoveRateButton } from "./RemoveRateButton.tsx";

const filters = ["currency", "source"] as const;
const sources = ["manual", "ecb"] as const;

/** Exchange rates by date, entered or from a file. */
export function RatesPage() {
  const { t } = useLingui();
  const { company } = useSession();
  const [filter, setFilter] = useUrlFilter(filters);
  const currency = /^[A-Z]{3}$/.test(filter.currency ?? "") ? filter.currency : undefined;
  const list = usePages(rateQueries.list({ currency, source: oneOf(filter.source, sources) }));
  return (
    <Page
      title={t`Exchange rates`}
      lead={t`What one unit of a currency is worth in ${company.currency}, from a day until its next rate.`}
      actions={
        <>
          <ImportRatesButton />
          <AddRateButton />
        </>
      }
    >
      <DataTable
        {...list}
        label={t`Exchange rates`}
        columns={useColumns(company.currency)}
        rowId={(rate) => rate.id}
        toolbar={
          <>
            <SearchInput
              label={t`Currency, like USD`}
              value={filter.currency ?? ""}
              onChange={(text) => setFilter({ currency: text.toUpperCase() })}
            />
            <FilterTabs
              label={t`Source`}
              options={[
                { value: "", label: t`All` },
                { value: "manual", label: t`Entered` },
                { value: "ecb", label: t`ECB` },
              ]}
              value={filter.source ?? ""}
              onChange={(source) => setFilter({ source })}
            />
          </>
        }
        empty={
          <EmptyState
            icon="search"
            title={t`No rates`}
            hint={t`Enter one, or import a file of the European Central Bank. A document in a currency without a rate is refused.`}
          />
        }
      />
    </Page>
  );
}

function useColumns(base: string) {
  const { t } = useLingui();
  return useMemo<Column<RateRow>[]>(
    () => [
      { id: "currency", head: t`Currency`, cell: (rate) => rate.currency, width: "6rem" },
      { id: "from", head: t`From`, cell: (rate) => <DateText value={rate.validOn} />, width: "8rem" },
      { id: "rate", head: t`Worth in ${base}`, cell: (rate) => <QuantityText value={rate.rate} />, align: "end" },
      {
        id: "source",
        head: t`Source`,
        cell: (rate) => <StatusBadge tone="neutral">{rate.source === "ecb" ? t`ECB` : t`Entered`}</StatusBadge>,
        width: "9rem",
        yields: "phone",
      },
      { id: "remove", head: t`Change`, cell: (rate) => <RemoveRateButton rate={rate} />, align: "end", width: "8.5rem", yields: "phone" },
    ],
    [t, base],
  );
}
