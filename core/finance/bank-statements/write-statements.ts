import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import { jsonWithIntegers } from "../entries/post-entry.ts";
import type { BankNumbers } from "./bank-numbers.ts";
import type { LineTraits } from "./known-lines.ts";
import { rowOfLine } from "./line-rows.ts";
import type { Assigned } from "./match-accounts.ts";
import { type ParsedLine, type ParsedStatement, sumOf } from "./parsed-statement.ts";

export type BankFileInput = Readonly<{
  name: string;
  bytes: Uint8Array;
  sha256: string;
  statements: readonly ParsedStatement[];
  bankAccountId?: string | undefined;
  numbers: BankNumbers;
}>;

export type IncomingLine = LineTraits & Readonly<{ line: ParsedLine; statement: NewStatement }>;
export type NewStatement = Assigned & Readonly<{ id: string; identity: string; toOn: string }>;

export type FreshLine = Readonly<{ line: IncomingLine; fingerprint: string }>;

const countOf = (lines: readonly ParsedLine[], booked: boolean) => lines.filter(({ status }) => (status === "booked") === booked).length;

const statementRow = (one: NewStatement, fresh: readonly FreshLine[], fileId: string) => {
  const { id, identity, toOn, statement, account } = one;
  const booked = statement.lines.filter(({ status }) => status === "booked");
  const credits = sumOf(booked.filter(({ amountMinor }) => amountMinor > 0n));
  return {
    id,
    bankAccountId: account.id,
    fileId,
    format: statement.format,
    messageType: statement.messageType,
    identity,
    reference: statement.reference ?? null,
    currency: statement.currency,
    fromOn: statement.fromOn ?? null,
    toOn,
    openingMinor: statement.opening?.minor ?? null,
    closingMinor: statement.closing?.minor ?? null,
    creditMinor: credits,
    debitMinor: credits - sumOf(booked),
    bookedCount: booked.length,
    pendingCount: countOf(statement.lines, false),
    addedCount: fresh.filter(({ line }) => line.statement === one && line.line.status === "booked").length,
  };
};

type Writing = Readonly<{ file: BankFileInput; statements: readonly NewStatement[]; fresh: readonly FreshLine[] }>;

/** Writes the file once, the statements, and their lines: a statement each. Answers the id of the file. */
export const writeStatements = async (tx: TxCtx, { file, statements, fresh }: Writing): Promise<string> => {
  const company = tx.actor.companyId;
  const sealed = file.numbers.sealFile(file.bytes);
  const { rows } = await sql<{ id: string }>`
    with stored as (
      insert into finance.bank_file (id, company_id, name, format, byte_count, sha256, sealed, created_by)
      values (${tx.newId()}, ${company}, ${file.name}, ${file.statements[0]?.format ?? "csv"}, ${file.bytes.length}, ${file.sha256}, ${sealed}, ${tx.actor.id})
      on conflict on constraint bank_file_once do nothing returning id)
    select id from stored union all select f.id from finance.bank_file f where f.company_id = ${company} and f.sha256 = ${file.sha256} limit 1`.execute(
    tx.db,
  );
  const fileId = rows[0]?.id ?? "";
  const statementRows = statements.map((one) => statementRow(one, fresh, fileId));
  await sql`
    insert into finance.bank_statement (id, company_id, bank_account_id, file_id, format, message_type, identity, reference, currency, from_on, to_on, opening_minor, closing_minor,
                                        credit_minor, debit_minor, booked_count, pending_count, added_count, warnings)
    select r.id, ${company}, r."bankAccountId", r."fileId", r.format, r."messageType", r.identity, r.reference, r.currency, r."fromOn", r."toOn", r."openingMinor", r."closingMinor",
           r."creditMinor", r."debitMinor", r."bookedCount", r."pendingCount", r."addedCount", r.warnings
      from jsonb_to_recordset(${jsonWithIntegers(statementRows.map((row, index) => ({ ...row, warnings: statements[index]?.statement.warnings ?? [] })))}::jsonb) as r (
           id uuid, "bankAccountId" uuid, "fileId" uuid, format text, "messageType" text, identity text, reference text, currency text, "fromOn" date, "toOn" date, "openingMinor" bigint,
           "closingMinor" bigint, "creditMinor" bigint, "debitMinor" bigint, "bookedCount" integer, "pendingCount" integer, "addedCount" integer, warnings jsonb)`.execute(
    tx.db,
  );
  const positions = new Map<string, number>();
  const lineRows = fresh.map(({ line, fingerprint }) => {
    const position = (positions.get(line.statement.id) ?? 0) + 1;
    positions.set(line.statement.id, position);
    return {
      ...rowOfLine(tx, line.line, file.numbers),
      position,
      fingerprint,
      statementId: line.statement.id,
      bankAccountId: line.statement.account.id,
      format: line.format,
      currency: line.statement.account.currency,
    };
  });
  await sql`
    insert into finance.bank_line (id, company_id, bank_account_id, statement_id, position, format, status, booked_on, valued_on, currency, amount_minor, bank_reference, end_to_end_id,
                                   structured_reference, party_name, party_hint, party_hash, party_sealed, text, code, reversal, return_reason, instructed_currency, instructed_minor,
                                   instructed_rate, batch_count, details, fingerprint)
    select r.id, ${company}, r."bankAccountId", r."statementId", r.position, r.format, r.status, r."bookedOn", r."valuedOn", r.currency, r."amountMinor", r."bankReference", r."endToEndId",
           r."structuredReference", r."partyName", r."partyHint", r."partyHash", r."partySealed", r.text, r.code, r.reversal, r."returnReason", r."instructedCurrency", r."instructedMinor",
           r."instructedRate", r."batchCount", r.details, encode(sha256(convert_to(r.fingerprint, 'UTF8')), 'hex')
      from jsonb_to_recordset(${jsonWithIntegers(lineRows)}::jsonb) as r (
           id uuid, "bankAccountId" uuid, "statementId" uuid, position integer, format text, status text, "bookedOn" date, "valuedOn" date, currency text, "amountMinor" bigint,
           "bankReference" text, "endToEndId" text, "structuredReference" text, "partyName" text, "partyHint" text, "partyHash" text, "partySealed" text, text text, code text,
           reversal boolean, "returnReason" text, "instructedCurrency" text, "instructedMinor" bigint, "instructedRate" text, "batchCount" integer, details jsonb, fingerprint text)
     order by r.id`.execute(tx.db);
  return fileId;
};
