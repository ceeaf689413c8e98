import type { Db, TxCtx } from "#core/kernel/context.ts";
import { type AccountPurpose, PURPOSES } from "./account-rule.ts";

/** An account that a posting needs, and what it is about. Categories from the product's own to the root of their tree. */
export type AccountNeed = Readonly<{
  purpose: AccountPurpose;
  productCategories?: readonly string[] | undefined;
  party?: string | undefined;
  tax?: string | undefined;
  paymentMethod?: string | undefined;
}>;

type Place = readonly [kind: string, key: string];

/** Where the rule for a need may stand, the most specific place first: category, then party, tax and payment method, then the default. */
const placesOf = ({ productCategories = [], party, tax, paymentMethod }: AccountNeed): Place[] => [
  ...productCategories.map((key): Place => ["product_category", key]),
  ...(party === undefined ? [] : [["party", party] as const]),
  ...(tax === undefined ? [] : [["tax", tax] as const]),
  ...(paymentMethod === undefined ? [] : [["payment_method", paymentMethod] as const]),
  ["default", ""],
];

/**
 * Finds the account of each need, in their order, by one read. The most specific rule wins. Set-up sees to it that there is a default for every
 * purpose and the database keeps it, so there is always one.
 */
export const determineAccounts = async (
  tx: Pick<TxCtx, "actor"> & Readonly<{ db: Db }>,
  needs: readonly AccountNeed[],
): Promise<string[]> => {
  if (needs.length === 0) return [];
  const keys = new Set(needs.flatMap((need) => placesOf(need).map(([, key]) => key)));
  const rules = await tx.db
    .selectFrom("finance.accountRule")
    .select(["purpose", "keyKind", "key", "accountId"])
    .where("companyId", "=", tx.actor.companyId)
    .where("purpose", "in", [...new Set(needs.map(({ purpose }) => purpose))])
    .where("key", "in", [...keys])
    .execute();
  const accounts = new Map(rules.map(({ purpose, keyKind, key, accountId }) => [`${purpose} ${keyKind} ${key}`, accountId]));
  return needs.map((need) => {
    for (const [kind, key] of placesOf(need)) {
      const found = accounts.get(`${need.purpose} ${kind} ${key}`);
      if (found !== undefined) return found;
    }
    throw new Error(`There is no account for ${need.purpose}; set-up did not complete.`);
  });
};

/** The purposes that lack a default. Set-up refuses to end while there are any. */
export const purposesWithoutAccount = async (db: Db, companyId: string): Promise<AccountPurpose[]> => {
  const rules = await db
    .selectFrom("finance.accountRule")
    .select("purpose")
    .where("companyId", "=", companyId)
    .where("keyKind", "=", "default")
    .execute();
  return PURPOSES.filter((purpose) => !rules.some((rule) => rule.purpose === purpose));
};
