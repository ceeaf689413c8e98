import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { DecimalInput } from "../../../ui/DecimalInput.tsx";
import { toast } from "../../../ui/toast.ts";
import { type Product, productQueries, useSetPrice } from "./queries.ts";

/** A price from today on; what held until now ends the day before. */
export function SetPriceButton({ product }: { product: Product }) {
  const { t } = useLingui();
  const setPrice = useSetPrice();
  const { data: lists = [] } = useQuery(productQueries.lists());
  const [listId, setListId] = useState<string>();
  const [price, setPriceText] = useState("");
  const list = lists.find(({ id }) => id === listId) ?? lists.find(({ isDefault }) => isDefault) ?? lists[0];
  return (
    <ConfirmButton
      variant="subtle"
      size="compact-sm"
      title={t`Price of ${product.name}`}
      verb={t`Set the price`}
      ready={price !== "" && list !== undefined}
      text={
        <div className="Dialog">
          <Trans>It holds from today on. What is ordered already keeps its price.</Trans>
          <Select
            label={t`List`}
            data={lists.map(({ id, name }) => ({ value: id, label: name }))}
            value={list?.id ?? null}
            onChange={(id) => setListId(id ?? undefined)}
            allowDeselect={false}
          />
          <DecimalInput label={t`Price`} unit={list?.currency} value={price} onChange={setPriceText} />
        </div>
      }
      onConfirm={async () => {
        await setPrice.mutateAsync({ priceListId: list?.id ?? "", productId: product.id, unitPrice: price });
        setPriceText("");
        void toast(t`The price of ${product.name} is set.`);
      }}
    >
      <Trans>Set a price</Trans>
    </ConfirmButton>
  );
}
