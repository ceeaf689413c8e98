import type { Ctx } from "#core/kernel/context.ts";
import type { Fault, Outcome } from "#core/kernel/fault.ts";

/** Slow hashes of passwords. `verify` takes as long without a hash as with one, so that no one learns who has an account. */
export type Passwords = Readonly<{
  hash: (password: string) => Promise<string>;
  verify: (password: string, hash: string | undefined) => Promise<"right" | "outdated" | "wrong">;
  /** Runs `work`, which hashes, when a turn is free: a flood of them waits here and not in the processor; a longer queue is turned away. */
  inTurn: <T>(work: () => Promise<T>) => Promise<Outcome<T, Fault<"throttled">>>;
}>;

/** Long random secrets, which need no slow hash. */
export type Secrets = Readonly<{
  random: (bytes: number) => string;
  digest: (secret: string) => string;
  /** The same answer each time for one secret, known to nobody without the server's key. */
  successor: (secret: string) => string;
}>;

/** What an access token says. `roles` changes whenever its bearer's permissions do, so that a screen can tell that it shows old ones. */
export type AccessClaims = Readonly<{ user: string; company: string; session: string; roles: string }>;

/** Signed tokens that last 15 minutes. `verify` answers undefined for anything that is not ours and alive. */
export type AccessTokens = Readonly<{
  sign: (claims: AccessClaims) => Promise<Readonly<{ token: string; expiresIn: number }>>;
  verify: (token: string) => Promise<(AccessClaims & Readonly<{ expiresAt: number }>) | undefined>;
  /** The public keys in use, as a JSON Web Key Set. */
  publicKeys: () => Promise<Readonly<{ keys: readonly Readonly<Record<string, unknown>>[] }>>;
}>;

/** A key pair as it is stored: the private half encrypted by whoever made it. */
export type StoredKey = Readonly<{
  id: string;
  publicKey: Readonly<Record<string, unknown>>;
  privateKey: string;
  createdAt: string;
  expiresAt: string;
}>;

/** What identity needs from outside. */
export type IdentityServices = Pick<Ctx, "database" | "clock" | "newId" | "metrics"> &
  Readonly<{ passwords: Passwords; secrets: Secrets; accessTokens: AccessTokens }>;

/** Where a request without a known caller comes from. */
export type Visitor = Readonly<{ requestId: string; address: string; userAgent: string | undefined }>;
