import type { ReadCtx, TxCtx } from "#core/kernel/context.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";
import type { BankNumbers } from "../bank-statements/bank-numbers.ts";
import type { BankLineRow } from "../bank-statements/list-bank-lines.ts";
import { type BankRuleBody, RuleOutcome, SealedRuleConditions } from "./bank-rule.ts";
import type { SuggestionBody } from "./confirmation.ts";
import { type KnownCondition, knowConditions, shownConditions } from "./rule-conditions.ts";
import { nameLikeness } from "./tokens.ts";

/** A rule in use, its conditions as a line is held against them. */
export type BankRule = Omit<BankRuleBody, "conditions"> & Readonly<{ conditions: readonly KnownCondition[] }>;
type Reader = Pick<ReadCtx, "actor"> & Readonly<{ db: ReadCtx["db"] | TxCtx["db"] }>;

export const rulesOf = ({ db, actor }: Reader) =>
  db
    .selectFrom("finance.bankRule")
    .select(["id", "name", "priority", "mode", "bankAccountId", "conditions", "outcome", "active", "version"])
    .where("companyId", "=", actor.companyId);

export const ruleBody = (row: Awaited<ReturnType<ReturnType<typeof rulesOf>["execute"]>>[number]): BankRuleBody => ({
  ...row,
  mode: row.mode as BankRuleBody["mode"],
  conditions: shownConditions(SealedRuleConditions.parse(row.conditions)),
  outcome: RuleOutcome.parse(row.outcome),
});

const MOST_RULES = 1000;

/** The rules in use for lines of an account, in their order. */
export const readRules = async (reader: Reader, bankAccountId: string, numbers: BankNumbers): Promise<BankRule[]> => {
  const rows = await rulesOf(reader)
    .where("active", "=", true)
    .where((is) => is.or([is("bankAccountId", "is", null), is("bankAccountId", "=", bankAccountId)]))
    .orderBy("priority")
    .orderBy("id")
    .limit(MOST_RULES)
    .execute();
  const known = await knowConditions(
    reader,
    rows.map((row) => SealedRuleConditions.parse(row.conditions)),
    numbers,
  );
  return rows.map((row, at) => ({ ...ruleBody(row), conditions: known[at] ?? [] }));
};

const textsOf = (line: BankLineRow, field: "text" | "name" | "reference" | "code"): (string | null)[] => {
  if (field === "text") return [line.text, ...line.details.map(({ text }) => text)];
  if (field === "name") return [line.partyName, ...line.details.map(({ name }) => name)];
  return field === "code" ? [line.code] : [line.endToEndId, line.structuredReference, line.bankReference];
};

const TESTS = {
  contains: (text: string, value: string) => text.includes(value),
  equals: (text: string, value: string) => text === value,
  startsWith: (text: string, value: string) => text.startsWith(value),
} as const;

/** Numbers of the other side: of the line, and of the payments of a batch. */
const hashesOf = (line: BankLineRow) => [line.partyHash, ...line.details.map(({ partyHash }) => partyHash)];
/** From here on a name is that of somebody; as for suggestions. */
const SAME_NAME = 0.99;

const holds = (condition: KnownCondition, line: BankLineRow): boolean => {
  if (condition.field === "direction") return line.amountMinor > 0n === (condition.value === "in");
  if (condition.field === "amount") {
    const size = line.amountMinor < 0n ? -line.amountMinor : line.amountMinor;
    const bound = (text: string | undefined) => {
      const minor = text === undefined ? undefined : parseMinor(text, line.currency);
      return minor?.ok ? minor.value : undefined;
    };
    const [from, to] = [bound(condition.from), bound(condition.to)];
    return (from === undefined || size >= from) && (to === undefined || size <= to);
  }
  if (condition.field === "account" || condition.field === "party") {
    if (hashesOf(line).some((hash) => hash !== null && condition.hashes.has(hash))) return true;
    const name = condition.field === "party" ? condition.name : null;
    return name !== null && textsOf(line, "name").some((text) => text !== null && nameLikeness(text, name) >= SAME_NAME);
  }
  const value = condition.value.toLowerCase();
  return textsOf(line, condition.field).some((text) => text !== null && TESTS[condition.test](text.toLowerCase(), value));
};

/** Whether every condition holds for a line. */
export const applies = (conditions: readonly KnownCondition[], line: BankLineRow): boolean =>
  conditions.every((condition) => holds(condition, line));

/** The first rule that applies to a line. */
export const ruleFor = (line: BankLineRow, rules: readonly BankRule[]): BankRule | undefined =>
  rules.find(
    ({ conditions, bankAccountId }) => (bankAccountId === null || bankAccountId === line.bankAccountId) && applies(conditions, line),
  );

/** What the first rule that applies makes of what is left of a line. */
export const ruleSuggestions = (line: BankLineRow, rules: readonly BankRule[]): SuggestionBody[] => {
  const rule = ruleFor(line, rules);
  if (!rule) return [];
  const part = { kind: "entry" as const, amount: formatMinor(line.leftMinor, line.currency), ...rule.outcome };
  const reasons = [{ code: "rule" as const, points: 80, text: `The rule "${rule.name}" applies.` }];
  return [{ score: 80, reasons, title: rule.name, lines: [{ lineId: line.id, parts: [part] }], ruleId: rule.id }];
};
