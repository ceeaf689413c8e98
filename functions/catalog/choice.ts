import type { Fault, Outcome } from "#core/kernel/fault.ts";
import { done } from "#core/kernel/fault.ts";
import { type CatalogueCompany, type CatalogueReader, catalogueCompany } from "#core/sales/catalogue/public-catalogue.ts";
import type { CatalogueChoice } from "#core/sales/catalogue/public-product.ts";

export type CatalogueServices = Pick<CatalogueReader, "database" | "clock">;

const REMEMBERED_MS = 60_000;
const MOST = 1000;

/** Whose catalogue a name means, remembered for a minute: every page asks. */
export const catalogueFinder = ({ database, clock }: CatalogueServices) => {
  const known = new Map<string, { company: CatalogueCompany; until: number }>();
  return async (slug: string | undefined): Promise<Outcome<CatalogueCompany, Fault<"missing">>> => {
    const now = clock.now().getTime();
    const found = known.get(slug ?? "");
    if (found && found.until > now) return done(found.company);
    const company = await catalogueCompany(database, slug);
    if (!company.ok) return company;
    if (known.size >= MOST) known.clear();
    known.set(slug ?? "", { company: company.value, until: now + REMEMBERED_MS });
    return company;
  };
};

/** The language asked for: in the address, else the first that the browser prefers, else the company's. */
export const languageOf = ({ language }: CatalogueChoice, accepted: string | undefined, company: CatalogueCompany): string => {
  const [preferred = ""] = (accepted ?? "").split(/[,;]/);
  const asked = language ?? (/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(preferred.trim()) ? preferred.trim() : company.locale);
  const [base = "en", ...rest] = asked.slice(0, 35).split("-");
  return [base.toLowerCase(), ...rest.map((part) => (part.length === 2 ? part.toUpperCase() : part))].join("-");
};
