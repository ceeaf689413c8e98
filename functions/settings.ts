import * as z from "zod";
import { cannotStart } from "./cannot-start.ts";

export const MODULES = ["auth", "catalog", "sales", "finance", "hr", "platform"] as const;
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const port = (usual: number) =>
  z
    .string()
    .default(`${usual}`)
    .transform(Number)
    .refine((value) => Number.isInteger(value) && value >= 0 && value <= 65_535, "must be a port, 0 to 65535");

const protocolOf = (value: string) => (URL.canParse(value) ? new URL(value).protocol : value.split("//")[0]);
const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (value) => protocols.includes(`${protocolOf(value)}`),
      `must be a URL that begins with ${protocols.map((one) => `${one}//`).join(" or ")}`,
    )
    .optional();
const database = () => url("postgres:", "postgresql:");

const moduleList = z
  .string()
  .default(MODULES.join(","))
  .transform((text) => text.split(",").map((name) => name.trim()))
  .pipe(z.array(z.enum(MODULES, `must be a list of ${MODULES.join(", ")}`)));

/** A key with the id that ciphertexts carry; the first one encrypts, the others still decrypt. */
export type EncryptionKey = Readonly<{ id: string; key: Uint8Array }>;

const encryptionKey = (text: string): EncryptionKey => {
  const [first = "", second] = text.trim().split(":");
  return { id: second === undefined ? "1" : first, key: Buffer.from(second ?? first, "base64") };
};
const encryptionKeys = z
  .string()
  .transform((text) => text.split(",").map(encryptionKey))
  .refine(
    (keys) => keys.every(({ id, key }) => id !== "" && key.length === 32) && new Set(keys.map(({ id }) => id)).size === keys.length,
    "must be 32 bytes in base64 (`openssl rand -base64 32`), or `id:key,id:key` with the current one first",
  )
  .optional();

const Environment = z
  .object({
    PORT: port(8000).describe("Where the API and the web app answer"),
    METRICS_PORT: port(9464).describe("Where Prometheus reads `/metrics`"),
    DATA_DIR: z.string().default("./.data").describe("Embedded database and the keys made for it"),
    DATABASE_URL: database().describe("PostgreSQL as `enterprise_app`; without it an embedded one runs in `DATA_DIR`"),
    DATABASE_OWNER_URL: database().describe("PostgreSQL as `enterprise_owner`, not through a pooler: migrations, jobs"),
    DATABASE_READ_URL: database().describe("A replica for reads that may be a little old"),
    MODULES: moduleList.describe("Which parts of the API this process serves"),
    RATE_LIMIT: z
      .string()
      .default("0")
      .transform(Number)
      .refine((value) => Number.isInteger(value) && value >= 0, "must be a whole number of requests a minute, or 0 for no limit")
      .describe("Requests a minute that one caller may make of one process; 0 is no limit"),
    ADMIN_EMAIL: z.email("must be an e-mail address").optional().describe("First administrator, made when there is none"),
    ADMIN_PASSWORD: z
      .string()
      .min(12, "must have at least 12 characters")
      .optional()
      .describe("Their password; without it one is made and printed once"),
    ENCRYPTION_KEY: encryptionKeys.describe("Encrypts personal secrets: 32 bytes in base64, or `id:key,id:key`"),
    REDIS_URL: url("redis:", "rediss:").describe("For a cache that several pods share; checked, not used yet"),
    UPSTASH_REDIS_REST_URL: url("http:", "https:").describe("The same over HTTP, for the edge; checked, not used yet"),
    UPSTASH_REDIS_REST_TOKEN: z.string().optional().describe("Its token"),
    SMTP_URL: url("smtp:", "smtps:").describe("For mail; checked, not used yet"),
    WEBHOOK_PRIVATE_NETWORKS: z
      .enum(["refuse", "allow"], "must be refuse or allow")
      .default("refuse")
      .describe("Whether webhooks may go to private addresses and over plain http"),
    LOG_LEVEL: z
      .enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`)
      .default("info")
      .describe("How much is logged"),
    OTEL_EXPORTER_OTLP_ENDPOINT: url("http:", "https:").describe("For traces; checked, not used yet"),
  })
  .superRefine((values, context) => {
    const needs = (wanted: keyof typeof values, because: keyof typeof values) => {
      if (values[because] !== undefined && values[wanted] === undefined)
        context.addIssue({ code: "custom", path: [wanted], message: `is needed because ${because} is set` });
    };
    needs("ENCRYPTION_KEY", "DATABASE_URL");
    needs("DATABASE_URL", "DATABASE_OWNER_URL");
    needs("DATABASE_URL", "DATABASE_READ_URL");
    needs("ADMIN_EMAIL", "ADMIN_PASSWORD");
    needs("UPSTASH_REDIS_REST_TOKEN", "UPSTASH_REDIS_REST_URL");
    needs("UPSTASH_REDIS_REST_URL", "UPSTASH_REDIS_REST_TOKEN");
    if (values.PORT !== 0 && values.PORT === values.METRICS_PORT)
      context.addIssue({ code: "custom", path: ["METRICS_PORT"], message: "must differ from PORT" });
  });

export type Settings = Readonly<z.infer<typeof Environment>>;

/** Every setting with its default and meaning, for the table in the README. */
export const SETTINGS_TABLE = Object.entries(Environment.shape).map(([name, field]) => {
  const usual = field.safeParse(undefined);
  const shown = usual.success && usual.data !== undefined ? `${Array.isArray(usual.data) ? "all" : usual.data}` : "";
  return { name, default: shown, meaning: field.description ?? "" };
});

/** Reads the environment once. Every mistake is one line; an empty value counts as none. */
export const readSettings = (environment: Readonly<Record<string, string | undefined>>): Settings => {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ""));
  const outcome = Environment.safeParse(given);
  if (outcome.success) return outcome.data;
  const lines = outcome.error.issues.map(({ path, message }) => `${String(path[0])} ${message}.`);
  throw cannotStart([...new Set(lines)].join("\n"));
};
