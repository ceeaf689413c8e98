import type { Checklist, CheckResult } from "#core/finance/close/checklist.ts";
import { aCaller } from "./api.ts";
import { bookOf, databaseAs, sealWholly } from "./books.ts";
import { aCompany, type TestCompanyOptions } from "./company.ts";
import { aShop } from "./trade.ts";

/** A company with an accountant who looks at the checklist of a month. */
export const aCloser = async (options: TestCompanyOptions = {}, currency?: string) => {
  const company = await aCompany(options);
  const { customerId, productId } = await aShop(company, currency ? { currency } : {});
  const [book, accountant] = [await bookOf(company), await aCaller(company, ["accountant"])];
  const { body: periods } = await accountant.get("/finance/periods?limit=200");
  const period = (name = "2026-03"): { id: string } => periods.items.find((one: { name: string }) => one.name === name);
  const made = async (path: string, input: object) => {
    const { status, body } = await accountant.post(path, input);
    if (status >= 300) throw new Error(JSON.stringify(body));
    return body;
  };
  const entry = (lines: readonly [code: string, amount: string, more?: object][], more: object = {}) =>
    made("/finance/entries", {
      description: "By hand",
      effectiveOn: "2026-03-15",
      lines: lines.map(([code, amount, of = {}]) => ({
        accountId: book.account(code),
        [amount.startsWith("-") ? "credit" : "debit"]: amount.replace("-", ""),
        ...of,
      })),
      ...more,
    });
  /** The checklist once everything is sealed. */
  const list = async (name?: string, more = ""): Promise<Checklist> => {
    await sealWholly(company);
    return (await accountant.get(`/finance/periods/${period(name).id}/checklist${more}`)).body;
  };
  const check = async (code: string, name?: string): Promise<CheckResult> => {
    const found = (await list(name)).checks.find((one) => one.code === code);
    if (!found) throw new Error(`There is no check ${code}.`);
    return found;
  };
  const rule = (code: string, effects: object, headers: Record<string, string> = {}) =>
    accountant.put(`/finance/close-rules/${code}`, effects, { headers });
  const close = (input: object = {}, name?: string, how = "close", headers: Record<string, string> = {}) =>
    accountant.post(`/finance/periods/${period(name).id}/${how}`, input, { headers });
  return { company, customerId, productId, book, accountant, period, made, entry, list, check, rule, close };
};
export type Closer = Awaited<ReturnType<typeof aCloser>>;

/** Postings of a version that did not ask for parties yet: an account becomes a control account behind the guards' back. */
export const becomesControl = async ({ company }: Closer, code: string, control: "receivable" | "payable"): Promise<void> => {
  const client = await databaseAs("superuser").connect();
  try {
    await client.query("begin; set local session_replication_role = replica");
    await client.query("update finance.account set control = $3 where company_id = $1 and code = $2", [company.id, code, control]);
    await client.query("commit");
  } finally {
    client.release();
  }
};
