import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";
import type { LockedBankAccount } from "../bank-accounts/find-bank-account.ts";
import { type BankLineRow, readBankLines } from "../bank-statements/list-bank-lines.ts";
import { jsonWithIntegers } from "../entries/post-entry.ts";
import type { ConfirmationBody, ConfirmInput, MatchPart } from "./confirmation.ts";
import { learnNumbers } from "./learn-numbers.ts";
import { findConfirmation } from "./list-confirmations.ts";
import { findExisting, type Place, type PostedPart, postEntry, postPayment, postTransfer } from "./post-parts.ts";
import { postReturn } from "./post-return.ts";

onConstraint("bank_line_not_over_matched", conflict("bank_match.over_matched", "More of the line would be matched than is left of it."));
onConstraint("ledger_line_not_over_matched", (message) => conflict("bank_match.over_matched", message));
onConstraint("bank_match_of_a_booked_line", (message) => conflict("bank_match.not_booked", message));
onConstraint("bank_match_of_one_account", (message) => invalid("bank_match.other_account", message, "/lines"));

export type Confirmation = Omit<ConfirmInput, "origin"> &
  Readonly<{ origin: ConfirmInput["origin"] | "rule"; ruleId?: string | undefined }>;
type Surroundings = Readonly<{
  lines: ReadonlyMap<string, BankLineRow>;
  accounts: ReadonlyMap<string, LockedBankAccount & { method: string }>;
}>;

/** The accounts in key order, then the lines as they are while the accounts are held. */
const lockSurroundings = async (tx: TxCtx, lineIds: readonly string[], targets: readonly string[]): Promise<Surroundings> => {
  const company = tx.actor.companyId;
  const { rows } = await sql<LockedBankAccount & { method: string }>`
    select b.*, (select m.code from finance.payment_method m where m.company_id = b.company_id and m.id = b.method_id) as method from finance.bank_account b
     where b.company_id = ${company}
       and (b.id = any (${targets}::uuid[]) or b.id in (select l.bank_account_id from finance.bank_line l where l.company_id = ${company} and l.id = any (${lineIds}::uuid[])))
     order by b.id for no key update`.execute(tx.db);
  const lines = await readBankLines(tx.db, company, {
    conditions: sql`l.id = any (${lineIds}::uuid[])`,
    order: sql`l.id`,
    limit: lineIds.length,
  });
  return { lines: new Map(lines.map((line) => [line.id, line])), accounts: new Map(rows.map((account) => [account.id, { ...account }])) };
};

const absolute = (minor: bigint) => (minor < 0n ? -minor : minor);

/** The amounts of a line's parts. One that names none takes what is left. Together they have the sign of the line and are no more than its rest. */
const amountsOf = (parts: readonly MatchPart[], line: BankLineRow): Outcome<bigint[]> => {
  const amounts: bigint[] = [];
  if (line.leftMinor === 0n) return refuse(conflict("bank_match.over_matched", "Nothing of this line is left to be matched."));
  for (const [index, part] of parts.entries()) {
    const given =
      part.amount === undefined
        ? done(line.leftMinor - amounts.reduce((sum, amount) => sum + amount, 0n))
        : parseMinor(part.amount, line.currency);
    if (!given.ok) return refuse({ ...given.fault, errors: [{ pointer: `/lines/parts/${index}/amount`, detail: given.fault.detail }] });
    if (given.value === 0n) return refuse(invalid("bank_match.nothing", "A part is an amount other than zero.", "/lines"));
    amounts.push(given.value);
  }
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  if (sum === 0n || sum > 0n !== line.amountMinor > 0n || absolute(sum) > absolute(line.leftMinor)) {
    const [comes, left] = [formatMinor(sum, line.currency), formatMinor(line.leftMinor, line.currency)];
    return refuse(conflict("bank_match.over_matched", `The parts come to ${comes}; ${left} of the line is left.`));
  }
  return done(amounts);
};

const postPart = (
  tx: TxCtx,
  part: MatchPart,
  amountMinor: bigint,
  place: Place,
  { lines, accounts }: Surroundings,
): Promise<Outcome<PostedPart>> => {
  if (part.kind === "payment") return postPayment(tx, part, amountMinor, place);
  if (part.kind === "entry") return postEntry(tx, part, amountMinor, place);
  if (part.kind === "return") return postReturn(tx, part, amountMinor, place);
  if (part.kind === "existing") return findExisting(tx, part, amountMinor, place);
  const otherLine = part.lineId === undefined ? undefined : lines.get(part.lineId);
  return postTransfer(tx, part, amountMinor, { place, target: accounts.get(part.bankAccountId), otherLine });
};

type Posted = Readonly<{ lineId: string; part: MatchPart; posted: PostedPart }>;

