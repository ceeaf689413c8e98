import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { BankNumbers } from "#core/finance/bank-statements/bank-numbers.ts";
import { enterPayeeAccount } from "#core/finance/payee-accounts/enter-payee-account.ts";
import { listPayeeAccounts } from "#core/finance/payee-accounts/list-payee-accounts.ts";
import { PayeeAccountBody, PayeeAccountInput, PayeeAccountPage, RevealedNumber } from "#core/finance/payee-accounts/payee-account.ts";
import { opened, revealPayeeAccount } from "#core/finance/payee-accounts/reveal-payee-account.ts";
import { PageQuery } from "#core/kernel/page.ts";
import { PendingApproval } from "#core/platform/approvals/approval.ts";
import { problems } from "#functions/problem.ts";
import { answer, answerOrWait, answerPage, body, idParam, json, router, WAITS } from "#functions/router.ts";

const tags = ["Parties"];
const refusals = problems(400, 401, 403, 404, 409, 412, 422, 429);

const list = createRoute({
  operationId: "listPayeeAccounts",
  tags,
  summary: "Where a party was and is paid, what was entered last first; numbers are masked",
  method: "get",
  path: "/{id}/payee-accounts",
  request: { params: idParam(), query: PageQuery.omit({ q: true }) },
  responses: { 200: json(PayeeAccountPage), ...refusals },
});
const enter = createRoute({
  operationId: "enterPayeeAccount",
  tags,
  summary: "Say to which bank account a party is paid from a day on",
  description: "Earlier accounts stay, so that each payment knows which it used. The number is kept encrypted.",
  method: "post",
  path: "/{id}/payee-accounts",
  request: { params: idParam(), body: body(PayeeAccountInput) },
  responses: { 201: json(PayeeAccountBody), 202: json(PendingApproval, WAITS), ...refusals },
});
const reveal = createRoute({
  operationId: "revealPayeeAccount",
  tags,
  summary: "The whole number of a party's bank account, also while it waits for a second person",
  description: "The audit keeps who looked.",
  method: "post",
  path: "/{id}/payee-accounts/{accountId}/reveal",
  request: { params: idParam().extend({ accountId: z.uuid() }) },
  responses: { 200: json(RevealedNumber), ...refusals },
});

export const payeeAccounts = (numbers: BankNumbers) => {
  const routes = router();
  routes.openapi(list, async (c) => {
    const { id: partyId } = c.req.valid("param");
    return answerPage(c, await listPayeeAccounts(c.var.ctx, { ...c.req.valid("query"), partyId }));
  });
  routes.openapi(enter, async (c) => {
    const { id: partyId } = c.req.valid("param");
    return answerOrWait(c, await enterPayeeAccount(c.var.ctx, { partyId, input: c.req.valid("json"), numbers }), 201);
  });
  routes.openapi(reveal, async (c) => {
    const { id: partyId, accountId: id } = c.req.valid("param");
    return answer(c, opened(await revealPayeeAccount(c.var.ctx, { id, partyId }), numbers), 200);
  });
  return routes;
};
