import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { UseFormReturn } from "react-hook-form";
import type * as z from "zod";
import type { ProductInput } from "#core/sales/catalogue/product.ts";
import { SelectField, SwitchField, TextAreaField, TextField } from "../../../ui/Field.tsx";
import { FieldRow, Form } from "../../../ui/Form.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { productQueries } from "./queries.ts";

interface ProductFormProps {
  readonly form: UseFormReturn<z.input<typeof ProductInput>, unknown, z.output<typeof ProductInput>>;
  readonly onSubmit: (product: z.output<typeof ProductInput>) => Promise<unknown>;
  readonly onCancel: () => void;
  readonly submit: string;
}

/** The fields of a product, new or old. */
export function ProductForm({ form, onSubmit, onCancel, submit }: ProductFormProps) {
  const { t } = useLingui();
  const { control } = form;
  const { data: categories = [] } = useQuery(productQueries.categories());
  const stocked = form.watch("stocked");
  return (
    <Form form={form} onSubmit={onSubmit} onCancel={onCancel} submit={submit}>
      <Panel title={t`Product`}>
        <div className="Form">
          <FieldRow>
            <TextField control={control} name="name" label={t`Name`} required />
            <TextField control={control} name="sku" label="SKU" required />
          </FieldRow>
          <TextAreaField control={control} name="description" label={t`Description`} empty="null" />
          <FieldRow>
            <SelectField
              control={control}
              name="categoryId"
              label={t`Category`}
              options={categories.map(({ id, path }) => ({ value: id, label: path.join(" › ") }))}
              clearable
              empty="null"
            />
            <TextField control={control} name="unit" label={t`Unit`} required />
            <TextField control={control} name="taxClass" label={t`Tax class`} required />
          </FieldRow>
          <SwitchField control={control} name="stocked" label={t`Stock is kept of it`} />
          {stocked && <SwitchField control={control} name="allowNegative" label={t`More may be sold than is there`} />}
        </div>
      </Panel>
    </Form>
  );
}
