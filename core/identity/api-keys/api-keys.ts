import { rowsOfPage } from "#core/database/keyset.ts";
import type { IdentityServices } from "#core/identity/ports.ts";
import { mayGrant } from "#core/identity/roles/granting.ts";
import { command } from "#core/kernel/command.ts";
import type { Ctx, Db } from "#core/kernel/context.ts";
import { done, invalid, missing, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, type PageQuery, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { ApiKeyBody, NewApiKey } from "./api-key.ts";

const KEY_BYTES = 32;
const PREFIX_LENGTH = 9;
const past = invalid("api_key.expiry", "This is over already.", "/expiresAt");

const keys = (db: Db, companyId: string) =>
  db
    .selectFrom("shared.apiKey")
    .select(["id", "name", "prefix", "scopes", "createdBy", "createdAt", "expiresAt", "lastUsedAt", "revokedAt"])
    .where("companyId", "=", companyId);

/** Newest first, revoked ones too. */
export const listApiKeys = query("platform.api_key.read", async ({ db, actor }, { limit, after, q }: PageQuery) => {
  let list = keys(db, actor.companyId);
  if (q) list = list.where((eb) => eb(eb.fn<number>("strpos", [eb.fn("lower", ["name"]), eb.val(q.toLowerCase())]), ">", 0));
  if (after !== undefined) {
    const cursor = decodeCursor(after, 1);
    if (!cursor.ok) return cursor;
    list = list.where((eb) => eb(eb.cast<string>("id", "text"), "<", cursor.value[0] ?? ""));
  }
  const rows = await list
    .orderBy((eb) => eb.cast("id", "text"), "desc")
    .limit(rowsOfPage(limit))
    .execute();
  return done(
    pageOf(
      rows,
      limit,
      (row) => [row.id],
      (row): ApiKeyBody => row,
    ),
  );
});

export const getApiKey = query("platform.api_key.read", async ({ db, actor }, id: string) => {
  const key = await keys(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  return key ? done(key satisfies ApiKeyBody) : refuse(missing("api key", id));
});

type Keeping = Readonly<{ input: NewApiKey; hash: string; prefix: string }>;

/** Keeps what is known of a key: never the key itself. */
export const keepApiKey = command("platform.api_key.write", async (tx, { input, hash, prefix }: Keeping) => {
  const fault = mayGrant(tx.actor, input.scopes, "/scopes");
  if (fault) return refuse(fault);
  const now = tx.clock.now();
  if (input.expiresAt !== undefined && Date.parse(input.expiresAt) <= now.getTime()) return refuse(past);
  const id = tx.newId();
  const { companyId } = tx.actor;
  await tx.db
    .insertInto("shared.apiKey")
    .values({
      ...{ id, companyId, hash, prefix, name: input.name, scopes: [...input.scopes] },
      ...{ createdBy: tx.actor.id, createdAt: now.toISOString(), expiresAt: input.expiresAt ?? null },
    })
    .execute();
  const body: ApiKeyBody = await keys(tx.db, companyId).where("id", "=", id).executeTakeFirstOrThrow();
  tx.audit({ action: "api_key.created", subjectType: "api_key", subjectId: body.id, after: body });
  tx.event({ type: "api_key.created", subject: body.id, data: { name: body.name, scopes: body.scopes } });
  return done(body);
});

/** A key for a program, in this company, with some of its maker's grants. Only its hash is kept. */
export const createApiKey = async (ctx: Ctx, { secrets }: Pick<IdentityServices, "secrets">, input: NewApiKey) => {
  const key = `ek_${secrets.random(KEY_BYTES)}`;
  const kept = await keepApiKey(ctx, { input, hash: secrets.digest(key), prefix: key.slice(0, PREFIX_LENGTH) });
  return kept.ok ? done({ ...kept.value, key }) : kept;
};

/** A key revoked twice is revoked once. */
export const revokeApiKey = command("platform.api_key.write", async (tx, id: string) => {
  const { db, actor } = tx;
  const key = await keys(db, actor.companyId).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!key) return refuse(missing("api key", id));
  if (key.revokedAt !== null) return done(key satisfies ApiKeyBody);
  await db
    .updateTable("shared.apiKey")
    .set({ revokedAt: tx.clock.now().toISOString() })
    .where("companyId", "=", actor.companyId)
    .where("id", "=", id)
    .execute();
  const revoked: ApiKeyBody = await keys(db, actor.companyId).where("id", "=", id).executeTakeFirstOrThrow();
  tx.audit({ action: "api_key.revoked", subjectType: "api_key", subjectId: id, before: key, after: revoked });
  tx.event({ type: "api_key.revoked", subject: id, data: { name: key.name } });
  return done(revoked);
});
