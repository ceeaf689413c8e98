import { refuse } from "#core/kernel/fault.ts";
import { listen } from "./adapters/listen.ts";
import { serveMetrics } from "./adapters/metrics.ts";
import { readinessOf } from "./adapters/readiness.ts";
import { createApi } from "./api.ts";
import { type Foundation, type FoundationOptions, openFoundation } from "./foundation.ts";
import { health } from "./health.ts";
import type { Authenticate } from "./middleware/context.ts";
import { observe } from "./middleware/observe.ts";
import type { Settings } from "./settings.ts";

/** A serving program. */
export type Running = Readonly<{
  foundation: Foundation;
  port: number;
  /** Drains: not ready, finishes what runs, closes everything it opened. */
  stop: () => Promise<void>;
}>;

/** Behind a load balancer that asks `/ready` now and then, requests still come for a while after SIGTERM. */
const LEAVING_MS = 5000;
const FINISHING_MS = 20_000;

/** Nobody has an account yet, so everybody is a stranger. */
const authenticate: Authenticate = async () => refuse({ kind: "unauthenticated", code: "not_signed_in", detail: "Sign in first." });

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const serve = async (foundation: Foundation, closers: AsyncDisposableStack) => {
  const { settings, logger, metrics } = foundation;
  let stopping = false;
  const api = createApi({ ...foundation, modules: settings.MODULES, authenticate, observe: observe(logger, metrics) });
  api.route("/", health(readinessOf(foundation.pool, () => stopping)));

  const metricsServer = await serveMetrics(metrics, settings.METRICS_PORT);
  closers.defer(() => {
    metricsServer.closeAllConnections();
    metricsServer.close();
  });
  const listening = await listen((request) => api.fetch(request), settings.PORT);
  closers.defer(() => listening.close(FINISHING_MS));
  closers.defer(async () => {
    stopping = true;
    if (!foundation.place.embedded) await pause(LEAVING_MS);
  });
  return listening.port;
};

/** Starts the pod: database, API, metrics. What it opened before a failure is closed again. */
export const startNode = async (settings: Settings, options: FoundationOptions = {}): Promise<Running> => {
  await using opened = new AsyncDisposableStack();
  const foundation = await openFoundation(settings, options);
  opened.defer(() => foundation.close());
  const port = await serve(foundation, opened);
  const closers = opened.move();
  let stopped: Promise<void> | undefined;
  return {
    foundation,
    port,
    stop: () => {
      stopped ??= closers.disposeAsync();
      return stopped;
    },
  };
};
