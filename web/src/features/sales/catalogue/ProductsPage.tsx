import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "react-router";
import { usePages } from "../../../api/pages.ts";
import { paths } from "../../../app/paths.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { FilterTabs } from "../../../ui/FilterTabs.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Page } from "../../../ui/Page.tsx";
import { SearchInput } from "../../../ui/SearchInput.tsx";
import { oneOf, useUrlFilter } from "../../../ui/useUrlState.ts";
import { ProductStateBadge, productStates } from "./ProductStateBadge.tsx";
import { type ProductRow, productQueries } from "./queries.ts";

const filters = ["q", "sort", "state"] as const;
const sorts = ["sku", "-sku", "name", "-name"] as const;
const states = ["draft", "published", "archived"] as const;

export function ProductsPage() {
  const { t, i18n } = useLingui();
  const [filter, setFilter] = useUrlFilter(filters);
  const state = oneOf(filter.state, states);
  const list = usePages(productQueries.list({ q: filter.q, sort: oneOf(filter.sort, sorts), state }));
  const options = [{ value: "", label: t`All` }, ...states.map((value) => ({ value, label: i18n._(productStates[value].label) }))];
  return (
    <Page title={t`Products`} actions={<NewProduct />}>
      <DataTable
        {...list}
        label={t`Products`}
        columns={useColumns()}
        rowId={(product) => product.id}
        href={(product) => paths.sales.product(product.id)}
        sort={filter.sort}
        onSort={(sort) => setFilter({ sort })}
        toolbar={
          <>
            <SearchInput label={t`Search name or SKU`} value={filter.q ?? ""} onChange={(q) => setFilter({ q })} />
            <FilterTabs label={t`Status`} options={options} value={state ?? ""} onChange={(value) => setFilter({ state: value })} />
          </>
        }
        empty={
          filter.q || state ? (
            <EmptyState icon="search" title={t`No product matches`} hint={t`Try a part of the name or the SKU.`} />
          ) : (
            <EmptyState
              icon="products"
              title={t`No products yet`}
              hint={t`A product is what an order line is of.`}
              action={<NewProduct />}
            />
          )
        }
      />
    </Page>
  );
}

const NewProduct = () => (
  <Button component={Link} to={paths.sales.newProduct()} leftSection={<Icon name="plus" size={16} />}>
    <Trans>New product</Trans>
  </Button>
);

function useColumns() {
  const { t } = useLingui();
  const { data: categories } = useQuery(productQueries.categories());
  return useMemo<Column<ProductRow>[]>(() => {
    const names = new Map(categories?.map(({ id, path }) => [id, path.join(" › ")]));
    return [
      { id: "name", head: t`Name`, cell: (product) => product.name, below: (product) => product.sku, sort: "name" },
      { id: "sku", head: "SKU", cell: (product) => product.sku, sort: "sku", width: "9rem", yields: "phone" },
      { id: "category", head: t`Category`, cell: (product) => product.categoryId && names.get(product.categoryId), yields: "tablet" },
      { id: "unit", head: t`Unit`, cell: (product) => product.unit, width: "7rem", yields: "tablet" },
      { id: "stocked", head: t`Stock`, cell: (product) => (product.stocked ? t`kept` : "–"), width: "6rem", yields: "tablet" },
      { id: "state", head: t`Status`, cell: (product) => <ProductStateBadge state={product.state} />, width: "8rem" },
    ];
  }, [t, categories]);
}
