import { useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Navigate, useNavigate, useParams } from "react-router";
import { exponentOf } from "#core/kernel/currencies.ts";
import { OrderEntry } from "#core/sales/orders/order.ts";
import { paths } from "../../../app/paths.ts";
import { DateField } from "../../../ui/DateField.tsx";
import { TextAreaField, TextField } from "../../../ui/Field.tsx";
import { FieldRow, Form, useZodForm } from "../../../ui/Form.tsx";
import { padDecimals } from "../../../ui/format.ts";
import { Page, Panel } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";
import { useAmendOrder } from "./commands.ts";
import { LineGrid } from "./LineGrid.tsx";
import { OrderStatusBadge } from "./OrderStatusBadge.tsx";
import { isAmendable, type Order, orderQueries } from "./queries.ts";

/** Amending an order that was taken, confirmed too: what is delivered or invoiced of it stays. */
export function EditOrderPage() {
  const { id = "" } = useParams();
  const { data: order } = useSuspenseQuery({ ...orderQueries.one(id), staleTime: 0 });
  return isAmendable(order) ? <Amend key={order.version} order={order} /> : <Navigate to={paths.sales.order(id)} replace />;
}

const entryOf = ({ customer, requestedOn, customerReference, notes, lines, currency }: Order) => ({
  customerId: customer.id,
  requestedOn: requestedOn ?? undefined,
  customerReference: customerReference ?? undefined,
  notes: notes ?? undefined,
  lines: lines.map(({ id, kind, productId, description, quantity, unitPrice, discountPercent }) => ({
    ...{ id, kind, description, quantity },
    unitPrice: padDecimals(unitPrice, exponentOf(currency)),
    productId: productId ?? undefined,
    discountPercent: discountPercent === "0" ? null : discountPercent,
  })),
});

/** A line whose product is another one now is named and priced anew. */
const withoutOldNames = (order: Order, lines: OrderEntry["lines"]) =>
  lines.map((line) => {
    const known = order.lines.find(({ id }) => id === line.id);
    return known?.productId && known.productId !== line.productId ? { ...line, description: undefined } : line;
  });

function Amend({ order }: { order: Order }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const amend = useAmendOrder(order);
  const form = useZodForm(OrderEntry, entryOf(order));
  const { control } = form;
  const back = () => navigate(paths.sales.order(order.id));
  return (
    <Page
      title={t`Amend order ${order.number}`}
      mark={<OrderStatusBadge status={order.status} />}
      back={{ to: paths.sales.order(order.id), label: order.number }}
      lead={order.customer.name}
    >
      <Form
        form={form}
        submit={t`Save the order`}
        onCancel={back}
        onSubmit={async ({ requestedOn = null, customerReference = null, notes = null, lines }) => {
          await amend.mutateAsync({ requestedOn, customerReference, notes, lines: withoutOldNames(order, lines) });
          void toast(t`Order ${order.number} is saved.`);
          back();
        }}
      >
        <Panel>
          <FieldRow>
            <DateField control={control} name="requestedOn" label={t`Requested for`} clearable />
            <TextField control={control} name="customerReference" label={t`Their reference`} empty="absent" />
          </FieldRow>
        </Panel>
        <LineGrid form={form} amended={order} />
        <Panel>
          <TextAreaField control={control} name="notes" label={t`Notes`} empty="absent" />
        </Panel>
      </Form>
    </Page>
  );
}
