import pino, { type DestinationStream, type Logger } from "pino";

export type { Logger };

/** What one request leaves behind. `endpoint` is the route's pattern: a raw path would carry ids and tokens into the logs. */
export type RequestLine = Readonly<{
  requestId: string;
  method: string;
  endpoint: string;
  status: number;
  durationMs: number;
  actor?: string | undefined;
  company?: string | undefined;
}>;

const SECRETS = [
  "password",
  "newPassword",
  "currentPassword",
  "token",
  "accessToken",
  "refreshToken",
  "secret",
  "apiKey",
  "authorization",
  "cookie",
];
const REDACTED = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

const PLAIN_LEVELS: Readonly<Record<number, string>> = { 40: "warning: ", 50: "error: ", 60: "fatal: " };

type Line = { level: number; time: string; msg?: string; err?: { stack?: string } } & Partial<RequestLine>;

const readable = ({ level, time, msg, err, method, endpoint, status, durationMs }: Line): string => {
  const request = method && `${method} ${endpoint} ${status} ${Math.round(durationMs ?? 0)} ms`;
  const text = request ?? `${PLAIN_LEVELS[level] ?? ""}${msg ?? ""}`;
  return `${time.slice(11, 19)} ${text}${err?.stack ? `\n${err.stack}` : ""}\n`;
};

/** Short lines for a person at a terminal, made from the same records. */
const forPeople = (out: NodeJS.WritableStream): DestinationStream => ({
  write: (line) => {
    out.write(readable(JSON.parse(line) as Line));
  },
});

/** Lines leave together, ten times a second, and before the process ends: a write for each would cost a tenth of a small request. */
const inBatches = (): DestinationStream => pino.destination({ fd: 1, sync: false, minLength: 8192, periodicFlush: 100 });

/** One JSON line a record, secrets removed; `people` makes short readable lines instead. */
export const createLogger = (level: string, options: { people?: boolean; out?: NodeJS.WritableStream } = {}): Logger => {
  const { out, people } = options;
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: people ? {} : { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED, censor: "[secret]" },
    },
    people ? forPeople(out ?? process.stdout) : ((out as unknown as DestinationStream | undefined) ?? inBatches()),
  );
};

/** Asked every few seconds by whoever watches over the process; its answers are of interest only when they change. */
const PROBES = new Set(["/health", "/ready"]);

/** The fields of a request's line are all named above and none is a secret, so nothing needs to be looked for in it. */
const plainLoggers = new WeakMap<Logger, Logger>();
const withoutRedaction = (logger: Logger): Logger => {
  const known = plainLoggers.get(logger) ?? logger.child({}, { redact: [] });
  plainLoggers.set(logger, known);
  return known;
};

/** Logs one request: failures of ours as errors, probes for whoever debugs, everything else as information. */
export const logRequest = (logger: Logger, line: RequestLine): void => {
  const plain = withoutRedaction(logger);
  if (PROBES.has(line.endpoint)) plain.debug(line);
  else if (line.status >= 500) plain.error(line);
  else plain.info(line);
};
