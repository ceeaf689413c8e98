import { type AccountType, sideOf } from "./account.ts";
import type { NewAccount } from "./insert-accounts.ts";

export type TemplateAccount = Readonly<{
  code: string;
  name: string;
  nameLocal: string | null;
  type: AccountType;
  subtype: string;
  normalBalance: "debit" | "credit";
  isContra: boolean;
  isGroup: boolean;
  manualPosting: boolean;
  /** Code of the heading above. */
  parent: string | null;
}>;

type Heading = TemplateAccount & Readonly<{ members: string }>;

const rowsOf = (text: string) =>
  text
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("|"));

/** Accounts of lines like `1200|Bank|Banque|asset|bank|debit|0`. */
export const readAccounts = (text: string): TemplateAccount[] =>
  rowsOf(text).map(([code = "", name = "", nameLocal = "", type = "", subtype = "", normalBalance = "", contra = ""]) => ({
    code,
    name,
    nameLocal: nameLocal || null,
    type: type as AccountType,
    subtype,
    normalBalance: normalBalance as "debit" | "credit",
    isContra: contra === "1",
    isGroup: false,
    manualPosting: true,
    parent: null,
  }));

/** Headings of lines like `12|Bank and cash||asset|1|1200-1250,1290`. */
export const readHeadings = (text: string): Heading[] =>
  rowsOf(text).map(([code = "", name = "", nameLocal = "", type = "", parent = "", members = ""]) => ({
    code,
    name,
    nameLocal: nameLocal || null,
    type: type as AccountType,
    subtype: "heading",
    normalBalance: sideOf(type as AccountType),
    isContra: false,
    isGroup: true,
    manualPosting: false,
    parent: parent || null,
    members,
  }));

/** `401-408` holds 4081 too. */
const covers = ({ members }: Heading, code: string) =>
  members.split(",").some((range) => {
    const [first = "", last = first] = range.split("-");
    return first !== "" && code >= first && code.slice(0, last.length) <= last;
  });

/** Headings first, then the accounts, each below the last heading of its type that covers it. */
export const placedBelow = (headings: readonly Heading[], accounts: readonly TemplateAccount[]): TemplateAccount[] => [
  ...headings.map(({ members: _, ...heading }) => heading),
  ...accounts.map((account) => ({
    ...account,
    parent: headings.findLast((heading) => heading.type === account.type && covers(heading, account.code))?.code ?? null,
  })),
];

/** An account of a template as a company stores it, by the ids of the codes: nothing limits it. */
export const newAccountOf = ({ parent, ...account }: TemplateAccount, idOf: (code: string) => string): NewAccount => ({
  ...account,
  id: idOf(account.code),
  parentId: parent === null ? null : idOf(parent),
  active: true,
  control: null,
  cashFlow: null,
  opensOn: null,
  closesOn: null,
  currencies: null,
  requiredDimensionIds: [],
  postingRoleIds: null,
});