/** Posts every part of every line, one after the other. */
const postAll = async (tx: TxCtx, input: Confirmation, surroundings: Surroundings): Promise<Outcome<Posted[]>> => {
  const all: Posted[] = [];
  for (const { lineId, parts } of input.lines) {
    const line = surroundings.lines.get(lineId);
    const account = line && surroundings.accounts.get(line.bankAccountId);
    if (!line || !account) return refuse(missing("bank line", lineId));
    if (line.status !== "booked")
      return refuse(conflict("bank_match.not_booked", "Only booked lines are matched; this one is only announced."));
    if (account.reconciledOn !== null && line.bookedOn <= account.reconciledOn)
      return refuse(
        conflict("bank_statement.reconciled", `${account.code} is reconciled to ${account.reconciledOn}. Reopen the statement first.`),
      );
    const amounts = amountsOf(parts, line);
    if (!amounts.ok) return amounts;
    for (const [index, part] of parts.entries()) {
      const posted = await postPart(tx, part, amounts.value[index] ?? 0n, { line, account, method: account.method }, surroundings);
      if (!posted.ok) return posted;
      all.push({ lineId, part, posted: posted.value });
    }
  }
  return done(all);
};

const insertConfirmation = async (tx: TxCtx, input: Confirmation, bankAccountId: string, all: readonly Posted[]): Promise<string> => {
  const id = tx.newId();
  const company = tx.actor.companyId;
  const parts = all.map(({ lineId, part, posted: { entryId, paymentId, posted } }) => ({
    lineId,
    ...part,
    entryId,
    paymentId: paymentId ?? null,
    posted,
  }));
  await tx.db
    .insertInto("finance.bankConfirmation")
    .values({
      ...{ id, companyId: company, bankAccountId, origin: input.origin, ruleId: input.ruleId ?? null, score: input.score ?? null },
      ...{
        reasons: JSON.stringify(input.reasons),
        parts: JSON.stringify(parts),
        confirmedBy: tx.actor.id,
        confirmedAt: tx.clock.now().toISOString(),
      },
    })
    .execute();
  const matches = all.flatMap(({ lineId, posted }) => [
    { id: tx.newId(), lineId, entryId: posted.entryId, position: posted.position, amountMinor: posted.amountMinor },
    ...(posted.other ? [{ id: tx.newId(), entryId: posted.entryId, ...posted.other }] : []),
  ]);
  await sql`
    insert into finance.bank_match (id, company_id, confirmation_id, line_id, entry_id, entry_position, amount_minor)
    select m.id, ${company}, ${id}, m."lineId", m."entryId", m.position, m."amountMinor"
      from jsonb_to_recordset(${jsonWithIntegers(matches)}::jsonb) as m (id uuid, "lineId" uuid, "entryId" uuid, position smallint, "amountMinor" bigint)`.execute(
    tx.db,
  );
  return id;
};

/**
 * Matches lines of one bank account with what they are: posts payments with their allocations, entries and transfers by the commands there are for them, or takes
 * postings that are there, all in one transaction. Parts that come to less leave the rest of a line open. Refuses more than is left of a line, an open document
 * or a posting, lines that are only announced, and what is reconciled. Locks: the bank accounts in key order, then what the commands lock.
 */
export const confirmLines = command("finance.bank.reconcile", async (tx, input: Confirmation): Promise<Outcome<ConfirmationBody>> => {
  const transfers = input.lines.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === "transfer" ? [part] : [])));
  const ids = [...input.lines.map(({ lineId }) => lineId), ...transfers.flatMap(({ lineId }) => lineId ?? [])];
  if (new Set(ids).size !== ids.length) return refuse(invalid("bank_match.twice", "A line stands here twice.", "/lines"));
  const surroundings = await lockSurroundings(
    tx,
    ids,
    transfers.map(({ bankAccountId }) => bankAccountId),
  );
  const accountIds = new Set(input.lines.map(({ lineId }) => surroundings.lines.get(lineId)?.bankAccountId));
  const [bankAccountId] = accountIds;
  const unknown = input.lines.find(({ lineId }) => !surroundings.lines.has(lineId));
  if (unknown || bankAccountId === undefined) return refuse(missing("bank line", unknown?.lineId ?? ""));
  if (accountIds.size > 1)
    return refuse(invalid("bank_match.two_accounts", "Lines that are matched together are of one bank account.", "/lines"));
  const all = await postAll(tx, input, surroundings);
  if (!all.ok) return all;
  const id = await insertConfirmation(tx, input, bankAccountId, all.value);
  await learnNumbers(tx, all.value, surroundings.lines);
  const body = await findConfirmation(tx.db, tx.actor.companyId, id);
  if (!body) throw new Error("A confirmation is gone as soon as it was made.");
  tx.audit({ action: "bank_line.confirm", subjectType: "bank_confirmation", subjectId: id, after: body });
  tx.event({ type: "bank_line.confirmed", subject: id, data: body });
  return done(body);
});
