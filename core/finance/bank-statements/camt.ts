import { done, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { type BankWarning, bankWarning } from "./bank-warning.ts";
import { type EntryFrame, entryOf } from "./camt-entry.ts";
import {
  bankAmount,
  bankDay,
  bankText,
  type Invalid,
  type ParsedBalance,
  type ParsedLine,
  type ParsedStatement,
  unreadable,
} from "./parsed-statement.ts";
import { at, childrenOf, textAt, type XmlElement } from "./xml-element.ts";

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:(camt\.05[34]\.001\.(\d\d))$/;
const VERSIONS = new Set(["02", "03", "04", "05", "06", "07", "08"]);

type Balances = Readonly<{ opening?: ParsedBalance | undefined; closing?: ParsedBalance | undefined; warnings: readonly BankWarning[] }>;
const OPENING = ["OPBD", "PRCD"];
const CLOSING = ["CLBD"];

/** Booked balances only: what is available, forward or intermediate says nothing of what is booked. */
const balancesOf = (statement: XmlElement, currency: string): Balances => {
  const warnings: BankWarning[] = [];
  const balance = (codes: readonly string[], noun: string): ParsedBalance | undefined => {
    const found = codes
      .map((code) => childrenOf(statement, "Bal").find((one) => textAt(one, "Tp", "CdOrPrtry", "Cd") === code))
      .find((one) => one !== undefined);
    const amount = at(found, "Amt");
    const on = bankDay(textAt(found, "Dt", "Dt") ?? textAt(found, "Dt", "DtTm"));
    if (!amount || on === undefined) return undefined;
    const other = amount.attributes.Ccy ?? currency;
    const minor = other === currency ? bankAmount(amount.text, currency) : undefined;
    if (!minor?.ok) {
      warnings.push(
        minor
          ? bankWarning("balance_unusable", { balance: noun, reason: minor.fault.detail })
          : bankWarning("balance_in_other_currency", { balance: noun, other: other.slice(0, 10), currency }),
      );
      return undefined;
    }
    return { minor: textAt(found, "CdtDbtInd") === "DBIT" ? -minor.value : minor.value, on };
  };
  return { opening: balance(OPENING, "opening"), closing: balance(CLOSING, "closing"), warnings };
};

/** The account's currency as the account says, or its booked balance, or its first entry. */
const currencyOf = (statement: XmlElement): string | undefined => {
  const booked = childrenOf(statement, "Bal").find((one) => [...OPENING, ...CLOSING].includes(textAt(one, "Tp", "CdOrPrtry", "Cd") ?? ""));
  return textAt(statement, "Acct", "Ccy") ?? at(booked, "Amt")?.attributes.Ccy ?? at(statement, "Ntry", "Amt")?.attributes.Ccy;
};

/** What the statement's own summary says against what its entries come to. */
const summaryWarnings = (statement: XmlElement, lines: readonly ParsedLine[], currency: string): BankWarning[] =>
  (["TtlCdtNtries", "TtlDbtNtries"] as const).flatMap((name) => {
    const told = textAt(statement, "TxsSummry", name, "Sum");
    const sum = told === undefined ? undefined : bankAmount(told, currency);
    const counted = lines
      .filter(({ status, amountMinor }) => status === "booked" && amountMinor > 0n === (name === "TtlCdtNtries"))
      .reduce((total, { amountMinor }) => total + (amountMinor < 0n ? -amountMinor : amountMinor), 0n);
    if (!sum?.ok || sum.value === counted) return [];
    const side = name === "TtlCdtNtries" ? "credits" : "debits";
    return [bankWarning("summary_off", { told: formatMinor(sum.value, currency), side, sum: formatMinor(counted, currency), currency })];
  });

const batchWarnings = (lines: readonly ParsedLine[], currency: string): BankWarning[] =>
  lines.flatMap(({ details, amountMinor }, index) => {
    if (details.length === 0 || details.some((detail) => detail.amountMinor === undefined)) return [];
    const sum = details.reduce((total, detail) => total + (detail.amountMinor ?? 0n), 0n);
    if (sum === amountMinor) return [];
    const [parts, amount] = [formatMinor(sum, currency), formatMinor(amountMinor, currency)];
    return [bankWarning("batch_off", { entry: `${index + 1}`, sum: parts, amount, currency })];
  });

const statementOf = (statement: XmlElement, messageType: string, created: string | undefined): Outcome<ParsedStatement, Invalid> => {
  const advice = messageType.startsWith("camt.054");
  const account = at(statement, "Acct");
  const number = textAt(account, "Id", "IBAN") ?? textAt(account, "Id", "Othr", "Id") ?? textAt(account, "Id", "PrtryAcct", "Id");
  const currency = currencyOf(statement);
  const reference = bankText(textAt(statement, "Id"), 64);
  if (currency === undefined) return refuse(unreadable(`Statement ${reference ?? ""} names no currency.`));
  const day = bankDay(textAt(statement, "CreDtTm")) ?? created;
  const frame: EntryFrame = { currency, day, ownNumber: number, advice };
  const lines: ParsedLine[] = [];
  for (const [index, entry] of childrenOf(statement, "Ntry").entries()) {
    const line = entryOf(entry, index + 1, frame);
    if (!line.ok) return line;
    if (line.value) lines.push(line.value);
  }
  const { opening, closing, warnings } = balancesOf(statement, currency);
  const page = textAt(statement, "StmtPgntn", "PgNb");
  const sequence = textAt(statement, "ElctrncSeqNb") ?? textAt(statement, "LglSeqNb");
  return done({
    format: advice ? "camt.054" : "camt.053",
    messageType,
    account: { number: bankText(number, 40), bankCode: bankText(textAt(account, "Svcr", "FinInstnId", "BICFI"), 20) },
    currency,
    reference: bankText([reference, sequence && `no. ${sequence}`, page && `page ${page}`].filter((part) => part).join(", "), 140),
    fromOn: bankDay(textAt(statement, "FrToDt", "FrDtTm")),
    toOn: closing?.on ?? bankDay(textAt(statement, "FrToDt", "ToDtTm")) ?? day,
    opening,
    closing,
    lines,
    warnings: [...warnings, ...(advice ? [] : summaryWarnings(statement, lines, currency)), ...batchWarnings(lines, currency)],
  });
};

/**
 * Statements (camt.053) and notifications (camt.054) of ISO 20022, versions 2 to 8. A notification is advice: its entries are shown, never booked. Refuses other
 * messages and versions, a message without a statement, entries without amount, side or day, and amounts the currency has no decimals for.
 */
export const readCamt = (root: XmlElement): Outcome<ParsedStatement[], Invalid> => {
  const [, messageType, version = ""] = NAMESPACE.exec(root.attributes.xmlns ?? namespaceOf(root)) ?? [];
  if (messageType === undefined || !VERSIONS.has(version))
    return refuse(unreadable("This is no camt.053 or camt.054 message of a version from 2 to 8."));
  const advice = messageType.startsWith("camt.054");
  const message = at(root, advice ? "BkToCstmrDbtCdtNtfctn" : "BkToCstmrStmt");
  const statements = childrenOf(message, advice ? "Ntfctn" : "Stmt");
  if (statements.length === 0) return refuse(unreadable(`The message holds no ${advice ? "notification" : "statement"}.`));
  const created = bankDay(textAt(message, "GrpHdr", "CreDtTm"));
  const read: ParsedStatement[] = [];
  for (const one of statements) {
    const statement = statementOf(one, messageType, created);
    if (!statement.ok) return statement;
    read.push(statement.value);
  }
  return done(read);
};

/** The namespace when elements carry a prefix. */
const namespaceOf = ({ attributes }: XmlElement): string =>
  Object.entries(attributes).find(([name, value]) => name.startsWith("xmlns:") && NAMESPACE.test(value))?.[1] ?? "";
