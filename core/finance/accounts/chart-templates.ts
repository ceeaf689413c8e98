import type { AccountPurpose } from "../determination/account-rule.ts";
import { placedBelow, readAccounts, readHeadings, type TemplateAccount } from "./read-template.ts";
import { chart as deSkr03, headings as deSkr03Headings } from "./templates/de-skr03.ts";
import { headings as frHeadings, chart as frPcg } from "./templates/fr-pcg.ts";
import { chart as ifrs, headings as ifrsHeadings } from "./templates/ifrs.ts";
import { chart as uk, headings as ukHeadings } from "./templates/uk.ts";
import { chart as usGaap, headings as usHeadings } from "./templates/us-gaap.ts";

type Rules = Readonly<Record<AccountPurpose, string> & { cash: string }>;
/** Accounts and their headings, each heading before what is below it. */
export type ChartTemplate = Readonly<{ accounts: readonly TemplateAccount[]; rules: Rules }>;

const chartOf = (chart: string, headings: string, extra = "") => placedBelow(readHeadings(headings), readAccounts(`${chart}${extra}`));

/** What the extracts lack but every company needs: where opening balances and unexplained amounts wait. */
const waiting = (opening: string | undefined, suspense: string | undefined) =>
  [
    opening ? `${opening}|Opening balances||equity|opening|credit|0` : "",
    suspense ? `${suspense}|Suspense account||asset|suspense|debit|0` : "",
  ].join("\n");

/** What suppliers leave off for paying early, where the extract has no account for it. */
const discounts = (code: string, name: string) => `${code}|${name}||expense|cogs|credit|1`;

/** The charts a company can start from, by name; each with an account for every purpose, so that no posting ever lacks one. */
export const chartTemplates: Readonly<Record<"us-gaap" | "uk" | "de-skr03" | "fr-pcg" | "ifrs", ChartTemplate>> = {
  "us-gaap": {
    accounts: chartOf(usGaap, usHeadings, `${waiting(undefined, "1990")}\n${discounts("5040", "Purchase discounts")}`),
    rules: {
      receivable: "1100",
      payable: "2000",
      revenue: "4000",
      freight: "4050",
      discount: "4110",
      purchase: "5000",
      payment: "1010",
      cash: "1000",
      exchange: "4920",
      unrealised_gain: "4930",
      unrealised_loss: "7020",
      rounding: "6900",
      retained_earnings: "3200",
      opening: "3900",
      suspense: "1990",
      discount_allowed: "4110",
      discount_received: "5040",
      write_off: "6500",
      bank_fees: "6310",
    },
  },
  uk: {
    accounts: chartOf(uk, ukHeadings, `\n${discounts("5009", "Discounts taken")}`),
    rules: {
      receivable: "1100",
      payable: "2100",
      revenue: "4000",
      freight: "4905",
      discount: "4009",
      purchase: "5000",
      payment: "1200",
      cash: "1230",
      exchange: "4906",
      unrealised_gain: "4906",
      unrealised_loss: "7906",
      rounding: "8250",
      retained_earnings: "3200",
      opening: "3900",
      suspense: "9998",
      discount_allowed: "4009",
      discount_received: "5009",
      write_off: "8100",
      bank_fees: "7901",
    },
  },
  "de-skr03": {
    accounts: chartOf(deSkr03, deSkr03Headings),
    rules: {
      receivable: "1400",
      payable: "1600",
      revenue: "8400",
      freight: "8400",
      discount: "8730",
      purchase: "3200",
      payment: "1200",
      cash: "1000",
      exchange: "2660",
      unrealised_gain: "2660",
      unrealised_loss: "2150",
      rounding: "2700",
      retained_earnings: "0860",
      opening: "9000",
      suspense: "1590",
      discount_allowed: "8730",
      discount_received: "3730",
      write_off: "2400",
      bank_fees: "4970",
    },
  },
  "fr-pcg": {
    accounts: chartOf(frPcg, frHeadings, waiting("890", undefined)),
    rules: {
      receivable: "411",
      payable: "401",
      revenue: "707",
      freight: "708",
      discount: "709",
      purchase: "607",
      payment: "512",
      cash: "53",
      exchange: "766",
      unrealised_gain: "477",
      unrealised_loss: "476",
      rounding: "758",
      retained_earnings: "110",
      opening: "890",
      suspense: "471",
      discount_allowed: "665",
      discount_received: "765",
      write_off: "654",
      bank_fees: "627",
    },
  },
  ifrs: {
    accounts: chartOf(ifrs, ifrsHeadings, `${waiting("2990", "1990")}\n${discounts("5110", "Discounts received")}`),
    rules: {
      receivable: "1600",
      payable: "3400",
      revenue: "4100",
      freight: "4200",
      discount: "4300",
      purchase: "5100",
      payment: "1800",
      cash: "1820",
      exchange: "4910",
      unrealised_gain: "4910",
      unrealised_loss: "7110",
      rounding: "6900",
      retained_earnings: "2200",
      opening: "2990",
      suspense: "1990",
      discount_allowed: "4300",
      discount_received: "5110",
      write_off: "6500",
      bank_fees: "6340",
    },
  },
};
export type ChartName = keyof typeof chartTemplates;
