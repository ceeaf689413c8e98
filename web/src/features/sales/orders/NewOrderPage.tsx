import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearchParams } from "react-router";
import { OrderEntry } from "#core/sales/orders/order.ts";
import { paths } from "../../../app/paths.ts";
import { DateField } from "../../../ui/DateField.tsx";
import { TextAreaField, TextField } from "../../../ui/Field.tsx";
import { FieldRow, Form, useZodForm } from "../../../ui/Form.tsx";
import { type Choice, LookupField } from "../../../ui/Lookup.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";
import { usePlaceOrder } from "./commands.ts";
import { emptyLine, LineGrid } from "./LineGrid.tsx";
import { orderQueries } from "./queries.ts";
import { useCustomerSearch } from "./search.ts";

/** Entering an order: a customer, lines, and the price it will have, before anything is written. */
export function NewOrderPage() {
  const [query] = useSearchParams();
  const customerId = query.get("customerId") ?? "";
  const { data, isLoading } = useQuery({ ...orderQueries.customer(customerId), enabled: customerId !== "" });
  if (isLoading) return null;
  return <Entry customer={data && { value: data.id, label: data.name }} />;
}

function Entry({ customer }: { customer: Choice | undefined }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const place = usePlaceOrder();
  const form = useZodForm(OrderEntry, { customerId: customer?.value ?? "", lines: [emptyLine] });
  const { control } = form;
  const placing = (confirm: boolean) => async (order: OrderEntry) => {
    const { id, number } = await place.mutateAsync({ ...order, confirm });
    void toast(confirm ? t`Order ${number} is confirmed.` : t`Order ${number} is kept as a draft.`);
    navigate(paths.sales.order(id));
  };
  return (
    <Page title={t`New order`} back={{ to: paths.sales.orders(), label: t`Orders` }}>
      <Form
        form={form}
        submit={t`Confirm the order`}
        onSubmit={placing(true)}
        second={{ label: t`Keep as a draft`, onSubmit: placing(false) }}
        onCancel={() => navigate(-1)}
      >
        <Panel>
          <FieldRow>
            <LookupField
              control={control}
              name="customerId"
              label={t`Customer`}
              useSearch={useCustomerSearch}
              chosen={customer}
              placeholder={t`Type a name or number`}
              required
            />
            <DateField control={control} name="requestedOn" label={t`Requested for`} clearable />
            <TextField control={control} name="customerReference" label={t`Their reference`} empty="absent" />
          </FieldRow>
        </Panel>
        <LineGrid form={form} />
        <Panel>
          <TextAreaField control={control} name="notes" label={t`Notes`} empty="absent" />
        </Panel>
      </Form>
    </Page>
  );
}
