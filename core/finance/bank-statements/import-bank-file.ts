import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { balanceWarnings } from "./balance-warnings.ts";
import type { BankNumbers } from "./bank-numbers.ts";
import type { ImportedFileBody } from "./bank-statement.ts";
import { bankWarning } from "./bank-warning.ts";
import { fingerprintsOf, knownLines, type LineTraits } from "./known-lines.ts";
import type { StoredLine } from "./line-rows.ts";
import { readStatements } from "./list-bank-statements.ts";
import { type Assigned, assignAccounts } from "./match-accounts.ts";
import type { ParsedLine, ParsedStatement } from "./parsed-statement.ts";
import { type BankFileInput, type FreshLine, type IncomingLine, type NewStatement, writeStatements } from "./write-statements.ts";

onConstraint("reconciled_bank_account_is_locked", (message) => conflict("bank_statement.reconciled", message));
onConstraint("bank_line_once", conflict("bank_line.known", "A line of this file came in at the same moment. Import the file again."));
onConstraint("bank_statement_once", conflict("bank_statement.known", "This statement came in at the same moment. Import the file again."));

export const MAX_BANK_LINES = 20_000;

/** What makes a statement the same one: the bank's own id with its closing, or the file it came in where the bank gave none. */
const identityOf = ({ statement }: Assigned, toOn: string, sha256: string, place: number): string =>
  [
    statement.format,
    ...(statement.reference === undefined ? [sha256, place] : [statement.reference]),
    toOn,
    statement.closing?.minor ?? "",
  ].join("|");

const lastDay = ({ toOn, closing, lines }: ParsedStatement): string | undefined =>
  closing?.on ??
  toOn ??
  lines
    .map(({ bookedOn }) => bookedOn)
    .sort()
    .at(-1);

const newStatementsOf = (tx: TxCtx, assigned: readonly Assigned[], sha256: string): Outcome<NewStatement[]> => {
  const made: NewStatement[] = [];
  for (const [index, one] of assigned.entries()) {
    const toOn = lastDay(one.statement);
    if (toOn === undefined) return refuse(invalid("bank_file.unreadable", "A statement has neither a day nor lines.", "/file"));
    made.push({ ...one, id: tx.newId(), toOn, identity: identityOf(one, toOn, sha256, index) });
  }
  return done(made);
};

/** Lines of the accounts on the days the file tells of, and which statements are there already. */
const readStored = async (tx: TxCtx, statements: readonly NewStatement[]) => {
  const ranges = statements.flatMap(({ statement, account }) => {
    const days = statement.lines.map(({ bookedOn }) => bookedOn).sort();
    return days.length > 0 ? [{ accountId: account.id, from: days[0], to: days.at(-1) }] : [];
  });
  const lines = sql<StoredLine>`
    select distinct l.id, l.bank_account_id, l.status, l.booked_on, l.amount_minor, l.format, l.bank_reference, l.party_name, l.party_hash, l.text
      from jsonb_to_recordset(${JSON.stringify(ranges)}::jsonb) as r ("accountId" uuid, "from" date, "to" date)
      join finance.bank_line l on l.company_id = ${tx.actor.companyId} and l.bank_account_id = r."accountId" and l.booked_on between r."from" and r."to"
      join finance.bank_statement s on s.company_id = l.company_id and s.id = l.statement_id and s.state <> 'discarded'
     order by l.id`.execute(tx.db);
  const there = tx.db
    .selectFrom("finance.bankStatement")
    .select(["id", "bankAccountId", "identity"])
    .where("companyId", "=", tx.actor.companyId)
    .where("state", "<>", "discarded")
    .where(sql<boolean>`identity = any (${statements.map(({ identity }) => identity)}::text[])`)
    .execute();
  const [{ rows }, known] = await Promise.all([lines, there]);
  return { lines: rows, statements: new Map(known.map(({ id, bankAccountId, identity }) => [`${bankAccountId} ${identity}`, id])) };
};

const traitsOf = (
  { bookedOn, amountMinor, bankReference, name, account, text }: ParsedLine,
  format: string,
  numbers: BankNumbers,
): LineTraits => ({
  bookedOn,
  amountMinor,
  format,
  bankReference: bankReference ?? null,
  partyName: name ?? null,
  partyHashes: account === undefined ? [] : numbers.digests(account),
  text: text ?? null,
});

type Sorted = Readonly<{ fresh: readonly FreshLine[]; known: number; across: number }>;

