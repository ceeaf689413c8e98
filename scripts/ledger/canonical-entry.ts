import { createHash } from "node:crypto";

/** A line and its entry's head as rows hold them, every value as text. */
export type LineRow = Readonly<{
  position: string;
  account_id: string;
  party_id: string | null;
  dimension_id: string | null;
  currency: string;
  amount: string;
  company_amount: string;
  tax_code_id: string | null;
  tax_base: string | null;
  line_description: string | null;
}>;
export type HeadRow = Readonly<{
  id: string;
  journal_id: string;
  kind: string;
  effective_on: string;
  description: string;
  source_type: string | null;
  source_id: string | null;
  reverses_entry_id: string | null;
  posted_by: string;
  posted_at_us: string;
  external_id: string | null;
}>;

const json = (text: string | null) => JSON.stringify(text ?? "");

const lineText = (line: LineRow) =>
  [
    line.position,
    line.account_id,
    line.party_id ?? "",
    line.dimension_id ?? "",
    line.currency,
    line.amount,
    line.company_amount,
    line.tax_code_id ?? "",
    line.tax_base ?? "",
    json(line.line_description),
  ].join("|");

/** The text an entry is hashed as. Written a second time, apart from the database's, so that neither can be wrong unnoticed. */
export const canonicalEntry = (head: HeadRow, lines: readonly LineRow[]): string =>
  [
    head.id,
    head.journal_id,
    head.kind,
    head.effective_on,
    json(head.description),
    json(head.source_type),
    head.source_id ?? "",
    head.reverses_entry_id ?? "",
    head.posted_by,
    head.posted_at_us,
    json(head.external_id),
    ...lines.map(lineText),
  ].join("\n");

/** The hash of an entry under its number, chained to the one before. */
export const sealHash = (previous: Buffer, number: bigint, canonical: string): Buffer =>
  createHash("sha256").update(previous).update(`${number}\n${canonical}`).digest();
