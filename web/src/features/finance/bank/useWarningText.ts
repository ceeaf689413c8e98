import { useLingui } from "@lingui/react/macro";
import { formatDate, formatMoney } from "../../../ui/format.ts";
import { useLocale } from "../../../ui/useLocale.ts";
import type { BankWarning } from "./queries.ts";

type Values = Readonly<Record<string, string | undefined>>;

/** What a warning about a bank's file says, in the reader's language; one that the app does not know in the words of the API. */
export function useWarningText(): (warning: BankWarning) => string {
  const { t } = useLingui();
  const locale = useLocale();
  const money = (value: string | undefined, currency: string | undefined) => (value ? formatMoney(value, currency, locale) : "");
  const balances: Values = { opening: t`opening balance`, closing: t`closing balance` };
  const texts: Readonly<Record<BankWarning["code"], (values: Values) => string | undefined>> = {
    entries_off_closing: (of) => {
      const [sum, closing] = [money(of.sum, of.currency), money(of.closing, of.currency)];
      return t`Opening balance and entries come to ${sum}, the closing balance is ${closing}: entries are missing or the file is wrong.`;
    },
    account_off_closing: (of) => {
      const [sum, closing] = [money(of.sum, of.currency), money(of.closing, of.currency)];
      const day = of.day ? formatDate(of.day, locale) : "";
      return t`On ${day} the account comes to ${sum}, the bank says ${closing}: a statement is missing, or the opening balance is another one.`;
    },
    no_opening: () => t`The statement names no opening balance.`,
    no_closing: () => t`The statement names no closing balance, so its entries cannot be checked and it cannot be reconciled.`,
    balance_unusable: (of) => {
      const balance = balances[of.balance ?? ""] ?? "";
      return t`The ${balance} is no amount that can be used.`;
    },
    balance_in_other_currency: ({ balance, other, currency }) => {
      const named = balances[balance ?? ""] ?? "";
      return t`The ${named} is in ${other}, the account in ${currency}.`;
    },
    summary_off: (of) => {
      const [told, sum] = [money(of.told, of.currency), money(of.sum, of.currency)];
      return of.side === "credits"
        ? t`The summary says that ${told} came in, the entries come to ${sum}.`
        : t`The summary says that ${told} went out, the entries come to ${sum}.`;
    },
    batch_off: (of) => {
      const [sum, amount, entry] = [money(of.sum, of.currency), money(of.amount, of.currency), of.entry];
      return t`The parts of entry ${entry} come to ${sum}, not to its ${amount}; they are shown for information.`;
    },
    balances_torn: () => t`The balances behind the lines do not follow from each other.`,
    account_unknown: ({ number, currency }) =>
      number
        ? t`Left out: there is no bank account for ${number} in ${currency}. Enter it first, or say which one the file is of.`
        : t`Left out: a statement names no account. Say which bank account the file is of.`,
    known_from_other_format: ({ count }) => t`Lines already imported from a file of another format, by day, amount and text: ${count}.`,
    other: () => undefined,
  };
  return ({ code, values, text }) => texts[code](values) ?? text;
}
