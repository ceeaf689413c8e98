import { done, type Outcome, refuse } from "#core/kernel/fault.ts";
import { bankWarning } from "./bank-warning.ts";
import { bankAmount, bankDay, bankText, type Invalid, type ParsedLine, type ParsedStatement, unreadable } from "./parsed-statement.ts";
import { at, childrenOf, textAt, type XmlElement } from "./xml-element.ts";

type Aggregate = { name: string; attributes: Readonly<Record<string, string>>; children: Aggregate[]; text: string };

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };
/** The five entities and numbers; an ampersand that is none stays what it is, as banks write them. */
const decoded = (text: string) =>
  text.replaceAll(/&(#x?[0-9a-fA-F]{1,6}|\w{1,6});/g, (whole, name: string) => {
    if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = name[1] === "x" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : whole;
  });

const DEEPEST = 32;
const MOST_ELEMENTS = 1_000_000;
/** A tag and what follows it up to the next one. Names are short and attributes bounded, so that no text makes it slow. */
const TAG = /<(\/?)([A-Za-z][\w.:-]{0,63})(?:[\s/][^<>]{0,500})?>([^<]*)/g;

/**
 * The elements of OFX, both the SGML of version 1, where values are not closed, and the XML of version 2. An element that holds text ends with it; an
 * aggregate ends with its own tag, or with that of one around it. Undefined when it is nested too deep or has too many elements.
 */
const elementsOf = (text: string): XmlElement | undefined => {
  const root: Aggregate = { name: "", attributes: {}, children: [], text: "" };
  const open: Aggregate[] = [root];
  let count = 0;
  for (const [, closing, name = "", value = ""] of text.matchAll(TAG)) {
    const tag = name.toUpperCase();
    if (closing) {
      const at = open.findLastIndex((one) => one.name === tag);
      if (at > 0) open.length = at;
      continue;
    }
    if (open.length > DEEPEST || ++count > MOST_ELEMENTS) return undefined;
    const element: Aggregate = { name: tag, attributes: {}, children: [], text: decoded(value) };
    open.at(-1)?.children.push(element);
    if (isAggregate(tag) && value.trim() === "") open.push(element);
  }
  return root;
};

/** Only these hold others where it matters; whatever else is empty is a value that was not filled in. */
const AGGREGATES =
  /^(OFX|\w+MSGSRSV\d|\w*STMTTRNRS|\w*STMTRS|BANKACCTFROM|CCACCTFROM|INVACCTFROM|BANKTRANLIST|STMTTRN|LEDGERBAL|AVAILBAL|PAYEE|BANKACCTTO|CCACCTTO|CURRENCY|ORIGCURRENCY|STATUS|SONRS|FI)$/;
const isAggregate = (tag: string) => AGGREGATES.test(tag);

const lineOf = (transaction: XmlElement, place: number, currency: string): Outcome<ParsedLine, Invalid> => {
  const written = textAt(transaction, "TRNAMT");
  if (written === undefined) return refuse(unreadable(`Transaction ${place} has no amount.`));
  const minor = bankAmount(written, currency);
  if (!minor.ok) return refuse(unreadable(`Transaction ${place}: ${minor.fault.detail}`));
  const bookedOn = bankDay(textAt(transaction, "DTPOSTED"));
  if (bookedOn === undefined) return refuse(unreadable(`Transaction ${place} has no day on which it was booked.`));
  const payee = textAt(transaction, "PAYEE", "NAME");
  return done({
    status: "booked",
    bookedOn,
    valuedOn: bankDay(textAt(transaction, "DTAVAIL")),
    amountMinor: minor.value,
    bankReference: bankText(textAt(transaction, "FITID"), 255),
    name: bankText(textAt(transaction, "NAME") ?? payee),
    account: bankText(textAt(transaction, "BANKACCTTO", "ACCTID") ?? textAt(transaction, "CCACCTTO", "ACCTID"), 40),
    text: bankText(
      [textAt(transaction, "MEMO"), textAt(transaction, "CHECKNUM"), textAt(transaction, "REFNUM")].filter((part) => part).join(" "),
      1000,
    ),
    code: bankText(textAt(transaction, "TRNTYPE"), 64),
    reversal: false,
    batchCount: 0,
    details: [],
  });
};

const statementOf = (statement: XmlElement, reference: string | undefined): Outcome<ParsedStatement, Invalid> => {
  const currency = textAt(statement, "CURDEF")?.toUpperCase();
  if (currency === undefined) return refuse(unreadable("A statement names no currency (CURDEF)."));
  const account = at(statement, "BANKACCTFROM") ?? at(statement, "CCACCTFROM");
  const list = at(statement, "BANKTRANLIST");
  const lines: ParsedLine[] = [];
  for (const [index, transaction] of childrenOf(list, "STMTTRN").entries()) {
    const line = lineOf(transaction, index + 1, currency);
    if (!line.ok) return line;
    lines.push(line.value);
  }
  const balance = textAt(statement, "LEDGERBAL", "BALAMT");
  const on = bankDay(textAt(statement, "LEDGERBAL", "DTASOF"));
  const minor = balance === undefined ? undefined : bankAmount(balance, currency);
  const fromOn = bankDay(textAt(list, "DTSTART"));
  const toOn = bankDay(textAt(list, "DTEND")) ?? on;
  const codes = [textAt(account, "BANKID"), textAt(account, "BRANCHID")].filter((part) => part !== undefined);
  return done({
    format: "ofx",
    messageType: "OFX",
    account: { number: bankText(textAt(account, "ACCTID"), 40), bankCode: bankText(codes.join(" "), 40) },
    currency,
    reference,
    fromOn,
    toOn,
    closing: minor?.ok && on !== undefined ? { minor: minor.value, on } : undefined,
    lines,
    warnings: minor && !minor.ok ? [bankWarning("balance_unusable", { balance: "closing", reason: minor.fault.detail })] : [],
  });
};

/**
 * Statements of bank and credit card accounts in OFX 1 (SGML) and 2 (XML). Refuses what is no OFX, statements of investments alone, and transactions without
 * amount or day.
 */
export const readOfx = (text: string): Outcome<ParsedStatement[], Invalid> => {
  const root = elementsOf(text);
  const ofx = at(root, "OFX");
  if (!root || !ofx) return refuse(unreadable(root ? "The file holds no OFX element." : "It is nested too deep or has too many elements."));
  const found = ofx.children
    .filter(({ name }) => /MSGSRSV\d$/.test(name))
    .flatMap((messages) => messages.children)
    .flatMap((answer) => answer.children.filter(({ name }) => name === "STMTRS" || name === "CCSTMTRS"));
  if (found.length === 0) return refuse(unreadable("The file holds no statement of a bank or credit card account."));
  const read: ParsedStatement[] = [];
  for (const one of found) {
    const statement = statementOf(one, undefined);
    if (!statement.ok) return statement;
    read.push(statement.value);
  }
  return done(read);
};
