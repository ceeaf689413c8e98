import { done, type Outcome, refuse } from "#core/kernel/fault.ts";
import { bankAmount, bankDay, bankText, type Invalid, type ParsedDetail, type ParsedLine, unreadable } from "./parsed-statement.ts";
import { at, childrenOf, textAt, type XmlElement } from "./xml-element.ts";

/** What the file says of the whole statement and an entry leaves out. */
export type EntryFrame = Readonly<{ currency: string; day: string | undefined; ownNumber: string | undefined; advice: boolean }>;

const NOTHING = new Set(["NOTPROVIDED", "NONREF", "NONE"]);
const given = (text: string | undefined) => (text !== undefined && NOTHING.has(text.toUpperCase()) ? undefined : text);

const day = (element: XmlElement | undefined): string | undefined => bankDay(textAt(element, "Dt") ?? textAt(element, "DtTm"));

const isTrue = (text: string | undefined) => text === "true" || text === "1";

const accountNumber = (element: XmlElement | undefined) =>
  textAt(element, "Id", "IBAN") ?? textAt(element, "Id", "Othr", "Id") ?? textAt(element, "Id", "PrtryAcct", "Id");

const partyName = (element: XmlElement | undefined) =>
  textAt(element, "Nm") ?? textAt(element, "Pty", "Nm") ?? textAt(element, "Agt", "FinInstnId", "Nm");

/** The other side: who paid when money came in, who was paid when it went out; a return keeps the roles of what it returns. */
const counterparty = (details: XmlElement, credit: boolean, own: string | undefined) => {
  const parties = at(details, "RltdPties");
  const sides: { name?: string | undefined; account?: string | undefined }[] = [
    { name: partyName(at(parties, "Dbtr")) ?? partyName(at(parties, "UltmtDbtr")), account: accountNumber(at(parties, "DbtrAcct")) },
    { name: partyName(at(parties, "Cdtr")) ?? partyName(at(parties, "UltmtCdtr")), account: accountNumber(at(parties, "CdtrAcct")) },
  ].map((side) => (side.account !== undefined && side.account === own ? {} : side));
  const [first, second] = credit ? sides : sides.toReversed();
  const side = first?.name !== undefined || first?.account !== undefined ? first : second;
  return { name: bankText(side?.name), account: bankText(side?.account, 40) };
};

/** The amount that was ordered, when it was in another currency. */
const instructedOf = (details: XmlElement, sign: bigint, currency: string): ParsedDetail["instructed"] => {
  for (const name of ["InstdAmt", "TxAmt"]) {
    const amount = at(details, "AmtDtls", name, "Amt");
    const other = amount?.attributes.Ccy;
    if (!amount || other === undefined || other === currency) continue;
    const minor = bankAmount(amount.text, other);
    const rate = textAt(details, "AmtDtls", name, "CcyXchg", "XchgRate");
    if (minor.ok && minor.value !== 0n) return { currency: other, amountMinor: sign * minor.value, rate: bankText(rate, 24) };
  }
  return undefined;
};

const textsOf = (details: XmlElement): string | undefined => {
  const remittance = at(details, "RmtInf");
  const documents = childrenOf(remittance, "Strd").flatMap((strd) => textAt(strd, "RfrdDocInf", "Nb") ?? []);
  const texts = [...childrenOf(remittance, "Ustrd").map(({ text }) => text), ...documents];
  return bankText([...texts, ...childrenOf(details, "AddtlTxInf").map(({ text }) => text)].join(" "), 1000);
};

