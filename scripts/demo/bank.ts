import { BankAccountInput } from "#core/finance/bank-accounts/bank-account.ts";
import { createBankAccount } from "#core/finance/bank-accounts/create-bank-account.ts";
import type { BankNumbers } from "#core/finance/bank-statements/bank-numbers.ts";
import { addDays } from "#core/kernel/clock.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { done } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { query } from "#core/kernel/query.ts";
import { importBank } from "#functions/imports/import-bank-file.ts";
import { must } from "./run-trade.ts";

const IBAN = "GB33BUKB20201555555555";
const DAYS = 3;

/** What the ledger says of the last days: the balance before them, payments since, and invoices that are still open. */
const lastDays = query("finance.payment.read", async ({ db, actor }, { from, before }: Readonly<{ from: string; before: string }>) => {
  const company = actor.companyId;
  const [method, payments, open] = await Promise.all([
    db
      .selectFrom("finance.paymentMethod as m")
      .innerJoin("finance.journalLine as l", (join) =>
        join.onRef("l.companyId", "=", "m.companyId").onRef("l.accountId", "=", "m.accountId"),
      )
      .select(["m.accountId"])
      .select(({ fn }) => fn.sum<bigint>("l.amount").as("balance"))
      .where("m.companyId", "=", company)
      .where("m.code", "=", "bank")
      .where("l.effectiveOn", "<", from)
      .groupBy("m.accountId")
      .executeTakeFirstOrThrow(),
    db
      .selectFrom("finance.payment as p")
      .innerJoin("finance.party as r", (join) => join.onRef("r.companyId", "=", "p.companyId").onRef("r.id", "=", "p.partyId"))
      .innerJoin("finance.paymentMethod as m", (join) => join.onRef("m.companyId", "=", "p.companyId").onRef("m.id", "=", "p.methodId"))
      .innerJoin("finance.journalLine as l", (join) =>
        join.onRef("l.companyId", "=", "p.companyId").onRef("l.entryId", "=", "p.entryId").onRef("l.accountId", "=", "m.accountId"),
      )
      .select(["p.number", "p.paidOn", "l.companyAmount as minor", "r.name"])
      .where("p.companyId", "=", company)
      .where("m.code", "=", "bank")
      .where("p.paidOn", ">=", from)
      .where("p.paidOn", "<", before)
      .orderBy("p.id")
      .execute(),
    db
      .selectFrom("finance.invoice as i")
      .innerJoin("finance.party as r", (join) => join.onRef("r.companyId", "=", "i.companyId").onRef("r.id", "=", "i.partyId"))
      .select(["i.number", "i.openMinor", "r.name"])
      .where("i.companyId", "=", company)
      .where("i.kind", "=", "invoice")
      .where("i.openMinor", ">", 0n)
      .orderBy("i.issuedOn")
      .orderBy("i.id")
      .limit(6)
      .execute(),
  ]);
  return done({ accountId: method.accountId, balance: BigInt(method.balance), payments, open });
});

type Line = Readonly<{ on: string; minor: bigint; name: string; text: string; reference: string }>;

const xml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const otherSide = (role: "Cdtr" | "Dbtr", name: string) => `<${role}><Pty><Nm>${xml(name)}</Nm></Pty></${role}>`;

const entry = ({ on, minor, name, text, reference }: Line, currency: string) => `
<Ntry><Amt Ccy="${currency}">${formatMinor(minor < 0n ? -minor : minor, currency)}</Amt><CdtDbtInd>${minor < 0n ? "DBIT" : "CRDT"}</CdtDbtInd>
<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${on}</Dt></BookgDt><AcctSvcrRef>${reference}</AcctSvcrRef><NtryDtls><TxDtls>
<RltdPties>${name === "" ? "" : otherSide(minor < 0n ? "Cdtr" : "Dbtr", name)}</RltdPties><RmtInf><Ustrd>${xml(text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;

const statement = (day: string, currency: string, opening: bigint, lines: readonly Line[]) => {
  const closing = opening + lines.reduce((sum, { minor }) => sum + minor, 0n);
  const balance = (code: string, minor: bigint) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${formatMinor(minor < 0n ? -minor : minor, currency)}</Amt>
<CdtDbtInd>${minor < 0n ? "DBIT" : "CRDT"}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;
  const text = `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>${day}</MsgId><CreDtTm>${day}T20:00:00Z</CreDtTm></GrpHdr><Stmt><Id>${day}</Id><Acct><Id><IBAN>${IBAN}</IBAN></Id><Ccy>${currency}</Ccy></Acct>
${balance("OPBD", opening)}${balance("CLBD", closing)}${lines.map((line) => entry(line, currency)).join("")}</Stmt></BkToCstmrStmt></Document>`;
  return { text, closing };
};

/** What the bank knows and the ledger does not: customers who paid, a fee, and money nobody expected. */
const surprises = (open: readonly { number: string | null; openMinor: bigint; name: string }[], day: string): Line[] => [
  ...open.slice(0, 4).map(({ number, openMinor, name }, index) => ({
    ...{
      on: day,
      minor: index === 3 ? openMinor / 2n : openMinor,
      name: index === 1 ? name.toUpperCase() : name,
      reference: `${day}-O${index}`,
    },
    text: index === 2 ? "Thank you" : `Invoice ${number}`,
  })),
  { on: day, minor: -1850n, name: "", text: "Account fee", reference: `${day}-FEE` },
  { on: day, minor: 12_500n, name: "A. Nonymous", text: "Refund", reference: `${day}-X` },
];

/** A bank account of the sample company, and the bank's statements of the last days, to be reconciled. */
export const makeBank = async (ctx: Ctx, today: string, numbers: BankNumbers): Promise<void> => {
  const from = addDays(today, -DAYS);
  const { accountId, balance, payments, open } = must(await lastDays(ctx, { from, before: today }));
  const currency = ctx.company.baseCurrency;
  const opening = { on: from, balance: formatMinor(balance, currency), post: false };
  const account = {
    code: "MAIN",
    name: "Current account",
    iban: IBAN,
    bic: "BUKBGB22",
    bankName: "Barclays",
    currency,
    accountId,
    opening,
  };
  must(await createBankAccount(ctx, BankAccountInput.parse(account)));
  let carried = balance;
  for (let day = from; day < today; day = addDays(day, 1)) {
    const paid = payments.filter(({ paidOn }) => paidOn === day);
    const lines = paid.map(({ number, minor, name }): Line => ({ on: day, minor, name, text: number, reference: `${day}-${number}` }));
    const { text, closing } = statement(day, currency, carried, day === addDays(today, -1) ? [...lines, ...surprises(open, day)] : lines);
    must(await importBank(ctx, { bytes: new TextEncoder().encode(text), fields: { fileName: `statement-${day}.xml` }, numbers }));
    carried = closing;
  }
};
