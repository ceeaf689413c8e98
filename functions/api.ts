import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Env } from "./env.ts";
import { mountFinance } from "./finance/finance.ts";
import type { Logger } from "./logging.ts";
import { type Authenticate, authenticated, type ContextServices } from "./middleware/context.ts";
import { jsonBodies, limitedBodies, requestId } from "./middleware/requests.ts";
import { openApiRoute } from "./openapi.ts";
import { mountPlatform } from "./platform/platform.ts";
import { plainProblem } from "./problem.ts";
import { router } from "./router.ts";
import { mountSales } from "./sales/sales.ts";

export type ApiServices = ContextServices &
  Readonly<{ authenticate: Authenticate; logger: Logger; observe?: MiddlewareHandler<Env>; modules?: readonly string[] | undefined }>;

const mounts = { sales: mountSales, finance: mountFinance, platform: mountPlatform } as const;
export const MODULES = Object.keys(mounts) as (keyof typeof mounts)[];

/** The REST API: what every request passes, then the routers of the modules that are on (default: all). */
export const createApi = ({ authenticate, logger, observe, modules = MODULES, ...services }: ApiServices) => {
  const api = router();
  if (observe) api.use(observe);
  api.use(requestId(services.newId), limitedBodies, jsonBodies);
  for (const module of MODULES.filter((name) => modules.includes(name))) {
    api.use(`/${module}/*`, authenticated(services, authenticate));
    mounts[module](api);
  }
  api.route("/", openApiRoute(api));
  api.notFound((c) => plainProblem(c, 404, "path.missing", `There is nothing at ${c.req.path}.`));
  api.onError((error, c) => {
    if (error instanceof HTTPException && error.status === 400) return plainProblem(c, 400, "unreadable", error.message);
    logger.error({ err: error, requestId: c.var.requestId }, "A request failed.");
    return plainProblem(c, 500, "internal", "Something went wrong on our side. The request id finds it in our logs.");
  });
  return api;
};
export type Api = ReturnType<typeof createApi>;
