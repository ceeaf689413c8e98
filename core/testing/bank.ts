import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BankAccountInput } from "#core/finance/bank-accounts/bank-account.ts";
import { createBankAccount } from "#core/finance/bank-accounts/create-bank-account.ts";
import { bankVault } from "#functions/adapters/bank-vault.ts";
import { importCsv } from "#functions/imports/import-csv.ts";
import { importKind } from "#functions/imports/kinds.ts";
import { TEST_ENCRYPTION_KEYS, type TestCaller } from "./api.ts";
import { bookOf } from "./books.ts";
import { reading, resultOf, type TestCompany } from "./company.ts";

export const TEST_NUMBERS = bankVault(TEST_ENCRYPTION_KEYS);

/** The samples of banks' files beside the checkout; tests that read them skip, saying so, where they are not. */
const SAMPLES = fileURLToPath(new URL("../../../shared/data/bank-statements/", import.meta.url));
export const hasBankSamples = existsSync(SAMPLES);
export const bankSample = (path: string): Uint8Array => readFileSync(`${SAMPLES}${path}`);
export const bankSamples = (folder: string, pattern: RegExp): string[] =>
  hasBankSamples ? readdirSync(`${SAMPLES}${folder}`).filter((name) => pattern.test(name)) : [];

type Wish = Readonly<Record<string, unknown>>;

/** A bank account on the ledger account of this code; in the company's currency unless it says another. */
export const aBankAccount = async (company: TestCompany, ledger: string, wish: Wish = {}) => {
  const book = await bookOf(company);
  const input = BankAccountInput.parse({
    code: `B${ledger}`,
    name: `Bank ${ledger}`,
    accountNumber: ledger,
    currency: company.currency,
    accountId: book.account(ledger),
    opening: { on: "2026-01-01", balance: "0.00" },
    ...wish,
  });
  return resultOf(await createBankAccount(company.as(), input));
};

/** Sends a file as the screen does: the bare bytes, the fields in the query. */
export const sendBankFile = async (
  caller: TestCaller,
  file: Uint8Array | string,
  fields: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
) => {
  const response = await caller.api.request(`/finance/bank-statements?${new URLSearchParams(fields)}`, {
    method: "POST",
    headers: { authorization: `Bearer ${caller.token}`, "content-type": "application/octet-stream", ...headers },
    body: typeof file === "string" ? file : new Uint8Array(file),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
};

type Entry = Readonly<{
  on: string;
  amount: string;
  ref?: string;
  name?: string;
  iban?: string;
  text?: string;
  e2e?: string;
  rf?: string;
  more?: string;
}>;
type Wanted = Readonly<{
  iban?: string;
  currency?: string;
  id: string;
  opening?: string;
  closing?: string;
  on: string;
  entries: readonly Entry[];
}>;

const amountOf = (amount: string, currency: string) => {
  const side = amount.startsWith("-") ? "DBIT" : "CRDT";
  return `<Amt Ccy="${currency}">${amount.replace("-", "")}</Amt><CdtDbtInd>${side}</CdtDbtInd>`;
};
const balance = (code: string, amount: string | undefined, currency: string, on: string) =>
  amount === undefined
    ? ""
    : `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amountOf(amount, currency)}<Dt><Dt>${on}</Dt></Dt></Bal>`;

const entryXml = ({ on, amount, ref, name, iban, text, e2e, rf, more = "" }: Entry, currency: string) => {
  const party = amount.startsWith("-") ? "Cdtr" : "Dbtr";
  const parties = [
    name === undefined ? "" : `<${party}><Pty><Nm>${name}</Nm></Pty></${party}>`,
    iban === undefined ? "" : `<${party}Acct><Id><IBAN>${iban}</IBAN></Id></${party}Acct>`,
  ].join("");
  const remittance = [
    text === undefined ? "" : `<Ustrd>${text}</Ustrd>`,
    rf === undefined ? "" : `<Strd><CdtrRefInf><Ref>${rf}</Ref></CdtrRefInf></Strd>`,
  ].join("");
  return `<Ntry>${amountOf(amount, currency)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${on}</Dt></BookgDt>
    ${ref === undefined ? "" : `<AcctSvcrRef>${ref}</AcctSvcrRef>`}<NtryDtls><TxDtls><Refs>${e2e === undefined ? "" : `<EndToEndId>${e2e}</EndToEndId>`}</Refs>
    <RltdPties>${parties}</RltdPties><RmtInf>${remittance}</RmtInf>${more}</TxDtls></NtryDtls></Ntry>`;
};

export const OWN_IBAN = "DE02120300000000202051";

/** A camt.053 statement of these entries. */
export const camtFile = ({ iban = OWN_IBAN, currency = "EUR", id, opening, closing, on, entries }: Wanted): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
  <GrpHdr><MsgId>${id}</MsgId><CreDtTm>${on}T20:00:00+01:00</CreDtTm></GrpHdr><Stmt><Id>${id}</Id>
  <Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>${currency}</Ccy></Acct>${balance("OPBD", opening, currency, on)}${balance("CLBD", closing, currency, on)}
  ${entries.map((entry) => entryXml(entry, currency)).join("")}</Stmt></BkToCstmrStmt></Document>`;

/** An open item as the import of them reads it. */
type Open = Readonly<{
  kind?: string;
  number: string;
  party: string;
  open: string;
  issuedOn?: string;
  dueOn?: string;
  currency?: string;
  reference?: string;
}>;

/** Customers, suppliers and their unpaid documents, under numbers of the test's choosing. Answers ids of parties and documents by name and number. */
export const openDocuments = async (company: TestCompany, items: readonly Open[]) => {
  const parties = [...new Map(items.map(({ party, currency = company.currency, kind = "invoice" }) => [party, { currency, kind }]))];
  const csv = (kind: string, text: string) => {
    const found = importKind(kind);
    if (!found) throw new Error(`There is no import of ${kind}.`);
    return importCsv(company.as(), {
      kind: found,
      mode: "all",
      dryRun: false,
      refuse: async () => undefined,
      source: async function* () {
        yield new TextEncoder().encode(text);
      },
    });
  };
  const cell = (text = "") => `"${text.replaceAll('"', '""')}"`;
  const rows = parties.map(([name, { currency, kind }]) => `${cell(name)},${cell(name)},${currency},${kind === "bill" ? "yes" : "no"}`);
  resultOf(await csv("suppliers", `external_id,name,currency,is_supplier\n${rows.join("\n")}\n`));
  const documents = items.map(
    ({ kind = "invoice", number, party, open, issuedOn = "2026-01-10", dueOn = "2026-01-31", currency = company.currency, reference }) =>
      [kind, number, cell(party), open, issuedOn, dueOn, currency, cell(reference)].join(","),
  );
  resultOf(await csv("open-items", `kind,number,party,open_amount,issued_on,due_on,currency,reference\n${documents.join("\n")}\n`));
  return reading(company.as(), async ({ db }) => {
    const [found, names] = await Promise.all([
      db.selectFrom("finance.invoice").select(["id", "number"]).execute(),
      db.selectFrom("finance.party").select(["id", "name"]).execute(),
    ]);
    const document = new Map(found.map(({ id, number }) => [number, id]));
    const party = new Map(names.map(({ id, name }) => [name, id]));
    return { document: (number: string) => document.get(number) ?? "", party: (name: string) => party.get(name) ?? "" };
  });
};