const detailOf = (details: XmlElement, credit: boolean, frame: EntryFrame): ParsedDetail => {
  const own = textAt(details, "CdtDbtInd");
  const sign = (own === undefined ? credit : own === "CRDT") ? 1n : -1n;
  const amount = at(details, "Amt") ?? at(details, "AmtDtls", "TxAmt", "Amt");
  const minor = amount?.attributes.Ccy === frame.currency ? bankAmount(amount.text, frame.currency) : undefined;
  const strd = childrenOf(at(details, "RmtInf"), "Strd")[0];
  return {
    amountMinor: minor?.ok && minor.value !== 0n ? sign * minor.value : undefined,
    endToEndId: given(bankText(textAt(details, "Refs", "EndToEndId"), 64)),
    structuredReference: bankText(textAt(strd, "CdtrRefInf", "Ref") ?? textAt(strd, "CdtrRefInf", "CdtrRef"), 64),
    text: textsOf(details),
    ...counterparty(details, credit, frame.ownNumber),
    returnReason: bankText(textAt(details, "RtrInf", "Rsn", "Cd") ?? textAt(details, "RtrInf", "Rsn", "Prtry"), 40),
    instructed: instructedOf(details, sign, frame.currency),
  };
};

const codeOf = (entry: XmlElement): string | undefined => {
  const domain = at(entry, "BkTxCd", "Domn");
  const parts = [textAt(domain, "Cd"), textAt(domain, "Fmly", "Cd"), textAt(domain, "Fmly", "SubFmlyCd")];
  const iso = parts.filter((part) => part !== undefined).join("/");
  return bankText(iso || textAt(entry, "BkTxCd", "Prtry", "Cd"), 64);
};

const statusOf = (entry: XmlElement, advice: boolean): ParsedLine["status"] | undefined => {
  const status = textAt(entry, "Sts", "Cd") ?? textAt(entry, "Sts") ?? "BOOK";
  if (status === "INFO") return undefined;
  return advice ? "advice" : status === "BOOK" ? "booked" : "pending";
};

/** A line of a statement; undefined for what is there for information alone. */
export const entryOf = (entry: XmlElement, place: number, frame: EntryFrame): Outcome<ParsedLine | undefined, Invalid> => {
  const status = statusOf(entry, frame.advice);
  if (status === undefined) return done(undefined);
  const amount = at(entry, "Amt");
  const currency = amount?.attributes.Ccy ?? frame.currency;
  if (!amount) return refuse(unreadable(`Entry ${place} has no amount.`));
  if (currency !== frame.currency)
    return refuse(unreadable(`Entry ${place} is in ${currency.slice(0, 10)}, the account in ${frame.currency}.`));
  const minor = bankAmount(amount.text, currency);
  if (!minor.ok) return refuse(unreadable(`Entry ${place}: ${minor.fault.detail}`));
  const side = textAt(entry, "CdtDbtInd");
  if (side !== "CRDT" && side !== "DBIT") return refuse(unreadable(`Entry ${place} says neither credit nor debit.`));
  const credit = side === "CRDT";
  const valuedOn = day(at(entry, "ValDt"));
  const bookedOn = day(at(entry, "BookgDt")) ?? valuedOn ?? frame.day;
  if (bookedOn === undefined) return refuse(unreadable(`Entry ${place} has no date.`));
  const groups = childrenOf(entry, "NtryDtls");
  const details = groups.flatMap((group) => childrenOf(group, "TxDtls")).map((one) => detailOf(one, credit, frame));
  const [only] = details.length === 1 ? details : [];
  const announced = Number(groups.map((group) => textAt(group, "Btch", "NbOfTxs")).find((count) => count !== undefined) ?? 0);
  return done({
    ...only,
    status,
    bookedOn,
    valuedOn,
    amountMinor: credit ? minor.value : -minor.value,
    bankReference: given(bankText(textAt(entry, "AcctSvcrRef") ?? textAt(entry, "NtryDtls", "TxDtls", "Refs", "AcctSvcrRef"), 64)),
    text: only?.text ?? bankText(textAt(entry, "AddtlNtryInf"), 1000),
    code: codeOf(entry),
    reversal: isTrue(textAt(entry, "RvslInd")),
    batchCount: Number.isSafeInteger(announced) && announced > 0 ? Math.min(announced, 1_000_000) : details.length > 1 ? details.length : 0,
    details: details.length > 1 ? details : [],
  });
};
