import { useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { CustomerInput } from "#core/sales/customers/customer.ts";
import { paths } from "../../../app/paths.ts";
import { useZodForm } from "../../../ui/Form.tsx";
import { Page } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";
import { CustomerForm } from "./CustomerForm.tsx";
import { type Customer, customerQueries, useChangeCustomer } from "./queries.ts";

export function EditCustomerPage() {
  const { id = "" } = useParams();
  const { data: customer } = useSuspenseQuery({ ...customerQueries.one(id), staleTime: 0 });
  return <Edit key={customer.version} customer={customer} />;
}

function Edit({ customer }: { customer: Customer }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const change = useChangeCustomer(customer);
  const { id, version: _, active: __, createdAt: ___, externalId: ____, ...values } = customer;
  const form = useZodForm(CustomerInput, values);
  const back = () => navigate(paths.sales.customer(id));
  return (
    <Page narrow title={t`Edit ${customer.name}`} back={{ to: paths.sales.customer(id), label: customer.name }}>
      <CustomerForm
        form={form}
        submit={t`Save`}
        onCancel={back}
        onSubmit={async ({ externalId: _unchanged, ...changed }) => {
          await change.mutateAsync(changed);
          void toast(t`${customer.name} is saved.`);
          back();
        }}
      />
    </Page>
  );
}
