import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { isUnreadableValue } from "#core/kernel/database-fault.ts";
import { bankVault } from "./adapters/bank-vault.ts";
import { packageSigner } from "./adapters/package-signer.ts";
import { webhookVault } from "./adapters/webhook-vault.ts";
import { mountAuth } from "./auth/auth.ts";
import { publicCatalogue } from "./catalog/products.ts";
import type { Env } from "./env.ts";
import { mountFinance } from "./finance/finance.ts";
import type { Identity } from "./identity.ts";
import type { Logger } from "./logging.ts";
import { authenticated, type ContextServices } from "./middleware/context.ts";
import { limited } from "./middleware/limits.ts";
import { jsonBodies, limitedBodies, nullFreePaths, requestId } from "./middleware/requests.ts";
import { openApiRoute } from "./openapi.ts";
import { mountPlatform } from "./platform/platform.ts";
import { plainProblem } from "./problem.ts";
import { router } from "./router.ts";
import { mountSales } from "./sales/sales.ts";
import type { EncryptionKey } from "./settings.ts";

export type ApiServices = ContextServices &
  Readonly<{
    identity: Identity;
    logger: Logger;
    encryptionKeys: readonly EncryptionKey[];
    observe?: MiddlewareHandler<Env>;
    modules?: readonly string[] | undefined;
    /** Requests a minute for each caller; none when absent or 0. */
    rateLimit?: number | undefined;
  }>;

const mounts = { sales: mountSales, finance: mountFinance, platform: mountPlatform } as const;
const BEHIND_SIGN_IN = Object.keys(mounts) as (keyof typeof mounts)[];
export const MODULES = ["auth", "catalog", ...BEHIND_SIGN_IN] as const;

const known =
  (identity: Identity): MiddlewareHandler<Env> =>
  (c, next) => {
    c.set("identity", identity);
    return next();
  };

/** The REST API: what every request passes, then the routers of the modules that are on (default: all). */
export const createApi = ({ identity, logger, encryptionKeys, observe, modules = MODULES, rateLimit = 0, ...services }: ApiServices) => {
  const api = router();
  const limits = rateLimit > 0 ? [limited(rateLimit, services.clock)] : [];
  const vaults = {
    vault: webhookVault(encryptionKeys),
    numbers: bankVault(encryptionKeys),
    signer: packageSigner({ ...services, encryptionKeys }),
  };
  if (observe) api.use(observe);
  api.use(requestId(services.newId), nullFreePaths, limitedBodies, jsonBodies);
  for (const path of ["/auth/*", "/.well-known/*", "/platform/*"]) api.use(path, known(identity));
  if (modules.includes("auth")) mountAuth(api);
  if (modules.includes("catalog")) api.route("/catalog", publicCatalogue(services));
  for (const module of BEHIND_SIGN_IN.filter((name) => modules.includes(name))) {
    api.use(`/${module}/*`, authenticated(services, identity.authenticate), ...limits);
    mounts[module](api, vaults);
  }
  api.route("/", openApiRoute(api));
  api.notFound((c) => plainProblem(c, 404, "path.missing", `There is nothing at ${c.req.path}.`));
  api.onError((error, c) => {
    if (error instanceof HTTPException && error.status === 400) return plainProblem(c, 400, "unreadable", error.message);
    // A cursor made by hand: what it holds only shows when it is compared with a column.
    if (c.req.method === "GET" && c.req.query("after") !== undefined && isUnreadableValue(error))
      return plainProblem(c, 422, "page.after", "This cursor was not made by this list.", [{ pointer: "/after", detail: "Not a cursor." }]);
    logger.error({ err: error, requestId: c.var.requestId }, "A request failed.");
    return plainProblem(c, 500, "internal", "Something went wrong on our side. The request id finds it in our logs.");
  });
  return api;
};
export type Api = ReturnType<typeof createApi>;
