import { Hono } from "hono";

/** Whether this process may be sent requests, and why not. */
export type Readiness = () => Promise<{ ready: true } | { ready: false; reason: string }>;

const ANSWER_TIMEOUT_MS = 2000;

const inTime = (readiness: Readiness): ReturnType<Readiness> => {
  const timeout = new Promise<{ ready: false; reason: string }>((resolve) => {
    setTimeout(() => resolve({ ready: false, reason: "The database does not answer." }), ANSWER_TIMEOUT_MS).unref();
  });
  return Promise.race([readiness(), timeout]);
};

/** `/health`: the process lives. `/ready`: the database answers and is migrated, and the process is not stopping. */
export const health = (readiness: Readiness): Hono => {
  const routes = new Hono();
  routes.get("/health", (c) => c.json({ status: "ok" }));
  routes.get("/ready", async (c) => {
    const state = await inTime(readiness);
    return state.ready ? c.json({ status: "ready" }) : c.json({ status: "not ready", reason: state.reason }, 503);
  });
  return routes;
};
