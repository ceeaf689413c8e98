import { createLogger } from "#functions/logging.ts";
import { readSettings } from "#functions/settings.ts";
import { startWorkerPod } from "#functions/worker.ts";
import { runUntilStopped } from "./program.ts";

const start = () => {
  const settings = readSettings(process.env);
  return startWorkerPod(settings, { logger: createLogger(settings.LOG_LEVEL), share: true });
};

await runUntilStopped(start, async () => undefined);
