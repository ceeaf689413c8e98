import type { TxCtx } from "#core/kernel/context.ts";
import { hintOf } from "../bank-accounts/account-number.ts";
import type { BankNumbers } from "./bank-numbers.ts";
import type { ParsedDetail, ParsedLine } from "./parsed-statement.ts";

/** A stored line as far as another one is compared with it. */
export type StoredLine = Readonly<{
  id: string;
  bankAccountId: string;
  status: string;
  bookedOn: string;
  amountMinor: bigint;
  format: string;
  bankReference: string | null;
  partyName: string | null;
  partyHash: string | null;
  text: string | null;
}>;

/** A payment of a batch as its line keeps it; amounts as text, for JSON has no such integers. */
export type StoredDetail = Readonly<{
  amountMinor: string | null;
  name: string | null;
  partyHint: string | null;
  partyHash: string | null;
  partySealed: string | null;
  text: string | null;
  endToEndId: string | null;
  structuredReference: string | null;
  returnReason: string | null;
  instructedCurrency: string | null;
  instructedMinor: string | null;
  instructedRate: string | null;
}>;

const numberOf = (account: string | undefined, numbers: BankNumbers) =>
  account === undefined
    ? { partyHint: null, partyHash: null, partySealed: null }
    : { partyHint: hintOf(account), partyHash: numbers.digests(account)[0] ?? null, partySealed: numbers.seal(account) };

const textsOf = ({ text, endToEndId, structuredReference, returnReason, instructed }: ParsedDetail) => ({
  text: text ?? null,
  endToEndId: endToEndId ?? null,
  structuredReference: structuredReference ?? null,
  returnReason: returnReason ?? null,
  instructedCurrency: instructed?.currency ?? null,
  instructedRate: instructed?.rate ?? null,
});

const detailRow = (detail: ParsedDetail, numbers: BankNumbers): StoredDetail => ({
  ...textsOf(detail),
  ...numberOf(detail.account, numbers),
  name: detail.name ?? null,
  amountMinor: detail.amountMinor === undefined ? null : String(detail.amountMinor),
  instructedMinor: detail.instructed ? String(detail.instructed.amountMinor) : null,
});

/** A line as its row holds it, but for where it stands. Numbers of other people's accounts are sealed. */
export const rowOfLine = (tx: Pick<TxCtx, "newId">, line: ParsedLine, numbers: BankNumbers) => ({
  id: tx.newId(),
  status: line.status,
  bookedOn: line.bookedOn,
  valuedOn: line.valuedOn ?? null,
  amountMinor: line.amountMinor,
  bankReference: line.bankReference ?? null,
  partyName: line.name ?? null,
  ...textsOf(line),
  ...numberOf(line.account, numbers),
  code: line.code ?? null,
  reversal: line.reversal,
  instructedMinor: line.instructed?.amountMinor ?? null,
  batchCount: line.batchCount,
  details: line.details.map((detail) => detailRow(detail, numbers)),
});
