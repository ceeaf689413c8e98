import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import type { Db } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, invalid, missing, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import { type AttachmentBody, type AttachmentSubject, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from "./attachment.ts";
import { fileTypeOf } from "./file-type.ts";

onConstraint("attachment_once", conflict("attachment.there", "This very file is attached already."));
onConstraint("attachment_stays", (message) => conflict("attachment.stays", message));

type Place = Readonly<{ companyId: string; subject: AttachmentSubject; id: string }>;
const isOf = ({ companyId, subject, id }: Place) =>
  sql`a.company_id = ${companyId} and a.subject_type = ${subject.type} and a.subject_id = ${id}`;

const listed = async (db: Db, place: Place): Promise<AttachmentBody[]> => {
  const { rows } = await sql<AttachmentBody>`
    select a.id, a.name, a.media_type, a.size, encode(a.sha256, 'hex') as sha256, a.uploaded_by, a.uploaded_at,
           coalesce((select u.name from shared.user u where u.id = a.uploaded_by), '') as uploaded_by_name
      from shared.attachment a where ${isOf(place)} order by a.id limit ${MAX_ATTACHMENTS}`.execute(db);
  return rows;
};

type NewFile = Readonly<{ id: string; name: string; bytes: Uint8Array }>;
type OneFile = Readonly<{ id: string; attachmentId: string }>;

/** Attaches a file: its kind is found out from its bytes, which Postgres hashes. The same file is attached once. */
const adding = (subject: AttachmentSubject) =>
  command(subject.write, async (tx, { id, name, bytes }: NewFile) => {
    if (bytes.length === 0) return refuse(invalid("attachment.empty", "The file is empty."));
    if (bytes.length > MAX_ATTACHMENT_BYTES)
      return refuse(invalid("attachment.size", `A file has at most ${MAX_ATTACHMENT_BYTES / 1024 / 1024} MB.`));
    const mediaType = fileTypeOf(bytes, name);
    if (mediaType === undefined)
      return refuse(invalid("attachment.type", "Attach a PDF, an image, an office document, an archive or a text; programs are not kept."));
    const place = { companyId: tx.actor.companyId, subject, id };
    if (!(await subject.exists(tx.db, place.companyId, id))) return refuse(missing(subject.noun, id));
    // One file at a time for each record, so that their number is what it says.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`attachment${id}`}, 5))`.execute(tx.db);
    if ((await listed(tx.db, place)).length >= MAX_ATTACHMENTS)
      return refuse(conflict("attachment.full", `There are ${MAX_ATTACHMENTS} files already.`));
    const attachmentId = tx.newId();
    await sql`
      insert into shared.attachment (id, company_id, subject_type, subject_id, name, media_type, size, sha256, bytes, uploaded_by)
      select ${attachmentId}, ${place.companyId}, ${subject.type}, ${id}, ${name}, ${mediaType}, octet_length(f.bytes), sha256(f.bytes), f.bytes, ${tx.actor.id}
        from (select ${bytes}::bytea as bytes) f`.execute(tx.db);
    const body = (await listed(tx.db, place)).find((one) => one.id === attachmentId);
    if (!body) throw new Error("A file that was just attached is not there.");
    tx.audit({ action: `${subject.type}.attach`, subjectType: subject.type, subjectId: id, after: body });
    tx.event({ type: `${subject.type}.attached`, subject: id, data: body });
    return done<AttachmentBody>(body);
  });

/** Takes a file off a record that is not posted; what it was stays in the audit. */
const removing = (subject: AttachmentSubject) =>
  command(subject.write, async (tx, { id, attachmentId }: OneFile) => {
    const place = { companyId: tx.actor.companyId, subject, id };
    const before = (await listed(tx.db, place)).find((one) => one.id === attachmentId);
    if (!before) return refuse(missing("attachment", attachmentId));
    await sql`delete from shared.attachment a where ${isOf(place)} and a.id = ${attachmentId}`.execute(tx.db);
    tx.audit({ action: `${subject.type}.detach`, subjectType: subject.type, subjectId: id, before });
    tx.event({ type: `${subject.type}.detached`, subject: id, data: before });
    return done({ id: attachmentId });
  });

const listing = (subject: AttachmentSubject) =>
  query(subject.read, async ({ db, actor }, { id }: Readonly<{ id: string }>) => {
    if (!(await subject.exists(db, actor.companyId, id))) return refuse(missing(subject.noun, id));
    return done({ items: await listed(db, { companyId: actor.companyId, subject, id }) });
  });

type Content = Readonly<{ name: string; mediaType: string; bytes: Uint8Array; hash: string }>;
const reading = (subject: AttachmentSubject) =>
  query(subject.read, async ({ db, actor }, { id, attachmentId }: OneFile) => {
    const { rows } = await sql<Content>`
      select a.name, a.media_type, a.bytes, encode(a.sha256, 'hex') as hash
        from shared.attachment a where ${isOf({ companyId: actor.companyId, subject, id })} and a.id = ${attachmentId}`.execute(db);
    return rows[0] ? done(rows[0]) : refuse(missing("attachment", attachmentId));
  });

/** The files of one kind of record: what can be done with them, by the grants of that kind. */
export const attachmentsOf = (subject: AttachmentSubject) => ({
  subject,
  add: adding(subject),
  remove: removing(subject),
  list: listing(subject),
  read: reading(subject),
});
export type Attachments = ReturnType<typeof attachmentsOf>;
