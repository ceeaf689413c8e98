import { isCannotStart } from "#functions/cannot-start.ts";

/** An operator's mistake is told in its own line and nothing else; a bug keeps its stack. Both end with code 1. */
export const tellFailure = (error: unknown): void => {
  console.error(isCannotStart(error) ? error.message : error);
  process.exitCode = 1;
};

/** Runs a command to its end. */
export const runCommand = (work: () => Promise<void>): Promise<void> => work().catch(tellFailure);

type Stoppable = Readonly<{ stop: () => Promise<void> }>;

/** npm passes Ctrl-C on to a process that the terminal has told already. */
const SAME_KEYSTROKE_MS = 1000;

/**
 * Runs a program until Ctrl-C, SIGTERM or a closed terminal. A signal during the start stops what has started by then; what the program was doing fails of
 * that, and is not told as a failure.
 */
export const runUntilStopped = async <T extends Stoppable>(
  start: () => Promise<T>,
  started: (running: T) => Promise<void>,
): Promise<void> => {
  const starting = start();
  let stoppingSince: number | undefined;
  const stop = async (code: number) => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > SAME_KEYSTROKE_MS) process.exit(130);
      return;
    }
    stoppingSince = performance.now();
    const running = await starting.catch(() => undefined);
    await running?.stop().catch(tellFailure);
    process.exit(process.exitCode ?? code);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
  for (const event of ["uncaughtException", "unhandledRejection"] as const)
    process.on(event, (error: unknown) => {
      tellFailure(error);
      void stop(1);
    });
  try {
    await started(await starting);
  } catch (error) {
    if (stoppingSince === undefined) tellFailure(error);
    await stop(1);
  }
};
