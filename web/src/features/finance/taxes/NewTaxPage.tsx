import { useLingui } from "@lingui/react/macro";
import { useNavigate } from "react-router";
import { TaxInput } from "#core/finance/taxes/tax.ts";
import { paths } from "../../../app/paths.ts";
import { Form, useZodForm } from "../../../ui/Form.tsx";
import { Page } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";
import { useCreateTax } from "./queries.ts";
import { TaxFields } from "./TaxFields.tsx";

/** A tax with its first rate. */
export function NewTaxPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const create = useCreateTax();
  const form = useZodForm(TaxInput, {
    ...{ code: "", name: "", kind: "percent", usage: "sale", treatment: "standard", category: "S", accountId: "", rate: "" },
    ...{ included: false, compound: false, recognisedOn: "document" },
  });
  return (
    <Page narrow title={t`New tax`} back={{ to: paths.finance.taxes(), label: t`Taxes` }}>
      <Form
        form={form}
        submit={t`Add the tax`}
        onCancel={() => navigate(paths.finance.taxes())}
        onSubmit={async (values) => {
          const { id, code } = await create.mutateAsync(values);
          void toast(t`Tax ${code} is added.`);
          navigate(paths.finance.tax(id));
        }}
      >
        <TaxFields form={form} />
      </Form>
    </Page>
  );
}
