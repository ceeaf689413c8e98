import { useLingui } from "@lingui/react/macro";
import { useNavigate } from "react-router";
import { ProductInput } from "#core/sales/catalogue/product.ts";
import { paths } from "../../../app/paths.ts";
import { useZodForm } from "../../../ui/Form.tsx";
import { Page } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";
import { ProductForm } from "./ProductForm.tsx";
import { useCreateProduct } from "./queries.ts";

export function NewProductPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const create = useCreateProduct();
  const form = useZodForm(ProductInput, {
    sku: "",
    name: "",
    description: null,
    categoryId: null,
    unit: "piece",
    taxClass: "standard",
    stocked: true,
    allowNegative: false,
  });
  return (
    <Page narrow title={t`New product`} back={{ to: paths.sales.products(), label: t`Products` }}>
      <ProductForm
        form={form}
        submit={t`Create the product`}
        onCancel={() => navigate(paths.sales.products())}
        onSubmit={async (values) => {
          const product = await create.mutateAsync(values);
          void toast(t`${product.name} is created.`);
          navigate(paths.sales.product(product.id));
        }}
      />
    </Page>
  );
}
