import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { describeCaller } from "#core/identity/sessions/caller.ts";
import { changePassword } from "#core/identity/sessions/change-password.ts";
import { refreshSession } from "#core/identity/sessions/refresh-session.ts";
import { CallerBody, ChangePassword, RefreshSession, SessionBody, SignIn } from "#core/identity/sessions/session.ts";
import { signIn } from "#core/identity/sessions/sign-in.ts";
import { ownAccount, signOut, signOutEverywhere } from "#core/identity/sessions/sign-out.ts";
import { problems } from "#functions/problem.ts";
import { answer, body, json, router } from "#functions/router.ts";
import { dropRefreshToken, refreshTokenOf } from "./refresh-cookie.ts";
import { answerSession, signedIn } from "./signed-in.ts";
import { visitorOf } from "./visitor.ts";

const tags = ["Sessions"];
export const sessions = router();

const login = createRoute({
  operationId: "signIn",
  tags,
  summary: "Sign in with e-mail and password.",
  description: "The refresh token comes in a cookie for /auth alone. After five failures an account waits, longer each time.",
  method: "post",
  path: "/login",
  security: [],
  request: { body: body(SignIn) },
  responses: { 200: json(SessionBody), ...problems(401, 403, 422, 429) },
});
sessions.openapi(login, async (c) => answerSession(c, await signIn(c.var.identity, c.req.valid("json"), visitorOf(c))));

const refresh = createRoute({
  operationId: "refreshSession",
  tags,
  summary: "Exchange the refresh cookie for a new access token.",
  description:
    "Each refresh token is good once; an old one ends the session. The same exchange may be repeated for ten seconds when its answer was lost.",
  method: "post",
  path: "/refresh",
  security: [],
  request: { body: { content: { "application/json": { schema: RefreshSession } } } },
  responses: { 200: json(SessionBody), ...problems(401, 403, 422) },
});
sessions.openapi(refresh, async (c) => {
  const outcome = await refreshSession(c.var.identity, refreshTokenOf(c), c.req.valid("json") ?? {}, visitorOf(c));
  if (!outcome.ok && outcome.fault.kind === "unauthenticated") dropRefreshToken(c);
  return answerSession(c, outcome);
});

const logout = createRoute({
  operationId: "signOut",
  tags,
  summary: "End this session.",
  method: "post",
  path: "/logout",
  security: [],
  responses: { 204: { description: "The session is over; so it was if there was none." }, ...problems(403) },
});
sessions.openapi(logout, async (c) => {
  const { identity } = c.var;
  const caller = await identity.callers.identify({ authorization: c.req.header("authorization"), companyId: undefined });
  const sessionId = caller.ok ? caller.value.sessionId : undefined;
  const ended = await signOut(identity, { sessionId, refreshToken: refreshTokenOf(c) }, visitorOf(c));
  // Only then: strangers may call this as often as they like.
  if (ended) identity.callers.forget();
  dropRefreshToken(c);
  return c.body(null, 204);
});

sessions.use("/logout-everywhere", signedIn);
const logoutEverywhere = createRoute({
  operationId: "signOutEverywhere",
  tags,
  summary: "End all of one's sessions, this one too.",
  method: "post",
  path: "/logout-everywhere",
  responses: { 200: json(z.object({ ended: z.int().describe("How many there were.") })), ...problems(401, 403, 409, 422) },
});
sessions.openapi(logoutEverywhere, async (c) => {
  const { identity, caller, ctx } = c.var;
  const outcome = await signOutEverywhere(ownAccount(ctx, caller), identity.clock.now().toISOString());
  identity.callers.forget();
  if (outcome.ok) dropRefreshToken(c);
  return answer(c, outcome, 200);
});

sessions.use("/password", signedIn);
const password = createRoute({
  operationId: "changePassword",
  tags,
  summary: "Change one's password.",
  description: "Ends every session and answers a new one.",
  method: "post",
  path: "/password",
  request: { body: body(ChangePassword) },
  responses: { 200: json(SessionBody), ...problems(401, 403, 409, 422, 429) },
});
sessions.openapi(password, async (c) => {
  const { identity, caller, ctx } = c.var;
  const outcome = await changePassword(identity, { ctx, caller, visitor: visitorOf(c) }, c.req.valid("json"));
  if (outcome.ok) identity.callers.forget();
  return answerSession(c, outcome);
});

sessions.use("/me", signedIn);
const me = createRoute({
  operationId: "whoAmI",
  tags,
  summary: "Who one is, where, and what one may do.",
  method: "get",
  path: "/me",
  responses: { 200: json(CallerBody), ...problems(401, 403) },
});
sessions.openapi(me, async (c) => c.json(await describeCaller(c.var.identity, c.var.caller), 200));
