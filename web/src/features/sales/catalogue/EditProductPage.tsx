import { useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { ProductInput } from "#core/sales/catalogue/product.ts";
import { paths } from "../../../app/paths.ts";
import { useZodForm } from "../../../ui/Form.tsx";
import { Page } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";
import { ProductForm } from "./ProductForm.tsx";
import { type Product, productQueries, useChangeProduct } from "./queries.ts";

export function EditProductPage() {
  const { id = "" } = useParams();
  const { data: product } = useSuspenseQuery({ ...productQueries.one(id), staleTime: 0 });
  return <Edit key={product.version} product={product} />;
}

function Edit({ product }: { product: Product }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const change = useChangeProduct(product);
  const { id, sku, name, description, categoryId, unit, taxClass, stocked, allowNegative } = product;
  const form = useZodForm(ProductInput, { sku, name, description, categoryId, unit, taxClass, stocked, allowNegative });
  const back = () => navigate(paths.sales.product(id));
  return (
    <Page narrow title={t`Edit ${product.name}`} back={{ to: paths.sales.product(id), label: product.name }}>
      <ProductForm
        form={form}
        submit={t`Save`}
        onCancel={back}
        onSubmit={async (values) => {
          const { sku, name, description, categoryId, unit, taxClass, stocked, allowNegative } = values;
          await change.mutateAsync({ sku, name, description, categoryId, unit, taxClass, stocked, allowNegative });
          void toast(t`${product.name} is saved.`);
          back();
        }}
      />
    </Page>
  );
}
