import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { Passwords } from "#core/identity/ports.ts";
import { done, refuse } from "#core/kernel/fault.ts";

const derive = promisify(argon2);

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. About 30 ms of a core. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const ALGORITHM = "argon2id";
const HEADER = `$${ALGORITHM}$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}`;
const FORMAT = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Hashes on other threads; two at once leave the processor to everybody else. */
const TURNS = 2;
const LONGEST_QUEUE = 200;
const BUSY_SECONDS = 5;

const encoded = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");
const bytesOf = (password: string) => Buffer.from(password.normalize("NFKC"), "utf8");

const hash = async (password: string): Promise<string> => {
  const nonce = randomBytes(16);
  const tag = await derive(ALGORITHM, { ...COST, message: bytesOf(password), nonce });
  return `${HEADER}$${encoded(nonce)}$${encoded(tag)}`;
};

const nobodys = `${HEADER}$${encoded(Buffer.alloc(16))}$${encoded(Buffer.alloc(32))}`;

const verify: Passwords["verify"] = async (password, stored = nobodys) => {
  const [, memory, passes, parallelism, nonce = "", tag = ""] = FORMAT.exec(stored) ?? [];
  const expected = Buffer.from(tag, "base64");
  if (expected.length === 0) throw new Error("A stored password is not an Argon2id hash.");
  const derived = await derive(ALGORITHM, {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
    message: bytesOf(password),
    nonce: Buffer.from(nonce, "base64"),
  });
  if (!timingSafeEqual(derived, expected) || stored === nobodys) return "wrong";
  return stored.startsWith(`${HEADER}$`) ? "right" : "outdated";
};

const turns = (): Passwords["inTurn"] => {
  let free = TURNS;
  const waiting: (() => void)[] = [];
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  return async (work) => {
    if (free > 0) free--;
    else if (waiting.length >= LONGEST_QUEUE) {
      return refuse({
        kind: "throttled",
        code: "sign_in.busy",
        detail: "Too many people are signing in at this moment.",
        retryAfterSeconds: BUSY_SECONDS,
      });
    } else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return done(await work());
    } finally {
      leave();
    }
  };
};

/** Argon2id by Node's own crypto. */
export const argon2Passwords = (): Passwords => ({ hash, verify, inTurn: turns() });
