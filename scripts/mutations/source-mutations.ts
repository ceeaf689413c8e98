import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../tidy/source-files.ts";
import type { Edit, Mutation, Witness } from "./mutation.ts";

const COMMAND = "core/kernel/command.ts";
const QUERY = "core/kernel/query.ts";
const REFUSED: Witness = { file: "functions/contract.test.ts", named: "a member without any grant" };
const GATES: Witness = { file: "functions/gates.test.ts" };

const change = (name: string, edit: Edit, ...witnesses: (string | Witness)[]): Mutation => ({
  name: `source ${name}`,
  place: edit.file,
  edits: [edit],
  witnesses: witnesses.map((witness) => (typeof witness === "string" ? { file: witness } : witness)),
});

const GRANT_CHECK = "if (!ctx.actor.grants.has(grant))";

/** What the pipeline, the session of the database and the door of the API check for everybody. */
const pipeline: readonly Mutation[] = [
  change("the grant of a command", { file: COMMAND, from: GRANT_CHECK, to: "if (false)" }, REFUSED),
  change("the grant of a query", { file: QUERY, from: GRANT_CHECK, to: "if (false)" }, REFUSED),
  change(
    "the stored answer of an Idempotency-Key",
    { file: COMMAND, from: "ctx.request.dryRun ? undefined : ctx.request.idempotencyKey", to: "undefined" },
    "core/sales/customers/create-customer.test.ts",
    "core/finance/entries/post-entry.test.ts",
  ),
  change(
    "another request under a used Idempotency-Key",
    { file: COMMAND, from: 'row?.state === "mismatch" ? otherRequest : inProgress', to: "inProgress" },
    "core/sales/customers/create-customer.test.ts",
    "core/finance/entries/entries.test.ts",
    "functions/sales/customers.test.ts",
  ),
  change(
    "the rollback of a dry run",
    { file: COMMAND, from: 'ctx.request.dryRun ? "rollback" : "commit"', to: '"commit"' },
    "core/sales/customers/create-customer.test.ts",
    "core/finance/entries/entries.test.ts",
  ),
  change(
    "the rollback of a refused command",
    {
      file: COMMAND,
      from: 'await open.finish([], "rollback");\n      return outcome;',
      to: 'await open.finish([], "commit");\n      return outcome;',
    },
    "core/kernel/command.test.ts",
  ),
  change(
    "the retry after a deadlock",
    { file: COMMAND, from: "isRetriable(error) && attempt < MAX_ATTEMPTS", to: "false" },
    "core/kernel/command.test.ts",
  ),
  change(
    "the company of a reading session",
    { file: "functions/adapters/postgres.ts", from: "parameters: [session.companyId, session.actorId]", to: 'parameters: ["", ""]' },
    "core/sales/customers/list-customers.test.ts",
  ),
  change(
    "readings that cannot write",
    { file: "functions/adapters/postgres.ts", from: "REPEATABLE READ READ ONLY", to: "REPEATABLE READ READ WRITE" },
    "core/kernel/command.test.ts",
  ),
  change(
    "readings of one statement that cannot write",
    { file: "functions/adapters/postgres.ts", from: "'transaction_read_only', 'on'", to: "'transaction_read_only', 'off'" },
    "functions/adapters/postgres.test.ts",
  ),
  change(
    "what stops the work of a repeated request",
    { file: "functions/adapters/postgres.ts", from: "if (!opening.proceed(await opened)) throw new NotProceeding();", to: "await opened;" },
    "core/kernel/command.test.ts",
  ),
];

const TOKENS = "functions/adapters/access-tokens.ts";
const TOKEN_TESTS = ["functions/adapters/access-tokens.test.ts", "functions/auth/sessions.test.ts"];
const VERIFY = "await jwtVerify(token, key, { algorithms: [ALGORITHM], issuer: ISSUER, typ: TYPE, currentDate: now })";

/** Who somebody is, and what leaves the house. */
const doors: readonly Mutation[] = [
  change(
    "the signature of an access token",
    { file: TOKENS, from: VERIFY, to: '{ payload: JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) }' },
    ...TOKEN_TESTS,
  ),
  change("the expiry of an access token", { file: TOKENS, from: "currentDate: now", to: "currentDate: new Date(0)" }, ...TOKEN_TESTS),
  change("the kind of an access token", { file: TOKENS, from: "typ: TYPE, currentDate", to: "currentDate" }, ...TOKEN_TESTS),
  change("the issuer of an access token", { file: TOKENS, from: "issuer: ISSUER, ", to: "" }, ...TOKEN_TESTS),
  change(
    "the signature of a webhook",
    { file: "functions/adapters/webhook-sender.ts", from: "new Webhook(secret).sign(id, at, body)", to: '"v1,none"' },
    "functions/adapters/webhook-sender.test.ts",
    "core/platform/webhooks/deliveries.test.ts",
  ),
  change(
    "no webhook into the private network",
    { file: "functions/adapters/webhook-sender.ts", from: "if (privateNetworks) return addresses", to: "if (true) return addresses" },
    "functions/adapters/webhook-sender.test.ts",
  ),
];

