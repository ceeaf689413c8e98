import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import { done, type Fault, type Outcome } from "#core/kernel/fault.ts";
import { PageOf } from "#core/kernel/page.ts";
import { codeText } from "#core/kernel/text.ts";
import { type CatalogueReader, getPublicImage, getPublicProduct, listPublicProducts } from "#core/sales/catalogue/public-catalogue.ts";
import { CatalogueChoice, CatalogueQuery, PublicProduct } from "#core/sales/catalogue/public-product.ts";
import type { Env } from "#functions/env.ts";
import { answerImage } from "#functions/images.ts";
import { problem, problems } from "#functions/problem.ts";
import { json, router } from "#functions/router.ts";
import { type CatalogueServices, catalogueFinder, languageOf } from "./choice.ts";
import { answerPublicPage, type CataloguePage, cataloguePage, pageKeeper } from "./pages.ts";

const tags = ["Public catalogue"];
type Refused = Fault<"invalid" | "missing">;
type Pages = Outcome<CataloguePage, Refused>;

const imageUrlIn =
  ({ company }: CatalogueChoice) =>
  (imageId: string) =>
    `/catalog/images/${imageId}${company === undefined ? "" : `?company=${company}`}`;

/** The public catalogue: nobody signs in, everything may be kept by caches. Portable, so that an edge Worker can serve it too. */
export const publicCatalogue = (services: CatalogueServices) => {
  const catalogue = router();
  const find = catalogueFinder(services);
  const kept = pageKeeper<Refused>(services.clock);

  /** Finds the catalogue, makes the page unless it is kept, and answers it. The language is part of what a page is. */
  const page = async (c: Context<Env>, choice: CatalogueChoice, make: (reader: CatalogueReader) => Promise<Outcome<object, Refused>>) => {
    const company = await find(choice.company);
    if (!company.ok) return problem(c, company.fault);
    const language = languageOf(choice, c.req.header("accept-language"), company.value);
    const made = async (): Promise<Pages> => {
      const outcome = await make({ ...services, company: company.value, language });
      return outcome.ok ? done(await cataloguePage(outcome.value)) : outcome;
    };
    const { pathname, search } = new URL(c.req.url);
    return answerPublicPage(c, await kept(`${language} ${pathname}${search}`, made), language);
  };

  catalogue.openapi(list, async (c) => {
    const query = c.req.valid("query");
    return page(c, query, (reader) => listPublicProducts(reader, query, imageUrlIn(query)));
  });

  catalogue.openapi(get, async (c) => {
    const choice = c.req.valid("query");
    return page(c, choice, (reader) => getPublicProduct(reader, c.req.valid("param").sku, imageUrlIn(choice)));
  });

  catalogue.openapi(image, async (c) => {
    const company = await find(c.req.valid("query").company);
    if (!company.ok) return problem(c, company.fault);
    const found = await getPublicImage({ ...services, company: company.value }, c.req.valid("param").imageId);
    return found.ok ? answerImage(c, found.value, "public") : problem(c, found.fault);
  });
  return catalogue;
};

const list = createRoute({
  operationId: "listPublicProducts",
  tags,
  summary: "What a company offers to the public, by SKU.",
  method: "get",
  path: "/products",
  security: [],
  request: { query: CatalogueQuery.extend(CatalogueChoice.shape) },
  responses: { 200: json(PageOf(PublicProduct)), ...problems(404, 422) },
});

const get = createRoute({
  operationId: "getPublicProduct",
  tags,
  summary: "A product of the public catalogue.",
  method: "get",
  path: "/products/{sku}",
  security: [],
  request: { params: z.object({ sku: codeText(64) }), query: CatalogueChoice },
  responses: { 200: json(PublicProduct), ...problems(404, 422) },
});

const image = createRoute({
  operationId: "getPublicImage",
  tags,
  summary: "An image of a product of the public catalogue.",
  method: "get",
  path: "/images/{imageId}",
  security: [],
  request: { params: z.object({ imageId: z.uuid() }), query: CatalogueChoice.pick({ company: true }) },
  responses: {
    200: { description: "The image.", content: { "image/*": { schema: z.string().meta({ format: "binary" }) } } },
    ...problems(404, 422),
  },
});
