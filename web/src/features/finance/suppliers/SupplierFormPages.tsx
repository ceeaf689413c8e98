import { useLingui } from "@lingui/react/macro";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import type { UseFormReturn } from "react-hook-form";
import { useNavigate, useParams } from "react-router";
import type * as z from "zod";
import { PartyInput } from "#core/finance/parties/party.ts";
import { useSession } from "../../../api/session.ts";
import { paths } from "../../../app/paths.ts";
import { Form, useZodForm } from "../../../ui/Form.tsx";
import { Page } from "../../../ui/Page.tsx";
import { PartyFields, TermFields } from "../../../ui/PartyFields.tsx";
import { toast } from "../../../ui/toast.ts";
import { type Supplier, supplierQueries, useChangeSupplier, useCreateSupplier } from "./queries.ts";

type Values = z.input<typeof PartyInput>;

export function NewSupplierPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const create = useCreateSupplier();
  const { company } = useSession();
  const form = useZodForm(PartyInput, {
    ...{ name: "", email: null, taxNumber: null, taxExempt: false, country: null, currency: company.currency },
    ...{ paymentTermsDays: 30, paymentTermId: null, isSupplier: true },
  });
  return (
    <Page narrow title={t`New supplier`} back={{ to: paths.finance.suppliers(), label: t`Suppliers` }}>
      <SupplierForm
        form={form}
        submit={t`Create the supplier`}
        onCancel={() => navigate(paths.finance.suppliers())}
        onSubmit={async (values) => {
          const supplier = await create.mutateAsync(values);
          void toast(t`${supplier.name} is created.`);
          navigate(paths.finance.supplier(supplier.id));
        }}
      />
    </Page>
  );
}

export function EditSupplierPage() {
  const { id = "" } = useParams();
  const { data: supplier } = useSuspenseQuery({ ...supplierQueries.one(id), staleTime: 0 });
  return <Edit key={supplier.version} supplier={supplier} />;
}

function Edit({ supplier }: { supplier: Supplier }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const change = useChangeSupplier(supplier);
  const { id, version: _, active: __, createdAt: ___, isCustomer: ____, ...values } = supplier;
  const form = useZodForm(PartyInput, values);
  const back = () => navigate(paths.finance.supplier(id));
  return (
    <Page narrow title={t`Edit ${supplier.name}`} back={{ to: paths.finance.supplier(id), label: supplier.name }}>
      <SupplierForm
        form={form}
        submit={t`Save`}
        onCancel={back}
        onSubmit={async ({ externalId: _unchanged, ...changed }) => {
          await change.mutateAsync(changed);
          void toast(t`${supplier.name} is saved.`);
          back();
        }}
      />
    </Page>
  );
}

interface SupplierFormProps {
  readonly form: UseFormReturn<Values, unknown, PartyInput>;
  readonly submit: string;
  readonly onSubmit: (supplier: PartyInput) => Promise<unknown>;
  readonly onCancel: () => void;
}

function SupplierForm({ form, submit, onSubmit, onCancel }: SupplierFormProps) {
  const { t } = useLingui();
  const { control } = form;
  const { data } = useQuery(supplierQueries.terms);
  return (
    <Form form={form} submit={submit} onSubmit={onSubmit} onCancel={onCancel}>
      <PartyFields control={control} title={t`Supplier`} />
      <TermFields control={control} terms={data?.items ?? []} description={t`Without them bills are due after the days.`} ownCurrency />
    </Form>
  );
}
