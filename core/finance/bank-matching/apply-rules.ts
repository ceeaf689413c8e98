import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { constraintFault } from "#core/kernel/database-fault.ts";
import { done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import { lockBankAccount } from "../bank-accounts/find-bank-account.ts";
import type { BankNumbers } from "../bank-statements/bank-numbers.ts";
import type { BankLineBody } from "../bank-statements/bank-statement.ts";
import { lineBodyOf, readBankLines } from "../bank-statements/list-bank-lines.ts";
import { type RuleTestInput, SealedRuleConditions } from "./bank-rule.ts";
import { confirmLines } from "./confirm-lines.ts";
import type { SuggestionBody } from "./confirmation.ts";
import { knowConditions, sealConditions } from "./rule-conditions.ts";
import { applies, readRules, ruleSuggestions, rulesOf } from "./rules.ts";
import { runNow } from "./run-now.ts";
import { readOpenLines } from "./suggest.ts";

const MOST_AT_ONCE = 200;

export type Applied = { matched: number; refused: { lineId: string; code: string; detail: string }[] };

/** Confirms what a rule suggests, or leaves nothing of the attempt behind. */
const attempt = async (tx: TxCtx, { lines, reasons, score, ruleId }: SuggestionBody): Promise<Outcome<unknown>> => {
  await sql`savepoint bank_rule`.execute(tx.db);
  const back = () => sql`rollback to savepoint bank_rule`.execute(tx.db);
  try {
    const confirmed = await runNow(tx, (inner) =>
      confirmLines(inner, { lines, reasons, score, origin: "rule", ruleId: ruleId ?? undefined }),
    );
    if (!confirmed.ok) await back();
    return confirmed;
  } catch (error) {
    const fault = constraintFault(error);
    if (!fault) throw error;
    await back();
    return refuse(fault);
  }
};

/**
 * Matches the open lines of an account by the rules that do so by themselves, at most 200 at a time, each line on its own: one that cannot be posted, as in a closed
 * period, is named in the answer and stays open. Locks the bank account.
 */
export const applyBankRules = command(
  "finance.bank.reconcile",
  async (tx, { id, numbers }: Readonly<{ id: string; numbers: BankNumbers }>): Promise<Outcome<Applied>> => {
    const account = await lockBankAccount(tx.db, tx.actor.companyId, id);
    if (!account) return refuse(missing("bank account", id));
    const rules = (await readRules(tx, id, numbers)).filter(({ mode }) => mode === "automatic");
    if (rules.length === 0) return done({ matched: 0, refused: [] });
    const lines = await readOpenLines(tx, id, 5000);
    const free = lines.filter(({ bookedOn }) => account.reconciledOn === null || bookedOn > account.reconciledOn);
    const wanted = free.flatMap((line) => ruleSuggestions(line, rules)).slice(0, MOST_AT_ONCE);
    const refused: { lineId: string; code: string; detail: string }[] = [];
    for (const suggestion of wanted) {
      const confirmed = await attempt(tx, suggestion);
      if (!confirmed.ok)
        refused.push({ lineId: suggestion.lines[0]?.lineId ?? "", code: confirmed.fault.code, detail: confirmed.fault.detail });
    }
    return done({ matched: wanted.length - refused.length, refused });
  },
);

const TESTED_LINES = 500;

/** Which of the latest lines a rule would apply to, matched ones too: a test run that changes nothing. */
export const testBankRule = query(
  "finance.bank.read",
  async (
    ctx,
    { numbers, ...input }: RuleTestInput & Readonly<{ numbers: BankNumbers }>,
  ): Promise<Outcome<{ tested: number; items: BankLineBody[] }>> => {
    const { db, actor } = ctx;
    const rule = input.ruleId === undefined ? undefined : await rulesOf(ctx).where("id", "=", input.ruleId).executeTakeFirst();
    if (input.ruleId !== undefined && !rule) return refuse(missing("bank rule", input.ruleId));
    const before = rule && SealedRuleConditions.parse(rule.conditions);
    const sealed = sealConditions(input.conditions, { numbers, before });
    if (!sealed.ok) return sealed;
    const [conditions = []] = await knowConditions(ctx, [sealed.value], numbers);
    const lines = await readBankLines(db, actor.companyId, {
      conditions: sql`l.status = 'booked' and w.line_id is not null and ${input.bankAccountId === null ? sql`true` : sql`l.bank_account_id = ${input.bankAccountId}`}`,
      order: sql`l.booked_on desc, l.id desc`,
      limit: TESTED_LINES,
    });
    return done({ tested: lines.length, items: lines.filter((line) => applies(conditions, line)).map(lineBodyOf) });
  },
);
