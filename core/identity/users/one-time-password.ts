import type { IdentityServices } from "#core/identity/ports.ts";
import type { Fault, Outcome } from "#core/kernel/fault.ts";
import { done } from "#core/kernel/fault.ts";

/** How long somebody may take to sign in with it for the first time. */
const VALID_DAYS = 7;
const BYTES = 15;

/** A password that nobody chose, told once and good for one week; its owner must change it when he signs in. */
export const oneTimePassword = async ({
  passwords,
  secrets,
  clock,
}: Pick<IdentityServices, "passwords" | "secrets" | "clock">): Promise<
  Outcome<{ password: string; hash: string; expiresAt: string }, Fault<"throttled">>
> => {
  const password = secrets.random(BYTES);
  const turn = await passwords.inTurn(() => passwords.hash(password));
  if (!turn.ok) return turn;
  const expiresAt = new Date(clock.now().getTime() + VALID_DAYS * 24 * 60 * 60 * 1000).toISOString();
  return done({ password, hash: turn.value, expiresAt });
};
