import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { paths } from "../../../app/paths.ts";
import { Columns } from "../../../ui/Columns.tsx";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";
import { ProductPrices } from "./ProductPrices.tsx";
import { ProductStateBadge } from "./ProductStateBadge.tsx";
import { ProductStock } from "./ProductStock.tsx";
import { type Product, productQueries, useArchiveProduct, usePublishProduct } from "./queries.ts";

/** One product: what it is, what it costs whom, how much is there. */
export function ProductPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: product } = useSuspenseQuery(productQueries.one(id));
  return (
    <Page
      title={product.name}
      mark={<ProductStateBadge state={product.state} />}
      back={{ to: paths.sales.products(), label: t`Products` }}
      lead={product.sku}
      actions={
        <>
          <StateChange product={product} />
          <Button component={Link} to={paths.sales.editProduct(id)}>
            <Trans>Edit</Trans>
          </Button>
        </>
      }
    >
      <Columns
        main={
          <>
            <ProductPrices product={product} />
            {product.stocked && <ProductStock product={product} />}
            <Description product={product} />
          </>
        }
        side={<Facts product={product} />}
      />
    </Page>
  );
}

function Description({ product }: { product: Product }) {
  const { t } = useLingui();
  const attributes = Object.entries(product.attributes).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(", ") : String(value)] as const,
  );
  return (
    <Panel title={t`Description`}>
      {product.description ? <p className="Prose">{product.description}</p> : <p className="RecordList-empty">{t`None.`}</p>}
      {product.images.length > 0 && (
        <div className="Images">
          {product.images.map(({ id, url, alt }) => (
            <img key={id} src={url} alt={alt} loading="lazy" />
          ))}
        </div>
      )}
      {attributes.length > 0 && <KeyValue facts={attributes} />}
    </Panel>
  );
}

function Facts({ product }: { product: Product }) {
  const { t } = useLingui();
  const { data: categories } = useQuery(productQueries.categories());
  return (
    <Panel title={t`Details`}>
      <KeyValue
        facts={[
          [t`Category`, categories?.find(({ id }) => id === product.categoryId)?.path.join(" › ")],
          [t`Unit`, product.unit],
          [t`Tax class`, product.taxClass],
          [t`Stock`, product.stocked ? (product.allowNegative ? t`Kept, may go below zero` : t`Kept`) : t`Not kept`],
        ]}
      />
    </Panel>
  );
}

function StateChange({ product }: { product: Product }) {
  const { t } = useLingui();
  const publish = usePublishProduct(product);
  const archive = useArchiveProduct(product);
  if (product.state === "published") {
    return (
      <ConfirmButton
        variant="default"
        title={t`Archive ${product.name}?`}
        text={<Trans>It leaves the catalogue and cannot be ordered any more. What was sold keeps it.</Trans>}
        verb={t`Archive`}
        onConfirm={async () => {
          await archive.mutateAsync(undefined);
          void toast(t`${product.name} is archived.`);
        }}
      >
        <Trans>Archive</Trans>
      </ConfirmButton>
    );
  }
  return (
    <ConfirmButton
      variant="default"
      title={t`Publish ${product.name}?`}
      text={<Trans>It appears in the public catalogue with its list price.</Trans>}
      verb={t`Publish`}
      onConfirm={async () => {
        await publish.mutateAsync(undefined);
        void toast(t`${product.name} is published.`);
      }}
    >
      <Trans>Publish</Trans>
    </ConfirmButton>
  );
}