/** Its grant is a text, or what holds one: `subject.write`. */
const GATED = /(?<![.\w])(?:command|query|singleQuery)\(\s*("[a-z_.]+"|[\w.]+)(?=,)/g;
const INLINE = /(?<![.\w])(?:\w+\.)*actor\.grants\.has\(([^)]+)\)/g;
const OPEN = "no grant at all";
const SOURCES = { cwd: ROOT, exclude: ["core/testing/**", "core/kernel/**", "**/*.test.ts"] };

/** The name of the constant whose value begins before this place. */
const nameBefore = (text: string, place: number, otherwise: string) => {
  const before = text.slice(0, place);
  return [...before.matchAll(/^(?:export )?const (\w+)/gm)].at(-1)?.[1] ?? otherwise;
};

const each = (pattern: RegExp, make: (found: RegExpExecArray, at: Readonly<{ file: string; text: string; earlier: number }>) => Mutation) =>
  globSync(["core/**/*.ts", "functions/**/*.ts"], SOURCES)
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(ROOT, file), "utf8");
      return [...text.matchAll(pattern)].map((found) =>
        make(found, { file, text, earlier: text.slice(0, found.index).split(found[0]).length - 1 }),
      );
    });

/** Each command and query that names a grant, opened to everybody alone; the kernel lets the marked one through. */
const gates = (): Mutation[] =>
  each(GATED, (found, { file, text, earlier }) => {
    const [from, said = ""] = found;
    const opened = (kernel: string): Edit => ({
      file: kernel,
      from: GRANT_CHECK,
      to: `if (grant !== "${OPEN}" && !ctx.actor.grants.has(grant))`,
    });
    const edits = [{ file, from, to: from.replace(said, `"${OPEN}"`), at: earlier }, opened(COMMAND), opened(QUERY)];
    const [name, grant] = [nameBefore(text, found.index, file), said.replaceAll('"', "")];
    const own = { file: GATES.file, test: `${name} refuses who has not ${grant}, before anything is read` };
    const beside = said === grant ? testsBeside(file) : [];
    return { name: `permission ${name} ${grant}`, place: file, edits, witnesses: [REFUSED, GATES, ...beside], own };
  });

const REPORT = "finance.report.read";
const REPORTED = /(?<![.\w])report\((?=\s*async\b)/g;
/** What `report` makes of the work, for callers who are given its grant on the way. */
const OPENED_REPORT = `((work) => ((gated) => (ctx, input) => gated({ ...ctx, actor: { ...ctx.actor,
  grants: { has: (grant) => grant === "${REPORT}" || ctx.actor.grants.has(grant) } } }, input))(report(work)))(`;

/** Each report, whose permission is that of all of them, opened to everybody alone. */
const reports = (): Mutation[] =>
  each(REPORTED, (found, { file, text, earlier }) => {
    const name = nameBefore(text, found.index, file);
    const own = { file: GATES.file, test: `${name} refuses who has not ${REPORT}, before anything is read` };
    const edits = [{ file, from: found[0], to: OPENED_REPORT, at: earlier }];
    return { name: `permission ${name} of a report`, place: file, edits, witnesses: [REFUSED, GATES], own };
  });

/** Tests of a module's permissions that stand elsewhere than beside what asks for them. */
const MODULE_TESTS: Readonly<Record<string, string>> = {
  "core/finance": "{core/finance/duties,functions/finance/side-by-side}.test.ts",
  "core/identity": "functions/platform/*.test.ts",
  "core/platform": "functions/platform/*.test.ts",
};

const testsBeside = (file: string): Witness[] => {
  const globs = [`${dirname(file)}/*.test.ts`, MODULE_TESTS[file.split("/", 2).join("/")]].filter((glob) => glob !== undefined);
  return globSync(globs, { cwd: ROOT })
    .sort()
    .map((test) => ({ file: test }));
};

/** Each grant that is asked for within a piece of work, taken as given. */
const inlineChecks = (): Mutation[] =>
  each(INLINE, (found, { file, text, earlier }) => ({
    name: `permission ${nameBefore(text, found.index, file)} within, ${(found[1] ?? "").replaceAll('"', "")}`,
    place: file,
    edits: [{ file, from: found[0], to: "Boolean(1)", at: earlier }],
    witnesses: [REFUSED, GATES, ...testsBeside(file)],
  }));

/** Checks in the sources, one mutation for each. */
export const sourceMutations = (): Mutation[] => [...pipeline, ...doors, ...gates(), ...reports(), ...inlineChecks()];
