import { createServer, type Server } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { cannotStart } from "#functions/cannot-start.ts";

type Labels = Readonly<Record<string, string>>;

/** What the gauges ask for at each scrape. Lags are undefined when this process cannot know them. */
export type Probes = Readonly<{
  pool?: () => { active: number; waiting: number };
  lags?: () => Promise<{ outboxSeconds: number; sealSeconds: number } | undefined>;
}>;

export type ServiceMetrics = Readonly<{
  /** Counts something of the business, after its commit. */
  count: (name: string, labels?: Labels, by?: number) => void;
  observeRequest: (request: { method: string; endpoint: string; status: number; seconds: number }) => void;
  /** Connects the gauges to what they measure. */
  probe: (probes: Probes) => void;
  text: () => Promise<string>;
  contentType: string;
}>;

/** Requests take a millisecond or minutes; the buckets are close where the targets are. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const businessCounters = (registry: Registry): ReadonlyMap<string, Counter> => {
  const counters = [
    new Counter({ name: "customers_created_total", help: "Customers created", registers: [registry] }),
    new Counter({ name: "orders_created_total", help: "Sales orders created", registers: [registry] }),
    new Counter({
      name: "revenue_generated_total",
      help: "Invoiced net of tax, major units",
      labelNames: ["currency"],
      registers: [registry],
    }),
  ];
  return new Map(
    ["customers_created_total", "orders_created_total", "revenue_generated_total"].map((name, at) => [name, counters[at] as Counter]),
  );
};

const registerGauges = (registry: Registry, probes: () => Probes): void => {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const registers = [registry];
  new Gauge({
    name: "event_loop_lag_seconds",
    help: "How late the event loop runs, 99th percentile since the last scrape",
    registers,
    collect() {
      // Sampling every 20 ms counts itself; what is beyond that is the lag.
      this.set(Math.max(0, (delay.percentile(99) - 20e6) / 1e9));
      delay.reset();
    },
  });
  new Gauge({
    name: "active_database_connections",
    help: "Connections in use by a transaction",
    registers,
    collect() {
      this.set(probes().pool?.().active ?? 0);
    },
  });
  new Gauge({
    name: "database_pool_waiting",
    help: "Requests that wait for a database connection",
    registers,
    collect() {
      this.set(probes().pool?.().waiting ?? 0);
    },
  });
};

/** Both lags come from one question to the database, asked once a scrape. A lag nobody can tell is not a number. */
const lagGauges = (registry: Registry) => {
  const registers = [registry];
  const outbox = new Gauge({ name: "outbox_lag_seconds", help: "Age of the oldest event that is not delivered yet", registers });
  const seal = new Gauge({ name: "seal_lag_seconds", help: "Age of the oldest entry that has no seal yet", registers });
  return async ({ lags }: Probes): Promise<void> => {
    const found = await lags?.().catch(() => undefined);
    outbox.set(found?.outboxSeconds ?? Number.NaN);
    seal.set(found?.sealSeconds ?? Number.NaN);
  };
};

/** The metrics of one process, in a registry of their own. */
export const createMetrics = (): ServiceMetrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const labelNames = ["method", "endpoint"];
  const registers = [registry];
  const requests = new Counter({
    name: "http_requests_total",
    help: "Requests answered",
    labelNames: [...labelNames, "status"],
    registers,
  });
  const durations = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time to answer",
    labelNames,
    buckets: BUCKETS,
    registers,
  });
  const counters = businessCounters(registry);
  let probes: Probes = {};
  registerGauges(registry, () => probes);
  const measureLags = lagGauges(registry);
  return {
    count: (name, labels = {}, by = 1) => {
      const counter = counters.get(name);
      if (!counter) throw new Error(`There is no counter ${name}: declare it in metrics.ts.`);
      counter.inc(labels, by);
    },
    observeRequest: ({ method, endpoint, status, seconds }) => {
      requests.inc({ method, endpoint, status: `${status}` });
      durations.observe({ method, endpoint }, seconds);
    },
    probe: (next) => {
      probes = { ...probes, ...next };
    },
    text: async () => {
      await measureLags(probes);
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
};

/** Serves `/metrics` on a port of its own, so that it is never reachable where the API is. */
export const serveMetrics = async (metrics: ServiceMetrics, port: number): Promise<Server> => {
  const server = createServer((request, response) => {
    if (request.url?.split("?")[0] !== "/metrics") return void response.writeHead(404).end();
    metrics.text().then(
      (text) => response.writeHead(200, { "content-type": metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE" ? cannotStart(`METRICS_PORT ${port} is taken by another program. Set another METRICS_PORT.`) : error,
      ),
    );
    server.listen(port, resolve);
  });
  return server;
};
