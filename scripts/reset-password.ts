import { parseArgs } from "node:util";
import { resetPassword } from "#core/identity/users/change-user.ts";
import { listUsers, UserList } from "#core/identity/users/list-users.ts";
import { systemContext } from "#core/platform/system.ts";
import { cannotStart } from "#functions/cannot-start.ts";
import { openFoundation } from "#functions/foundation.ts";
import { openIdentity } from "#functions/identity.ts";
import { createLogger } from "#functions/logging.ts";
import { readSettings } from "#functions/settings.ts";
import { chooseCompany } from "./choose-company.ts";
import { runCommand } from "./program.ts";

const USAGE = "npm run reset-password -- <email> [--company <id or name>]";

/** For the operator, when nobody is left who could do it in the app: a one-time password, told once and changed at the next sign-in. */
await runCommand(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { company: { type: "string" } } });
  const [email] = positionals;
  if (!email || positionals.length !== 1) throw cannotStart(USAGE);
  const foundation = await openFoundation(readSettings(process.env), { share: true, connections: 2, logger: createLogger("error") });
  try {
    const ctx = await systemContext(foundation, await chooseCompany(foundation.place, values.company));
    const found = await listUsers(ctx, UserList.parse({ q: email }));
    const user = found.ok ? found.value.items.find((one) => one.email?.toLowerCase() === email.toLowerCase()) : undefined;
    if (!user) throw cannotStart(`There is no user ${email} in this company.`);
    const reset = await resetPassword(ctx, openIdentity(foundation), user.id);
    if (!reset.ok) throw cannotStart(reset.fault.detail);
    console.log(
      `One-time password of ${user.email}: ${reset.value.oneTimePassword}\nIt is shown this once, and changed at the next sign-in.`,
    );
  } finally {
    await foundation.close();
  }
});
