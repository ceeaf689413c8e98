import { createHash } from "node:crypto";
import type { Context } from "hono";
import * as z from "zod";
import { getBankAccount } from "#core/finance/bank-accounts/list-bank-accounts.ts";
import { applyBankRules } from "#core/finance/bank-matching/apply-rules.ts";
import type { BankNumbers } from "#core/finance/bank-statements/bank-numbers.ts";
import { type ImportedFileBody, ImportFields } from "#core/finance/bank-statements/bank-statement.ts";
import { getCsvFormat } from "#core/finance/bank-statements/csv-formats.ts";
import { importBankFile } from "#core/finance/bank-statements/import-bank-file.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { done, forbidden, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { MAX_FILE_BYTES } from "#core/platform/imports/import.ts";
import type { Env } from "#functions/env.ts";
import { bankFileKind, type CsvReading, readBankFile } from "./read-bank-file.ts";
import { fieldErrors, sentOf } from "./sent-file.ts";

/** The saved form and the currency of the bank account, for a CSV. */
const csvReading = async (ctx: Ctx, { bankAccountId, csvFormatId }: ImportFields): Promise<Outcome<CsvReading | undefined>> => {
  if (bankAccountId === undefined || csvFormatId === undefined) return done(undefined);
  const [account, format] = await Promise.all([getBankAccount(ctx, { id: bankAccountId }), getCsvFormat(ctx, { id: csvFormatId })]);
  if (!account.ok) return account;
  return format.ok ? done({ mapping: format.value.mapping, currency: account.value.currency }) : format;
};

export type BankFile = Readonly<{ bytes: Uint8Array; fields: ImportFields; numbers: BankNumbers }>;

/** Takes in a bank's file, whatever its kind. */
export const importBank = async (ctx: Ctx, { bytes, fields, numbers }: BankFile): Promise<Outcome<ImportedFileBody>> => {
  if (bytes.length === 0) return refuse(invalid("bank_file.unreadable", "The file is empty.", "/file"));
  if (bytes.length > MAX_FILE_BYTES) return refuse(invalid("bank_file.size", "A file has at most 10 MB.", "/file"));
  const csv = bankFileKind(bytes) === "csv" ? await csvReading(ctx, fields) : done(undefined);
  if (!csv.ok) return csv;
  const statements = await readBankFile(bytes, csv.value);
  if (!statements.ok) return statements;
  const imported = await importBankFile(ctx, {
    name: fields.fileName ?? "statement",
    bytes,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    statements: statements.value,
    bankAccountId: fields.bankAccountId,
    numbers,
  });
  if (imported.ok) await applyRulesTo(ctx, imported.value, numbers);
  return imported;
};

/** Rules that match by themselves do so as soon as lines are there. Who imports but may not match is refused it, and the lines wait for somebody who may. */
const applyRulesTo = async (ctx: Ctx, { statements, added }: ImportedFileBody, numbers: BankNumbers): Promise<void> => {
  if (added === 0 || ctx.request.dryRun) return;
  // A command of its own: the caller's key stands for the import alone.
  const own = { ...ctx, request: { id: ctx.request.id, dryRun: false }, report: { replayed: false } };
  for (const id of new Set(statements.map(({ bankAccount }) => bankAccount.id))) await applyBankRules(own, { id, numbers });
};

const grant = "finance.bank.import";

/** Takes in the file that a request brings, bare or in a form; of who may not, it is not even read. */
export const importSentFile = async (c: Context<Env>, numbers: BankNumbers): Promise<Outcome<ImportedFileBody>> => {
  if (!c.var.ctx.actor.grants.has(grant)) return refuse(forbidden(grant));
  const { fields, file } = await sentOf(c);
  const read = ImportFields.safeParse(fields);
  if (!read.success) return refuse(invalid("invalid", fieldErrors(z.flattenError(read.error))));
  return importBank(c.var.ctx, { bytes: file ?? new Uint8Array(), fields: read.data, numbers });
};
