import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { DecimalInput } from "../../../ui/DecimalInput.tsx";
import { QuantityText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { toast } from "../../../ui/toast.ts";
import { type Product, productQueries, useReceiveGoods } from "./queries.ts";

/** How much is there, how much of it is promised to confirmed orders, and what is left to sell. */
export function ProductStock({ product }: { product: Product }) {
  const { t } = useLingui();
  const { data } = useQuery(productQueries.stock(product.id));
  return (
    <Panel title={t`Stock`} flush actions={<ReceiveButton product={product} />}>
      {data && (
        <SimpleTable
          label={t`Stock`}
          rows={data}
          rowId={({ warehouseId }) => warehouseId}
          empty={t`Nothing came in yet.`}
          columns={[
            { id: "warehouse", head: t`Warehouse`, cell: ({ warehouseCode }) => warehouseCode },
            { id: "there", head: t`On hand`, cell: ({ onHand, unit }) => <QuantityText value={onHand} unit={unit} />, align: "end" },
            { id: "promised", head: t`Reserved`, cell: ({ reserved }) => <QuantityText value={reserved} />, align: "end" },
            { id: "free", head: t`Available`, cell: ({ available }) => <QuantityText value={available} />, align: "end" },
          ]}
        />
      )}
    </Panel>
  );
}

function ReceiveButton({ product }: { product: Product }) {
  const { t } = useLingui();
  const receive = useReceiveGoods(product);
  const [quantity, setQuantity] = useState("");
  return (
    <ConfirmButton
      variant="subtle"
      size="compact-sm"
      title={t`Receive ${product.name}`}
      verb={t`Receive`}
      ready={/[1-9]/.test(quantity)}
      text={<DecimalInput label={t`Quantity`} unit={product.unit} value={quantity} onChange={setQuantity} />}
      onConfirm={async () => {
        await receive.mutateAsync(quantity);
        setQuantity("");
        void toast(t`The receipt of ${product.name} is recorded.`);
      }}
    >
      <Trans>Receive goods</Trans>
    </ConfirmButton>
  );
}
