import { sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import { command } from "#core/kernel/command.ts";
import type { Db, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, type Fault, type InputError, invalid, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { TaxBoxBody, TaxBoxInput, TaxBoxPatch, TaxBoxQuery, TaxBoxTerm } from "./tax-box.ts";

onConstraint("tax_box_once", conflict("tax_box.taken", "This return has a box of this name already."));
onConstraint("term_once", invalid("tax_box.term_twice", "A term stands here twice.", "/terms"));
onConstraint("tax_box_term_company_id_of_box_id_fkey", conflict("tax_box.in_use", "Another box adds this one."));

type BoxChange = Readonly<{ id: string; expectedVersion?: number | undefined }>;

/** The boxes over `finance.tax_box b`, each with its terms. */
const boxColumns = sql`
  b.id, b.return_code, b.box, b.name, b.position, b.version,
  (select coalesce(jsonb_agg(jsonb_build_object('taxCodeId', t.tax_code_id, 'part', t.part, 'amount', t.amount, 'boxId', t.of_box_id, 'negative', t.sign < 0) order by t.id), '[]')
     from finance.tax_box_term t where t.company_id = b.company_id and t.box_id = b.id) as terms`;

const findBox = async (db: Db, companyId: string, id: string): Promise<TaxBoxBody | undefined> => {
  const { rows } =
    await sql<TaxBoxBody>`select ${boxColumns} from finance.tax_box b where b.company_id = ${companyId} and b.id = ${id}`.execute(db);
  return rows[0];
};

/** Every box of a return, or of all of them: there are few. In order of return and position. */
export const boxesOf = async (db: Db, companyId: string, returnCode?: string): Promise<TaxBoxBody[]> => {
  const ofReturn = returnCode === undefined ? sql`` : sql`and b.return_code = ${returnCode}`;
  const { rows } = await sql<TaxBoxBody>`
    select ${boxColumns} from finance.tax_box b where b.company_id = ${companyId} ${ofReturn} order by b.return_code, b.position, b.box`.execute(
    db,
  );
  return rows;
};

export const listTaxBoxes = query("finance.tax.read", async ({ db, actor }, filter: TaxBoxQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 2);
  if (cursor && !cursor.ok) return cursor;
  const [returnCode, box] = cursor?.value ?? [];
  const conditions = [
    sql`b.company_id = ${actor.companyId}`,
    ...(filter.returnCode ? [sql`b.return_code = ${filter.returnCode}`] : []),
    ...(cursor ? [sql`(b.return_code, b.box) > (${returnCode ?? ""}, ${box ?? ""})`] : []),
  ];
  const { rows } = await sql<TaxBoxBody>`
    select ${boxColumns} from finance.tax_box b where ${sql.join(conditions, sql` and `)} order by b.return_code, b.box limit ${rowsOfPage(filter.limit)}`.execute(
    db,
  );
  return done(
    pageOf(
      rows,
      filter.limit,
      (row) => [row.returnCode, row.box],
      (row): TaxBoxBody => row,
    ),
  );
});

export const getTaxBox = query("finance.tax.read", async ({ db, actor }, { id }: { id: string }) => {
  const box = await findBox(db, actor.companyId, id);
  return box ? done(box) : refuse(missing("tax_box", id));
});

/** Every tax is there, every box is of the same return, and none adds itself by way of others. Read under the lock of the company's boxes. */
const checkTerms = async (
  tx: TxCtx,
  box: Readonly<{ id: string; returnCode: string }>,
  terms: readonly TaxBoxTerm[],
): Promise<Outcome<true, Fault<"invalid">>> => {
  const companyId = tx.actor.companyId;
  await sql`select pg_advisory_xact_lock(hashtextextended('tax boxes' || ${companyId}::text, 4))`.execute(tx.db);
  const [boxes, taxes] = await Promise.all([
    boxesOf(tx.db, companyId, box.returnCode),
    tx.db
      .selectFrom("finance.taxCode")
      .select("id")
      .where("companyId", "=", companyId)
      .where("id", "in", [...terms.flatMap(({ taxCodeId }) => taxCodeId ?? []), companyId])
      .execute(),
  ]);
  const added = (id: string): string[] => boxes.find((one) => one.id === id)?.terms.flatMap(({ boxId }) => boxId ?? []) ?? [];
  const reaches = (id: string, seen: ReadonlySet<string>): boolean =>
    id === box.id || (!seen.has(id) && added(id).some((next) => reaches(next, new Set([...seen, id]))));
  const errors = terms.flatMap(({ taxCodeId, boxId }, index): InputError[] => {
    if (taxCodeId !== undefined)
      return taxes.some(({ id }) => id === taxCodeId)
        ? []
        : [{ pointer: `/terms/${index}/taxCodeId`, detail: `There is no tax ${taxCodeId}.` }];
    const pointer = `/terms/${index}/boxId`;
    if (!boxes.some(({ id }) => id === boxId)) return [{ pointer, detail: "This return has no such box." }];
    return reaches(boxId ?? "", new Set()) ? [{ pointer, detail: "A box cannot add itself, not by way of others either." }] : [];
  });
  return errors.length > 0
    ? refuse({ kind: "invalid", code: "tax_box.terms", detail: "Not every term can be added.", errors } as const)
    : done(true);
};

const insertTerms = async (tx: TxCtx, boxId: string, terms: readonly TaxBoxTerm[]) => {
  if (terms.length === 0) return;
  await tx.db
    .insertInto("finance.taxBoxTerm")
    .values(
      terms.map(({ taxCodeId = null, part = null, amount = null, boxId: ofBoxId = null, negative }) => ({
        ...{ id: tx.newId(), companyId: tx.actor.companyId, boxId, sign: negative ? -1 : 1 },
        ...{ taxCodeId, part, amount, ofBoxId },
      })),
    )
    .execute();
};

const written = async (tx: TxCtx, id: string, verb: "create" | "update", before: TaxBoxBody | null) => {
  const after = await findBox(tx.db, tx.actor.companyId, id);
  if (!after) return refuse(missing("tax_box", id));
  tx.audit({ action: `tax_box.${verb}`, subjectType: "tax_box", subjectId: id, before, after });
  tx.event({ type: `tax_box.${verb}d`, subject: id, data: after });
  return done(after);
};

/** Adds a box to a return, which is there once it has one. */
export const createTaxBox = command("finance.tax.write", async (tx, { terms, ...input }: TaxBoxInput) => {
  const id = tx.newId();
  const checked = await checkTerms(tx, { id, returnCode: input.returnCode }, terms);
  if (!checked.ok) return checked;
  await tx.db
    .insertInto("finance.taxBox")
    .values({ ...input, id, companyId: tx.actor.companyId })
    .execute();
  await insertTerms(tx, id, terms);
  return written(tx, id, "create", null);
});

const lockBox = async (tx: TxCtx, { id, expectedVersion }: BoxChange) => {
  await sql`select from finance.tax_box where company_id = ${tx.actor.companyId} and id = ${id} for no key update`.execute(tx.db);
  const box = await findBox(tx.db, tx.actor.companyId, id);
  if (!box) return refuse(missing("tax_box", id));
  return expectedVersion !== undefined && expectedVersion !== box.version ? refuse(stale("tax_box", box.version)) : done(box);
};

const removeTerms = (tx: TxCtx, boxId: string) =>
  tx.db.deleteFrom("finance.taxBoxTerm").where("companyId", "=", tx.actor.companyId).where("boxId", "=", boxId).execute();

/** Changes the name, place or terms of a box. Reports of past periods are added up anew: results stay, boxes say how they are shown. */
export const updateTaxBox = command(
  "finance.tax.write",
  async (tx, { changes, ...change }: BoxChange & Readonly<{ changes: TaxBoxPatch }>) => {
    const locked = await lockBox(tx, change);
    if (!locked.ok) return locked;
    const { terms, name = locked.value.name, position = locked.value.position } = changes;
    if (terms) {
      const checked = await checkTerms(tx, locked.value, terms);
      if (!checked.ok) return checked;
      await removeTerms(tx, change.id);
      await insertTerms(tx, change.id, terms);
    }
    await tx.db
      .updateTable("finance.taxBox")
      .set({ name, position, version: locked.value.version + 1 })
      .where("companyId", "=", tx.actor.companyId)
      .where("id", "=", change.id)
      .execute();
    return written(tx, change.id, "update", locked.value);
  },
);

/** Takes a box away. Refuses one that another box adds. */
export const removeTaxBox = command("finance.tax.write", async (tx, change: BoxChange) => {
  const locked = await lockBox(tx, change);
  if (!locked.ok) return locked;
  await removeTerms(tx, change.id);
  await tx.db.deleteFrom("finance.taxBox").where("companyId", "=", tx.actor.companyId).where("id", "=", change.id).execute();
  tx.audit({ action: "tax_box.remove", subjectType: "tax_box", subjectId: change.id, before: locked.value });
  tx.event({ type: "tax_box.removed", subject: change.id, data: locked.value });
  return done(locked.value);
});
