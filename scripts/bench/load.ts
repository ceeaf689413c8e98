import type { ClientConfig } from "pg";
import { type BareOperation, type BareTables, connectBare } from "./bare-client.ts";
import type { LoadCompany } from "./company.ts";
import { connectHttp } from "./http-client.ts";
import { type Operation, runOperation } from "./operations.ts";

/** What the load process is asked to do. */
export type LoadOrder = Readonly<{ company: LoadCompany; connections: number; seconds: number }> &
  (
    | Readonly<{ through: "api"; port: number; operation: Operation }>
    | Readonly<{ through: "bare"; database: ClientConfig; operation: BareOperation; tables: BareTables }>
  );
/** What it found; times in milliseconds. */
export type LoadResult = Readonly<{ operations: number; seconds: number; p50: number; p99: number }>;
export type LoadAnswer = Readonly<{ result: LoadResult }> | Readonly<{ error: string }>;

type Runner = Readonly<{ run: () => Promise<unknown>; close: () => unknown }>;

const connectOne = async (order: LoadOrder): Promise<Runner> => {
  if (order.through === "bare") return connectBare(order.database, order.company, order.operation, order.tables);
  const client = await connectHttp(order.port, `Bearer ${order.company.key}`);
  return { run: () => runOperation(client, order.company, order.operation), close: client.close };
};

const at = (sorted: readonly number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const measure = async (order: LoadOrder): Promise<LoadResult> => {
  const runners = await Promise.all(Array.from({ length: order.connections }, () => connectOne(order)));
  const latencies: number[] = [];
  const begun = performance.now();
  const end = begun + order.seconds * 1000;
  const runUntilEnd = async ({ run }: Runner) => {
    for (let before = performance.now(); before < end; ) {
      await run();
      const after = performance.now();
      latencies.push(after - before);
      before = after;
    }
  };
  await Promise.all(runners.map(runUntilEnd));
  const seconds = (performance.now() - begun) / 1000;
  for (const { close } of runners) await close();
  latencies.sort((left, right) => left - right);
  return { operations: latencies.length, seconds, p50: at(latencies, 0.5), p99: at(latencies, 0.99) };
};

process.on("message", (order: LoadOrder) => {
  measure(order).then(
    (result) => process.send?.({ result } satisfies LoadAnswer),
    (error: Error) => process.send?.({ error: error.message } satisfies LoadAnswer),
  );
});