/** New lines and known ones, account by account; booked ones are compared with booked ones, announced with announced. */
const sortLines = (incoming: readonly IncomingLine[], stored: readonly StoredLine[]): Sorted => {
  const key = (accountId: string, status: string) => `${accountId} ${status}`;
  const storedBy = Map.groupBy(stored, (line) => key(line.bankAccountId, line.status));
  const fresh: FreshLine[] = [];
  let [known, across] = [0, 0];
  for (const [group, lines] of Map.groupBy(incoming, ({ line, statement }) => key(statement.account.id, line.status))) {
    const before = (storedBy.get(group) ?? []).map(
      (line): LineTraits => ({ ...line, partyHashes: line.partyHash === null ? [] : [line.partyHash] }),
    );
    const there = knownLines(lines, before);
    const rest = lines.filter((line) => !there.has(line));
    const fingerprints = fingerprintsOf(rest, before);
    fresh.push(...rest.map((line) => ({ line, fingerprint: fingerprints.get(line) ?? "" })));
    if (!group.endsWith("booked")) continue;
    known += there.size;
    across += [...there].filter(({ format }) => !before.some((line) => line.format === format)).length;
  }
  return { fresh, known, across };
};

/**
 * Statements worth keeping: new ones that bring lines or a closing balance. One that is there already and brings lines all the same, as when a bank sends it again
 * with more entries, is kept as another.
 */
const kept = (statements: readonly NewStatement[], known: ReadonlyMap<string, string>, { fresh }: Sorted, sha256: string): NewStatement[] =>
  statements.flatMap((one) => {
    const brings = fresh.some(({ line }) => line.statement === one);
    if (!known.has(`${one.account.id} ${one.identity}`)) return brings || one.statement.closing !== undefined ? [one] : [];
    return brings ? [{ ...one, identity: `${one.identity}|${sha256}` }] : [];
  });

/**
 * Takes in what a bank's file says, once: lines that are there already, from this file or another one of any format, stay as they are, and the same file again
 * changes nothing. The file is kept sealed as evidence. Warns where opening balance and entries do not come to the closing balance, and where the account with
 * its lines does not. Refuses unknown accounts, other currencies, and lines of days that are reconciled. Locks the bank accounts in key order.
 */
export const importBankFile = command("finance.bank.import", async (tx, file: BankFileInput): Promise<Outcome<ImportedFileBody>> => {
  const count = file.statements.reduce((sum, { lines }) => sum + lines.length, 0);
  if (count > MAX_BANK_LINES)
    return refuse(invalid("bank_file.size", `A file has at most ${MAX_BANK_LINES} lines; this one has ${count}.`, "/file"));
  const assignment = await assignAccounts(tx, file.statements, file.bankAccountId);
  if (!assignment.ok) return assignment;
  const statements = newStatementsOf(tx, assignment.value.assigned, file.sha256);
  if (!statements.ok) return statements;
  const stored = await readStored(tx, statements.value);
  const incoming = statements.value.flatMap((statement) =>
    statement.statement.lines
      .filter(({ amountMinor }) => amountMinor !== 0n)
      .map((line): IncomingLine => ({ ...traitsOf(line, statement.statement.format, file.numbers), line, statement })),
  );
  const sorted = sortLines(incoming, stored.lines);
  const toKeep = kept(statements.value, stored.statements, sorted, file.sha256);
  const added = sorted.fresh.filter(({ line }) => line.line.status === "booked").length;
  const warned = await balanceWarnings(tx, statements.value, sorted.fresh);
  const keeping = toKeep.map((one) => ({
    ...one,
    statement: { ...one.statement, warnings: [...one.statement.warnings, ...(warned.get(one.id) ?? [])] },
  }));
  const byId = new Map(keeping.map((one) => [one.id, one]));
  const fresh = sorted.fresh.map(({ line, fingerprint }) => ({
    fingerprint,
    line: { ...line, statement: byId.get(line.statement.id) ?? line.statement },
  }));
  const fileId = keeping.length > 0 ? await writeStatements(tx, { file, statements: keeping, fresh }) : undefined;
  const ids = statements.value.flatMap((one) => byId.get(one.id)?.id ?? stored.statements.get(`${one.account.id} ${one.identity}`) ?? []);
  const bodies = await readStatements(tx.db, tx.actor.companyId, sql`s.id = any (${ids}::uuid[])`, ids.length);
  for (const body of bodies.filter(({ id }) => byId.has(id))) {
    tx.audit({ action: "bank_statement.import", subjectType: "bank_statement", subjectId: body.id, after: body });
    tx.event({ type: "bank_statement.imported", subject: body.id, data: body });
  }
  const across = sorted.across > 0 ? [bankWarning("known_from_other_format", { count: `${sorted.across}` })] : [];
  return done({
    fileId: fileId ?? bodies[0]?.fileId ?? "",
    fileName: file.name,
    sha256: file.sha256,
    format: file.statements[0]?.format ?? "csv",
    added,
    known: sorted.known,
    warnings: [
      ...assignment.value.warnings,
      ...statements.value.flatMap(({ statement }) => statement.warnings),
      ...[...warned.values()].flat(),
      ...across,
    ],
    statements: bodies,
  });
});
