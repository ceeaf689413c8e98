import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { type UseFormReturn, useFieldArray } from "react-hook-form";
import type * as z from "zod";
import type { OrderEntry } from "#core/sales/orders/order.ts";
import { useSession } from "../../../api/session.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { netsOf } from "../../../ui/totals.ts";
import { LineRow } from "./LineRow.tsx";
import type { Order } from "./queries.ts";
import { type Preview, rehearseAmendment, rehearseNew, usePreview } from "./usePreview.ts";

export type OrderForm = UseFormReturn<z.input<typeof OrderEntry>, unknown, z.output<typeof OrderEntry>>;

/** Each field has a value of its own: one without would take that of the line that stood in its place when the form was opened. */
export const emptyLine = { productId: "", quantity: "1", description: null, unitPrice: null, discountPercent: null };

/** The lines of an order being entered or amended, with live sums: nets by the shared pricing, prices and taxes by a dry run. */
export function LineGrid({ form, amended }: { form: OrderForm; amended?: Order }) {
  const { t } = useLingui();
  const { company } = useSession();
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "lines", keyName: "key" });
  const values = form.watch();
  const preview = usePreview(values, amended ? rehearseAmendment(amended.id) : rehearseNew, amended?.id);
  const currency = amended?.currency ?? preview.order?.currency ?? company.currency;
  const nets = netsOf(
    values.lines.map(({ quantity, unitPrice, discountPercent }, index) => ({
      quantity,
      unitPrice: unitPrice ?? preview.lineAt(index)?.unitPrice,
      discountPercent: discountPercent ?? undefined,
    })),
    currency,
  );
  const add = () => append(emptyLine, { focusName: `lines.${fields.length}.productId` });
  return (
    <Panel title={t`Lines`} flush>
      <div className="LineGrid">
        <div className="LineGrid-head" aria-hidden="true">
          <span>{t`Product`}</span>
          <span>{t`Quantity`}</span>
          <span>{t`Price`}</span>
          <span>{t`Discount`}</span>
          <span>{t`Net`}</span>
          <span />
        </div>
        {fields.map((field, index) => (
          <LineRow
            key={field.key}
            form={form}
            index={index}
            currency={currency}
            listPrice={preview.lineAt(index)?.unitPrice}
            net={nets?.lines[index]}
            known={amended?.lines.find(({ id }) => id === field.id)}
            onNext={() => (index === fields.length - 1 ? add() : form.setFocus(`lines.${index + 1}.productId`))}
            onRemove={fields.length > 1 ? () => remove(index) : undefined}
          />
        ))}
      </div>
      {preview.problem && (
        <div className="LineGrid-problem">
          <ProblemNote problem={preview.problem} />
        </div>
      )}
      <div className="LineGrid-foot">
        <Button variant="subtle" size="sm" leftSection={<Icon name="plus" size={14} />} onClick={add}>
          <Trans>Add a line</Trans>
        </Button>
        <Sums net={nets?.net} preview={preview} currency={currency} />
      </div>
    </Panel>
  );
}

/** The net follows every keystroke; tax and total follow when the server has answered. */
function Sums({ net, preview, currency }: { net: string | undefined; preview: Preview; currency: string }) {
  const { t } = useLingui();
  return (
    <dl className="LineGrid-sums" aria-live="polite" data-waiting={preview.waiting || undefined}>
      <dt>{t`Net`}</dt>
      <dd>
        <MoneyText value={net ?? "0"} />
      </dd>
      <dt>{t`Tax`}</dt>
      <dd>
        <MoneyText value={preview.order?.tax} />
      </dd>
      <dt>{t`Total`}</dt>
      <dd>
        <MoneyText value={preview.order?.total} currency={currency} strong />
      </dd>
    </dl>
  );
}
