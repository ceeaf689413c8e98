import { fileURLToPath } from "node:url";
import type { NewCompany } from "#core/identity/companies/company.ts";
import type { Installed } from "#core/identity/users/first-administrator.ts";
import { openDocsFiles } from "./adapters/docs-files.ts";
import { listen, refuseTakenPort } from "./adapters/listen.ts";
import { serveMetrics } from "./adapters/metrics.ts";
import { type ProgramState, readinessOf } from "./adapters/readiness.ts";
import { openWebFiles } from "./adapters/web-files.ts";
import { createApi } from "./api.ts";
import { docsRoutes } from "./docs.ts";
import { firstStart } from "./first-start.ts";
import { type Foundation, type FoundationOptions, openFoundation } from "./foundation.ts";
import { health } from "./health.ts";
import { openIdentity } from "./identity.ts";
import { observe } from "./middleware/observe.ts";
import type { Settings } from "./settings.ts";
import { webRoutes } from "./web.ts";
import { startWorker } from "./worker.ts";

export type NodeOptions = FoundationOptions &
  Readonly<{
    /** Where the built web app is. */
    webFolder?: string;
    /** What the company of a first start is, instead of "My company". */
    firstCompany?: Partial<NewCompany>;
    /** How long requests are still taken after `/ready` says no. */
    leavingMs?: number;
  }>;

/** A serving program. */
export type Running = Readonly<{
  foundation: Foundation;
  port: number;
  /** The first administrator, when this start made him. */
  installed: Installed | undefined;
  /** Drains: not ready, finishes what runs, closes everything it opened. */
  stop: () => Promise<void>;
}>;

/** Behind a load balancer that asks `/ready` now and then, requests still come for a while after SIGTERM. */
const LEAVING_MS = 5000;
const FINISHING_MS = 20_000;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const BUILT_WEB_APP = fileURLToPath(new URL("../dist/web", import.meta.url));

const serve = async (foundation: Foundation, options: NodeOptions, closers: AsyncDisposableStack) => {
  const { settings, logger, metrics } = foundation;
  let state: ProgramState = "starting";
  const identity = openIdentity(foundation);
  const api = createApi({
    ...foundation,
    modules: settings.MODULES,
    rateLimit: settings.RATE_LIMIT,
    identity,
    observe: observe(logger, metrics),
  });
  api.route("/", health(readinessOf(foundation.pool, () => state)));
  api.route("/", docsRoutes(openDocsFiles()));
  api.route("/", webRoutes(openWebFiles(options.webFolder ?? BUILT_WEB_APP)));

  const metricsServer = await serveMetrics(metrics, settings.METRICS_PORT);
  closers.defer(() => {
    metricsServer.closeAllConnections();
    metricsServer.close();
  });
  const listening = await listen((request, connection) => api.fetch(request, connection), settings.PORT);
  closers.defer(() => listening.close(FINISHING_MS));
  closers.defer(async () => {
    state = "stopping";
    await pause(options.leavingMs ?? (foundation.place.embedded ? 0 : LEAVING_MS));
  });
  // Last: a start that fails, for instance at a taken port, must not make a password that nobody is told.
  const installed = await firstStart(identity, settings, options.firstCompany);
  state = "serving";
  return { port: listening.port, installed };
};

/** Starts the pod: database, API, metrics. What it opened before a failure is closed again. */
export const startNode = async (settings: Settings, options: NodeOptions = {}): Promise<Running> => {
  await refuseTakenPort(settings.PORT);
  await using opened = new AsyncDisposableStack();
  const foundation = await openFoundation(settings, options);
  opened.defer(() => foundation.close());
  // Whoever has the owner's connection also does the background's work; pods of the API are not given it.
  if (foundation.place.owner) {
    const worker = await startWorker(foundation);
    opened.defer(worker.stop);
  }
  const served = await serve(foundation, options, opened);
  const closers = opened.move();
  let stopped: Promise<void> | undefined;
  return {
    foundation,
    ...served,
    stop: () => {
      stopped ??= closers.disposeAsync();
      return stopped;
    },
  };
};
