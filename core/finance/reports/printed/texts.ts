import type { StatementItem } from "../report.ts";

/** The words of printed reports. Names of accounts are the company's own. */
export type Words = Readonly<Record<Word, string>>;
type Word =
  | StatementItem
  | "trialBalance"
  | "profitAndLoss"
  | "balanceSheet"
  | "cashFlow"
  | "generalLedger"
  | "journal"
  | "difference"
  | "agedReceivables"
  | "agedPayables"
  | "total"
  | "account"
  | "name"
  | "opening"
  | "debit"
  | "credit"
  | "balanceColumn"
  | "change"
  | "percent"
  | "asOf"
  | "period"
  | "knownAt"
  | "earlierView"
  | "laterView"
  | "now"
  | "currency"
  | "taxNumber"
  | "date"
  | "entry"
  | "text"
  | "amount"
  | "carriedForward"
  | "notSealed"
  | "dimension"
  | "page"
  | "printed"
  | "upTo"
  | "translatedFrom"
  | "closingRate"
  | "averageRate"
  | "simpleSum"
  | "sideBySide"
  | "withoutValue";

const en: Words = {
  income: "Income",
  expense: "Expenses",
  result: "Result",
  asset: "Assets",
  liability: "Liabilities",
  equity: "Equity",
  previous_years: "Earnings of previous years",
  current_year: "Earnings of the year",
  liabilities_and_equity: "Liabilities and equity",
  balance: "Balance",
  operating: "Operating activities",
  non_cash: "What moved no cash",
  shown_elsewhere: "Part of the result, shown below",
  working_capital: "Change of working capital",
  investing: "Investing activities",
  financing: "Financing activities",
  exchange: "Effect of exchange rates",
  net_change: "Net change of cash",
  cash_before: "Cash at the beginning",
  cash_after: "Cash at the end",
  translation_difference: "Translation difference",
  outside_dimensions: "Not of these dimensions",
  receipts: "Receipts",
  payments: "Payments",
  trialBalance: "Trial balance",
  profitAndLoss: "Profit and loss",
  balanceSheet: "Balance sheet",
  cashFlow: "Cash flow statement",
  generalLedger: "General ledger",
  journal: "Journal",
  difference: "Difference between two views",
  agedReceivables: "Aged receivables",
  agedPayables: "Aged payables",
  total: "Total",
  account: "Account",
  name: "Name",
  opening: "Opening",
  debit: "Debit",
  credit: "Credit",
  balanceColumn: "Balance",
  change: "Change",
  percent: "%",
  asOf: "As of",
  period: "Period",
  knownAt: "Known at",
  earlierView: "Earlier view",
  laterView: "Later view",
  now: "now, with everything posted",
  currency: "Currency",
  taxNumber: "Tax number",
  date: "Date",
  entry: "Entry",
  text: "Text",
  amount: "Amount",
  carriedForward: "Brought forward",
  notSealed: "not sealed yet",
  dimension: "Only dimensions",
  page: "Page",
  printed: "Printed",
  upTo: "up to",
  translatedFrom: "Translated from",
  closingRate: "closing rate",
  averageRate: "average rate",
  simpleSum: "Simple sum, no eliminations",
  sideBySide: "companies side by side",
  withoutValue: "Without",
};

const de: Words = {
  income: "Erträge",
  expense: "Aufwendungen",
  result: "Ergebnis",
  asset: "Aktiva",
  liability: "Verbindlichkeiten",
  equity: "Eigenkapital",
  previous_years: "Ergebnis der Vorjahre",
  current_year: "Ergebnis des Jahres",
  liabilities_and_equity: "Verbindlichkeiten und Eigenkapital",
  balance: "Saldo",
  operating: "Laufende Geschäftstätigkeit",
  non_cash: "Nicht zahlungswirksam",
  shown_elsewhere: "Teil des Ergebnisses, unten ausgewiesen",
  working_capital: "Veränderung des Nettoumlaufvermögens",
  investing: "Investitionstätigkeit",
  financing: "Finanzierungstätigkeit",
  exchange: "Wechselkursbedingte Veränderung",
  net_change: "Veränderung der flüssigen Mittel",
  cash_before: "Flüssige Mittel am Anfang",
  cash_after: "Flüssige Mittel am Ende",
  translation_difference: "Umrechnungsdifferenz",
  outside_dimensions: "Nicht von diesen Dimensionen",
  receipts: "Einzahlungen",
  payments: "Auszahlungen",
  trialBalance: "Summen- und Saldenliste",
  profitAndLoss: "Gewinn- und Verlustrechnung",
  balanceSheet: "Bilanz",
  cashFlow: "Kapitalflussrechnung",
  generalLedger: "Kontoblatt",
  journal: "Journal",
  difference: "Unterschied zweier Stände",
  agedReceivables: "Offene Forderungen nach Alter",
  agedPayables: "Offene Verbindlichkeiten nach Alter",
  total: "Summe",
  account: "Konto",
  name: "Bezeichnung",
  opening: "Anfangssaldo",
  debit: "Soll",
  credit: "Haben",
  balanceColumn: "Saldo",
  change: "Veränderung",
  percent: "%",
  asOf: "Stichtag",
  period: "Zeitraum",
  knownAt: "Kenntnisstand",
  earlierView: "Früherer Stand",
  laterView: "Späterer Stand",
  now: "jetzt, mit allem Gebuchten",
  currency: "Währung",
  taxNumber: "Steuernummer",
  date: "Datum",
  entry: "Buchung",
  text: "Text",
  amount: "Betrag",
  carriedForward: "Vortrag",
  notSealed: "noch nicht versiegelt",
  dimension: "Nur Dimensionen",
  page: "Seite",
  printed: "Gedruckt",
  upTo: "bis",
  translatedFrom: "Umgerechnet aus",
  closingRate: "Stichtagskurs",
  averageRate: "Durchschnittskurs",
  simpleSum: "Einfache Summe, nicht konsolidiert",
  sideBySide: "Unternehmen nebeneinander",
  withoutValue: "Ohne Angabe",
};

const SUBTYPES: Readonly<Record<string, readonly [en: string, de: string]>> = {
  receivable: ["Receivables", "Forderungen"],
  payable: ["Payables", "Verbindlichkeiten aus Lieferungen und Leistungen"],
  inventory: ["Inventory", "Vorräte"],
  tax: ["Taxes", "Steuern"],
  payroll: ["Payroll", "Löhne und Gehälter"],
  accrued: ["Accruals", "Abgrenzungen"],
  deferred: ["Deferred items", "Passive Abgrenzung"],
  clearing: ["Clearing", "Verrechnung"],
  suspense: ["Suspense", "Klärung"],
  other_current: ["Other current items", "Sonstige kurzfristige Posten"],
};

export type Language = "en" | "de";
export const wordsOf = (language: Language): Words => (language === "de" ? de : en);
/** The name of a kind of account; companies may have kinds of their own. */
export const subtypeName = (subtype: string, language: Language): string =>
  SUBTYPES[subtype]?.[language === "de" ? 1 : 0] ?? subtype.replaceAll("_", " ");
/** A day as people of the language write it. */
export const dayText = (day: string, language: Language): string =>
  language === "de" ? `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}` : day;
