import type { Program } from "./installation.ts";

export const BANK_IBAN = "GB33BUKB20201555555555";

interface Named {
  readonly id: string;
  readonly code: string;
  readonly isGroup: boolean;
}

const entry = (amount: string, side: "CRDT" | "DBIT", reference: string, name: string, text: string, currency: string, day: string) => `
  <Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt><AcctSvcrRef>${reference}</AcctSvcrRef>
  <NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;

/** A day at the bank: a customer who names an open invoice, and a fee. */
export const bankFile = (day: string, currency: string, paid: Readonly<{ name: string; amount: string; text: string }>): string => {
  const closing = (Number(paid.amount) - 12.5).toFixed(2);
  const balance = (code: string, amount: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;
  return `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>${day}</Id>
  <Acct><Id><IBAN>${BANK_IBAN}</IBAN></Id><Ccy>${currency}</Ccy></Acct>${balance("OPBD", "0.00")}${balance("CLBD", closing)}
  ${entry(paid.amount, "CRDT", "R1", paid.name, paid.text, currency, day)}${entry("12.50", "DBIT", "R2", "The bank", "Account fee", currency, day)}
  </Stmt></BkToCstmrStmt></Document>`;
};

/** A bank account on an account of the ledger that no payment has gone through. */
export const aBankAccount = async ({ api }: Program, day: string) => {
  const [{ currency }, { items: accounts }] = await Promise.all([
    api.get<{ currency: string }>("/finance/reports/trial-balance"),
    api.get<{ items: Named[] }>("/finance/accounts?type=asset&subtype=bank&limit=200"),
  ]);
  const free = accounts.filter(({ isGroup }) => !isGroup).at(-1);
  const account = await api.post<Named>("/finance/bank-accounts", {
    ...{ code: "HOUSE", name: "House bank", iban: BANK_IBAN, currency, accountId: free?.id, opening: { on: day, balance: "0.00" } },
  });
  return { ...account, currency };
};

/** A bank account with a statement that is to be reconciled, and a rule. */
export const aBank = async (program: Program, customer: string) => {
  const day = new Date().toISOString().slice(0, 10);
  const account = await aBankAccount(program, day);
  const { items: open } = await program.api.get<{ items: { number: string; open: string }[] }>("/finance/invoices?open=true");
  const text = `Invoice ${open[0]?.number}`;
  await program.api.post(
    "/finance/bank-statements?fileName=day.xml",
    bankFile(day, account.currency, { name: customer, amount: open[0]?.open ?? "1.00", text }),
  );
  const { items: expenses } = await program.api.get<{ items: Named[] }>("/finance/accounts?type=expense&limit=200");
  await program.api.post("/finance/bank-rules", {
    name: "Account fees",
    conditions: { all: [{ field: "text", value: "account fee" }] },
    outcome: { accountId: expenses.find(({ isGroup }) => !isGroup)?.id },
  });
  return account;
};
