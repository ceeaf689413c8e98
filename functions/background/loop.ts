import type { Logger } from "#functions/logging.ts";

export type Loop = Readonly<{
  /** Begins the next round now: there is something to do. */
  wake: () => void;
  stop: () => Promise<void>;
}>;

type LoopOptions = Readonly<{
  name: string;
  logger: Logger;
  /** Wait between rounds that found nothing to do. */
  idleMs: number;
  /** One round; answers whether there may be more to do at once. */
  round: (stopping: () => boolean) => Promise<boolean>;
}>;

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/** Runs rounds until stopped. A failing round (the database is away) is told once and tried again, ever more slowly. */
export const runLoop = ({ name, logger, idleMs, round }: LoopOptions): Loop => {
  let stopping = false;
  let woken = false;
  let endPause: () => void = () => undefined;
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    let waitMs = FIRST_WAIT_MS;
    while (!stopping) {
      try {
        woken = false;
        const more = await round(() => stopping);
        if (waitMs > FIRST_WAIT_MS) logger.info(`${name} goes on.`);
        waitMs = FIRST_WAIT_MS;
        if (!more && !woken && !stopping) await pause(idleMs);
      } catch (error) {
        if (stopping) return;
        if (waitMs === FIRST_WAIT_MS) logger.warn({ err: error }, `${name} failed and will be tried again.`);
        await pause(waitMs);
        waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
      }
    }
  };
  const running = run();
  return {
    wake: () => {
      woken = true;
      endPause();
    },
    stop: async () => {
      stopping = true;
      endPause();
      await running;
    },
  };
};
