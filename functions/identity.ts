import type { IdentityServices } from "#core/identity/ports.ts";
import { type CallerLookup, callerLookup } from "#core/identity/sessions/authenticate.ts";
import { done, refuse } from "#core/kernel/fault.ts";
import { eddsaTokens } from "./adapters/access-tokens.ts";
import { argon2Passwords } from "./adapters/passwords.ts";
import { randomSecrets } from "./adapters/secrets.ts";
import type { Authenticate } from "./middleware/context.ts";
import type { EncryptionKey } from "./settings.ts";

/** Who may call this program: the services of core with their adapters, and the callers it remembers. */
export type Identity = IdentityServices & Readonly<{ callers: CallerLookup; authenticate: Authenticate }>;

type Options = Pick<IdentityServices, "database" | "clock" | "newId" | "metrics"> & Readonly<{ encryptionKeys: readonly EncryptionKey[] }>;

const changeFirst = {
  kind: "refused",
  code: "password.must_change",
  detail: "Change your one-time password first: POST /auth/password.",
} as const;

/** Everything behind `/auth` and in front of everything else. One for each process. */
export const openIdentity = ({ encryptionKeys, database, clock, newId, metrics }: Options): Identity => {
  const services: IdentityServices = {
    ...{ database, clock, newId, metrics },
    passwords: argon2Passwords(),
    secrets: randomSecrets(encryptionKeys),
    accessTokens: eddsaTokens({ database, clock, encryptionKeys }),
  };
  const callers = callerLookup(services);
  return {
    ...services,
    callers,
    authenticate: async (credentials) => {
      const found = await callers.identify(credentials);
      if (!found.ok) return found;
      return found.value.mustChangePassword ? refuse(changeFirst) : done(found.value);
    },
  };
};
