import { sql } from "kysely";
import type { ReadCtx, TxCtx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { hintOf } from "../bank-accounts/account-number.ts";
import type { BankNumbers } from "../bank-statements/bank-numbers.ts";
import type { RuleConditions, RuleConditionsInput, SealedRuleConditions } from "./bank-rule.ts";

type Reader = Pick<ReadCtx, "actor"> & Readonly<{ db: ReadCtx["db"] | TxCtx["db"] }>;
type Sealed = SealedRuleConditions["all"][number];

/** A condition as a line is held against it: numbers as the hashes that lines bear, a party as its numbers and its name. */
export type KnownCondition =
  | Exclude<Sealed, { field: "account" } | { field: "party" }>
  | Readonly<{ field: "account"; hashes: ReadonlySet<string> }>
  | Readonly<{ field: "party"; hashes: ReadonlySet<string>; name: string | null }>;

/** Without what is sealed. */
export const shownConditions = ({ all }: SealedRuleConditions): RuleConditions => ({
  all: all.map((condition) => (condition.field === "account" ? { field: condition.field, hint: condition.hint } : condition)),
});

type Sealing = Readonly<{ numbers: BankNumbers; before?: SealedRuleConditions | undefined }>;

/** Seals the numbers that conditions name. One that is named by its hint is the one the rule had. */
export const sealConditions = (
  { all }: RuleConditionsInput,
  { numbers, before }: Sealing,
): Outcome<SealedRuleConditions, Fault<"invalid">> => {
  const sealed: Sealed[] = [];
  for (const [at, condition] of all.entries()) {
    if (condition.field !== "account") sealed.push(condition);
    else if (condition.number !== undefined)
      sealed.push({ field: "account", hint: hintOf(condition.number), sealed: numbers.seal(condition.number) });
    else {
      const kept = before?.all.find((one) => one.field === "account" && one.hint === condition.hint);
      if (!kept)
        return refuse(invalid("bank_rule.number", "The rule has no number like this: write it whole.", `/conditions/all/${at}/number`));
      sealed.push(kept);
    }
  }
  return done({ all: sealed });
};

const partyIdsOf = (conditions: readonly SealedRuleConditions[]): string[] => [
  ...new Set(conditions.flatMap(({ all }) => all.flatMap((condition) => (condition.field === "party" ? [condition.partyId] : [])))),
];

/** Refuses a party that the company does not have. */
export const partiesAreThere = async ({ db, actor }: Reader, conditions: SealedRuleConditions): Promise<Fault<"missing"> | undefined> => {
  const wanted = partyIdsOf([conditions]);
  if (wanted.length === 0) return undefined;
  const found = await db
    .selectFrom("finance.party")
    .select("id")
    .where("companyId", "=", actor.companyId)
    .where("id", "in", wanted)
    .execute();
  const unknown = wanted.find((id) => !found.some((party) => party.id === id.toLowerCase()));
  return unknown === undefined ? undefined : missing("party", unknown);
};

/** Numbers that were learned of parties, or entered to pay them, and their names. */
const readParties = async ({ db, actor }: Reader, ids: readonly string[]) => {
  if (ids.length === 0) return new Map<string, { name: string; hashes: string[] }>();
  const { rows } = await sql<{ id: string; name: string; hashes: string[] }>`
    select p.id, p.name, array(select k.hash from finance.party_bank_account k where k.company_id = p.company_id and k.party_id = p.id
                                union
                               select a.hash from finance.payee_account a where a.company_id = p.company_id and a.party_id = p.id) as hashes
      from finance.party p where p.company_id = ${actor.companyId} and p.id = any (${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, ...party }) => [id, party]));
};

/** What lines are held against: one read for the parties of all rules, none where no rule names any. */
export const knowConditions = async (
  reader: Reader,
  conditions: readonly SealedRuleConditions[],
  numbers: BankNumbers,
): Promise<KnownCondition[][]> => {
  const parties = await readParties(reader, partyIdsOf(conditions));
  const known = (condition: Sealed): KnownCondition => {
    if (condition.field === "account") return { field: "account", hashes: new Set(numbers.digests(numbers.unseal(condition.sealed))) };
    if (condition.field !== "party") return condition;
    const party = parties.get(condition.partyId.toLowerCase());
    return { field: "party", hashes: new Set(party?.hashes), name: party?.name ?? null };
  };
  return conditions.map(({ all }) => all.map(known));
};
