import { sql } from "kysely";
import { type AccountPurpose, KEY_KINDS, PURPOSES } from "#core/finance/determination/account-rule.ts";
import type { Db } from "#core/kernel/context.ts";
import type { EntryExplanation } from "./explanation.ts";

export type DatedRule = Readonly<{ id: string; purpose: string; keyKind: string; key: string; accountId: string }>;

/** The instant in an id of version 7, which core makes when a row is born. */
const bornAt = (id: string) => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);

/**
 * The rules as they were at an instant: those of today, with what was changed since put back from their history, without what came later. Rules that a
 * set-up wrote are as old as their ids say.
 */
export const rulesAt = async (db: Db, companyId: string, at: string): Promise<DatedRule[]> => {
  const { rows } = await sql<DatedRule>`
    with undone as (
      select distinct on (h.row_id) h.row_id, h.row_before from shared.row_history h
       where h.company_id = ${companyId} and h.table_name = 'finance.account_rule' and h.changed_at > ${at}::timestamptz
       order by h.row_id, h.changed_at)
    select row_id as id, row_before ->> 'purpose' as purpose, row_before ->> 'key_kind' as key_kind, row_before ->> 'key' as key, (row_before ->> 'account_id')::uuid as account_id from undone
     union all
    select r.id, r.purpose, r.key_kind, r.key, r.account_id from finance.account_rule r
     where r.company_id = ${companyId} and r.id not in (select row_id from undone)`.execute(db);
  const instant = Date.parse(at);
  return rows.filter(({ id }) => bornAt(id) <= instant + 1_000);
};

type Keys = Readonly<{ parties: readonly string[]; taxes: readonly string[]; paymentMethod: string | null }>;
type Determination = EntryExplanation["lines"][number]["determinedBy"][number];

const ORDER: readonly string[] = [...KEY_KINDS, "default"];

const appliesTo = ({ keyKind, key }: DatedRule, { parties, taxes, paymentMethod }: Keys): "yes" | "no" | "unknown" => {
  if (keyKind === "default") return "yes";
  if (keyKind === "product_category") return "unknown";
  if (keyKind === "party") return parties.includes(key) ? "yes" : "no";
  if (keyKind === "tax") return taxes.includes(key) ? "yes" : "no";
  return paymentMethod === key ? "yes" : "no";
};

/**
 * The purposes by whose rules a document comes to an account, each with its candidates. Chosen is the most specific rule that applies; where only a product's
 * category leads to the account, the rule of the category.
 */
export const determinationsOf = (accountId: string, rules: readonly DatedRule[], keys: Keys): Determination[] =>
  PURPOSES.flatMap((purpose: AccountPurpose) => {
    const candidates = rules
      .filter((rule) => rule.purpose === purpose)
      .map((rule) => ({ rule, applies: appliesTo(rule, keys) }))
      .sort((left, right) => ORDER.indexOf(left.rule.keyKind) - ORDER.indexOf(right.rule.keyKind));
    const byCategory = candidates.find(({ rule, applies }) => applies === "unknown" && rule.accountId === accountId);
    const chosen = byCategory ?? candidates.find(({ applies }) => applies === "yes");
    if (!chosen || chosen.rule.accountId !== accountId) return [];
    return [
      {
        purpose,
        candidates: candidates.map(({ rule, applies }) => ({
          id: rule.id,
          keyKind: rule.keyKind,
          key: rule.key,
          accountId: rule.accountId,
          applies,
          chosen: rule === chosen.rule,
        })),
      },
    ];
  });
