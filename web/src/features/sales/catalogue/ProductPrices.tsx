import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { DateText, PriceText, QuantityText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { type Product, productQueries } from "./queries.ts";
import { SetPriceButton } from "./SetPriceButton.tsx";

/** What it costs today: list by list, with quantity breaks. */
export function ProductPrices({ product }: { product: Product }) {
  const { t } = useLingui();
  const { data } = useQuery(productQueries.prices(product.id));
  return (
    <Panel title={t`Prices`} flush actions={<SetPriceButton product={product} />}>
      {data && (
        <SimpleTable
          label={t`Prices`}
          rows={data}
          rowId={({ id }) => id}
          empty={t`No price holds today. An order line then needs one of its own.`}
          columns={[
            { id: "list", head: t`List`, cell: ({ listName }) => listName },
            { id: "from", head: t`From quantity`, cell: ({ minQuantity }) => <QuantityText value={minQuantity} />, align: "end" },
            { id: "until", head: t`Valid to`, cell: ({ validTo }) => (validTo ? <DateText value={validTo} /> : t`further notice`) },
            {
              id: "price",
              head: t`Price`,
              align: "end",
              cell: ({ unitPrice, currency }) => (
                <>
                  <PriceText value={unitPrice} currency={currency} /> {currency}
                </>
              ),
            },
          ]}
        />
      )}
    </Panel>
  );
}
