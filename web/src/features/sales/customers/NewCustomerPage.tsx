import { useLingui } from "@lingui/react/macro";
import { useNavigate } from "react-router";
import { CustomerInput } from "#core/sales/customers/customer.ts";
import { paths } from "../../../app/paths.ts";
import { useZodForm } from "../../../ui/Form.tsx";
import { Page } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";
import { CustomerForm } from "./CustomerForm.tsx";
import { useCreateCustomer } from "./queries.ts";

export function NewCustomerPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const create = useCreateCustomer();
  const form = useZodForm(CustomerInput, {
    name: "",
    email: null,
    taxNumber: null,
    taxExempt: false,
    country: null,
    paymentTermsDays: 30,
    paymentTermId: null,
    creditLimit: null,
    notes: null,
    addresses: [],
    contacts: [],
  });
  return (
    <Page narrow title={t`New customer`} back={{ to: paths.sales.customers(), label: t`Customers` }}>
      <CustomerForm
        form={form}
        submit={t`Create the customer`}
        onCancel={() => navigate(paths.sales.customers())}
        onSubmit={async (values) => {
          const customer = await create.mutateAsync(values);
          void toast(t`${customer.name} is created.`);
          navigate(paths.sales.customer(customer.id));
        }}
      />
    </Page>
  );
}
