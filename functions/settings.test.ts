import { expect, test } from "vitest";
import { readSettings, SETTINGS_TABLE } from "./settings.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");
const OTHER_KEY = Buffer.alloc(32, 8).toString("base64");

test("nothing set is a laptop with an embedded database", () => {
  expect(readSettings({})).toMatchObject({ PORT: 8000, METRICS_PORT: 9464, DATA_DIR: "./.data", LOG_LEVEL: "info" });
  expect(readSettings({}).MODULES).toEqual(["auth", "catalog", "sales", "finance", "hr", "platform"]);
  expect(readSettings({ DATABASE_URL: " ", PORT: "" }).DATABASE_URL).toBeUndefined();
});

test("every mistake is one line that names its setting", () => {
  const mistakes = {
    PORT: "eighty",
    DATABASE_URL: "mysql://x",
    MODULES: "sales,shop",
    LOG_LEVEL: "loud",
    ADMIN_PASSWORD: "long enough to pass",
  };

  expect(() => readSettings(mistakes)).toThrow(
    [
      "PORT must be a port, 0 to 65535.",
      "DATABASE_URL must be a URL that begins with postgres:// or postgresql://.",
      "MODULES must be a list of auth, catalog, sales, finance, hr, platform.",
      "LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent.",
    ].join("\n"),
  );
});

test.each([
  [{ DATABASE_URL: "postgresql://app@db/enterprise" }, "ENCRYPTION_KEY is needed because DATABASE_URL is set."],
  [{ DATABASE_OWNER_URL: "postgresql://owner@db/enterprise" }, "DATABASE_URL is needed because DATABASE_OWNER_URL is set."],
  [{ ADMIN_PASSWORD: "correct horse battery" }, "ADMIN_EMAIL is needed because ADMIN_PASSWORD is set."],
  [{ ADMIN_EMAIL: "me@example.com", ADMIN_PASSWORD: "short" }, "ADMIN_PASSWORD must have at least 12 characters."],
  [{ UPSTASH_REDIS_REST_URL: "https://cache" }, "UPSTASH_REDIS_REST_TOKEN is needed because UPSTASH_REDIS_REST_URL is set."],
  [{ PORT: "9464" }, "METRICS_PORT must differ from PORT."],
  [{ ENCRYPTION_KEY: "c2hvcnQ=" }, "ENCRYPTION_KEY must be 32 bytes in base64"],
  [{ ENCRYPTION_KEY: `a:${KEY},a:${OTHER_KEY}` }, "ENCRYPTION_KEY must be 32 bytes in base64"],
])("%o is refused", (environment, line) => {
  expect(() => readSettings(environment)).toThrow(line);
});

test("a secret never stands in the message about it", () => {
  const words: string[] = [];
  try {
    readSettings({
      ADMIN_EMAIL: "x",
      ADMIN_PASSWORD: "hunter2",
      DATABASE_URL: "http://app:hunter2@db/enterprise",
      ENCRYPTION_KEY: "hunter2",
    });
  } catch (error) {
    words.push((error as Error).message);
  }

  expect(words.join().split("\n")).toHaveLength(4);
  expect(words.join()).not.toContain("hunter2");
});

test("several encryption keys: the first encrypts, the others are known by their ids", () => {
  const keys = readSettings({ ENCRYPTION_KEY: `2027:${KEY},2026:${OTHER_KEY}` }).ENCRYPTION_KEY;

  expect(keys?.map(({ id }) => id)).toEqual(["2027", "2026"]);
  expect(readSettings({ ENCRYPTION_KEY: KEY }).ENCRYPTION_KEY).toEqual([{ id: "1", key: Buffer.alloc(32, 7) }]);
});

test("every setting is described", () => {
  expect(SETTINGS_TABLE.filter(({ meaning }) => meaning === "")).toEqual([]);
});
