import type { Language } from "./texts.ts";

/** The words of reports of parties and taxes, English beside German. */
const TEXTS = {
  statementOfAccount: ["Statement of account", "Kontoauszug"],
  asCustomer: ["As a customer", "Als Kunde"],
  asSupplier: ["As a supplier", "Als Lieferant"],
  party: ["Party", "Partner"],
  code: ["Code", "Kürzel"],
  onAccount: ["On account", "Guthaben"],
  notDue: ["Not due", "Nicht fällig"],
  days: ["days", "Tage"],
  over: ["over", "über"],
  revaluation: ["Revaluation", "Währungsbewertung"],
  document: ["Document", "Beleg"],
  due: ["Due", "Fällig"],
  daysOverdue: ["Days overdue", "Tage überfällig"],
  open: ["Open", "Offen"],
  openIn: ["Open in", "Offen in"],
  openBefore: ["Open before", "Vorher offen"],
  openAtEnd: ["Open at the end", "Am Ende offen"],
  byInstalment: ["By instalment", "Nach Raten"],
  taxReport: ["Tax report", "Steuerbericht"],
  return: ["Return", "Voranmeldung"],
  byTax: ["By tax", "Nach Steuern"],
  taxAccounts: ["Tax accounts", "Steuerkonten"],
  rate: ["Rate", "Satz"],
  part: ["Part", "Teil"],
  base: ["Base", "Bemessungsgrundlage"],
  tax: ["Tax", "Steuer"],
  onTheAccount: ["Amount on the account", "Betrag auf dem Konto"],
  output: ["Output", "Umsatzsteuer"],
  input: ["Input", "Vorsteuer"],
  withheld: ["Withheld", "Einbehalten"],
  unpaid: ["unpaid", "unbezahlt"],
  outputTax: ["Output tax", "Umsatzsteuer"],
  inputTax: ["Input tax", "Vorsteuer"],
  taxDue: ["Output less input tax", "Umsatzsteuer abzüglich Vorsteuer"],
  ledger: ["Ledger", "Sachkonto"],
  fromTaxes: ["From taxes", "Aus Steuern"],
  withoutTax: ["Without a tax", "Ohne Steuer"],
  difference: ["Difference", "Differenz"],
} as const satisfies Readonly<Record<string, readonly [en: string, de: string]>>;

export type SubLedgerText = keyof typeof TEXTS;
/** Looks words up in the language of a report. */
export const textsIn =
  (language: Language) =>
  (name: SubLedgerText): string =>
    TEXTS[name][language === "de" ? 1 : 0];
