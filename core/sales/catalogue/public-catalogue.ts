import { CompiledQuery, sql } from "kysely";
import { dayIn } from "#core/kernel/clock.ts";
import type { Clock, DatabasePort, Db } from "#core/kernel/context.ts";
import { exponentOf } from "#core/kernel/currencies.ts";
import { trimDecimal } from "#core/kernel/decimals.ts";
import { done, type Fault, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, type Page, pageOf } from "#core/kernel/page.ts";
import { bestPrice } from "#core/sales/prices/best-price.ts";
import type { CatalogueQuery, PublicProduct } from "./public-product.ts";

/** Whose catalogue is shown. */
export type CatalogueCompany = Readonly<{ id: string; name: string; baseCurrency: string; timeZone: string; locale: string }>;
/** All that a public read needs: these run in an edge Worker as they run in a pod. */
export type CatalogueReader = Readonly<{ database: DatabasePort; clock: Clock; company: CatalogueCompany; language: string }>;

const noCatalogue = missing("catalogue", "of that name");
const nobody = { companyId: "", actorId: "" } as const;

/** Finds whose catalogue is meant; without a name, that of the only company. Nobody has signed in, so no company is set for this read. */
export const catalogueCompany = async (
  database: DatabasePort,
  slug: string | undefined,
): Promise<Outcome<CatalogueCompany, Fault<"missing">>> => {
  const { rows } = await database.read(
    nobody,
    (db) => sql<CatalogueCompany>`select * from shared.catalog_company(${slug ?? null})`.execute(db),
    { stale: true },
  );
  const [company] = rows;
  return company ? done(company) : refuse(noCatalogue);
};

/**
 * There is no actor and no grant: what is published is for everyone. The session is set to the company all the same, so its policies hold. One
 * statement, from the replica when there is one.
 */
const readPublic = <T>({ database, company }: Omit<CatalogueReader, "language">, read: (db: Db) => Promise<T>): Promise<T> =>
  database.read({ companyId: company.id, actorId: "" }, read, { stale: true });

const LOW_STOCK = 10;

const price = bestPrice({ company: "$1", customersList: "null::uuid", currency: "$2", on: "$3::date", product: "p.id", quantity: "1" });

/** The published products that `where` lets through, as the public sees them: a page first, then what is known of each on it. $4 and $5 are the language and the one it belongs to. */
const productsSql = (where: string) => `
  with page as materialized (
    select p.* from sales.product p where p.company_id = $1 and p.state = 'published' ${where} order by p.sku limit $6)
  select p.sku, coalesce(p.names ->> $4, p.names ->> $5, p.name) as name, coalesce(p.descriptions ->> $4, p.descriptions ->> $5, p.description) as description,
         p.unit, p.attributes, best.unit_price::text as price, coalesce(best.prices_include_tax, false) as prices_include_tax,
         (select jsonb_build_object('code', c.code, 'name', coalesce(c.names ->> $4, c.names ->> $5, c.name))
            from sales.category c where c.company_id = p.company_id and c.id = p.category_id) as category,
         case when not p.stocked or stock.free > ${LOW_STOCK} then 'in_stock' when stock.free > 0 then 'low_stock' when p.allow_negative then 'on_order' else 'out_of_stock' end as availability,
         coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'alt', i.alt) order by i.position)
                     from sales.product_image i where i.company_id = p.company_id and i.product_id = p.id), '[]') as images
    from page p
    left join lateral (${price}) best on true
    cross join lateral (select coalesce(sum(s.on_hand - s.reserved), 0) as free from sales.stock_level s where s.company_id = p.company_id and s.product_id = p.id) stock
   order by p.sku`;

type Row = Omit<PublicProduct, "images" | "currency"> & { images: { id: string; alt: string }[] };

const parameters = ({ clock, company, language }: CatalogueReader, limit: number) => [
  company.id,
  company.baseCurrency,
  dayIn(company.timeZone, clock.now()),
  language,
  language.split("-")[0],
  limit,
];

/** As many decimals as the currency has, more only where the price has them. */
const listPrice = (text: string | null, currency: string) => {
  if (text === null) return null;
  const [whole = "0", fraction = ""] = trimDecimal(text).split(".");
  const decimals = fraction.padEnd(exponentOf(currency), "0");
  return decimals === "" ? whole : `${whole}.${decimals}`;
};

const publicProduct =
  ({ baseCurrency }: CatalogueCompany, imageUrl: (imageId: string) => string) =>
  ({ images, ...row }: Row): PublicProduct => ({
    ...row,
    price: listPrice(row.price, baseCurrency),
    currency: baseCurrency,
    images: images.map(({ id, alt }) => ({ url: imageUrl(id), alt })),
  });

type ImageUrl = (imageId: string) => string;

/** A page of what is published, by SKU. */
export const listPublicProducts = async (
  reader: CatalogueReader,
  { limit, after, q, category }: CatalogueQuery,
  imageUrl: ImageUrl,
): Promise<Outcome<Page<PublicProduct>, Fault<"invalid">>> => {
  const cursor = after === undefined ? undefined : decodeCursor(after, 1);
  if (cursor && !cursor.ok) return cursor;
  const values = parameters(reader, limit + 1);
  const bind = (value: unknown) => `$${values.push(value as string)}`;
  const conditions = [
    cursor ? `and p.sku > ${bind(cursor.value[0])}` : "",
    q ? `and p.id = any (array(select sales.search_products(${bind(q)})))` : "",
    category ? `and p.category_id = any (array(${categoriesBelow(bind(category))}))` : "",
  ];
  const { rows } = await readPublic(reader, (db) => db.executeQuery<Row>(CompiledQuery.raw(productsSql(conditions.join(" ")), values)));
  return done(pageOf(rows, limit, ({ sku }) => [sku], publicProduct(reader.company, imageUrl)));
};

const categoriesBelow = (code: string) => `
  with recursive below as (
    select c.id from sales.category c where c.company_id = $1 and c.code = ${code}
    union select c.id from below b join sales.category c on c.company_id = $1 and c.parent_id = b.id)
  select id from below`;

/** One published product by its SKU. */
export const getPublicProduct = async (
  reader: CatalogueReader,
  sku: string,
  imageUrl: ImageUrl,
): Promise<Outcome<PublicProduct, Fault<"missing">>> => {
  const values = [...parameters(reader, 1), sku];
  const { rows } = await readPublic(reader, (db) => db.executeQuery<Row>(CompiledQuery.raw(productsSql("and p.sku = $7"), values)));
  const [row] = rows;
  return row ? done(publicProduct(reader.company, imageUrl)(row)) : refuse(missing("product", sku));
};

export type PublicImage = Readonly<{ bytes: Uint8Array; mediaType: string; hash: string }>;

/** An image of a published product. */
export const getPublicImage = async (
  reader: Omit<CatalogueReader, "language">,
  imageId: string,
): Promise<Outcome<PublicImage, Fault<"missing">>> => {
  const { rows } = await readPublic(reader, (db) =>
    sql<PublicImage>`
      select i.bytes, i.media_type, encode(i.sha256, 'hex') as hash
        from sales.product_image i join sales.product p on p.company_id = i.company_id and p.id = i.product_id and p.state = 'published'
       where i.company_id = ${reader.company.id} and i.id = ${imageId}`.execute(db),
  );
  const [image] = rows;
  return image ? done(image) : refuse(missing("image", imageId));
};
