import type { OpenAPIHono } from "@hono/zod-openapi";
import type { BankNumbers } from "#core/finance/bank-statements/bank-numbers.ts";
import type { Env } from "#functions/env.ts";
import "#core/finance/bank-accounts/permissions.ts";
import "#core/finance/invoices/permissions.ts";
import "#core/finance/permissions.ts";
import { mountBank } from "./bank.ts";
import { mountBooks } from "./books.ts";
import { invoices } from "./invoices.ts";
import { parties } from "./parties.ts";
import { payments } from "./payments.ts";

/** Mounts the routers of finance under /finance. */
export const mountFinance = (api: OpenAPIHono<Env>, { numbers }: Readonly<{ numbers: BankNumbers }>): void => {
  mountBooks(api);
  mountBank(api, numbers);
  api.route("/finance/invoices", invoices);
  api.route("/finance/parties", parties);
  api.route("/finance/payments", payments);
};
