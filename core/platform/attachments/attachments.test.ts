import { createHash } from "node:crypto";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { aCaller, anApi, aUser, signIn } from "#core/testing/api.ts";
import { anEntry, asApplication, bookOf, databaseAs, posted } from "#core/testing/books.ts";
import { aCompany, type TestCompany } from "#core/testing/company.ts";
import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from "./attachment.ts";

const PDF = new TextEncoder().encode("%PDF-1.7\nnothing else");
const api = anApi();

/** Somebody who sends and fetches bytes. */
const aClerk = async (company: TestCompany, roles: Parameters<typeof aUser>[1] = ["accountant"]) => {
  const authorization = `Bearer ${await signIn(api, await aUser(company, roles))}`;
  const answered = async (response: Response) => ({
    status: response.status,
    body: response.headers.get("content-type")?.includes("json") ? JSON.parse(await response.text()) : undefined,
  });
  return {
    attach: async (path: string, name: string, bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
      answered(
        await api.request(`${path}/attachments?name=${encodeURIComponent(name)}`, {
          method: "POST",
          headers: { authorization, "content-type": "application/octet-stream", ...headers },
          body: bytes,
        }),
      ),
    fetch: (path: string, headers: Record<string, string> = {}) => api.request(path, { headers: { authorization, ...headers } }),
  };
};

const arranged = async () => {
  const company = await aCompany();
  const [entry] = await posted(company, anEntry(await bookOf(company)));
  const [accountant, clerk] = await Promise.all([aCaller(company, ["accountant"]), aClerk(company)]);
  return { company, accountant, clerk, entry: `/finance/entries/${entry?.id}`, entryId: entry?.id ?? "" };
};

test("a file is attached to an entry, listed, fetched as a download, and stays", async () => {
  const { accountant, clerk, company, entry } = await arranged();
  const { status, body } = await clerk.attach(entry, 'Beleg "März"; 1/2\\.pdf'.replaceAll(/[/\\]/g, "-"), PDF);
  expect(status).toBe(201);
  const sha256 = createHash("sha256").update(PDF).digest("hex");
  expect(body).toMatchObject({
    name: 'Beleg "März"; 1-2-.pdf',
    mediaType: "application/pdf",
    size: PDF.length,
    sha256,
    uploadedByName: "Test User",
  });
  expect((await accountant.get(`${entry}/attachments`)).body.items).toEqual([body]);

  const file = await clerk.fetch(`${entry}/attachments/${body.id}`);
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(PDF);
  expect(Object.fromEntries(file.headers)).toMatchObject({
    "content-type": "application/pdf",
    "content-disposition": `attachment; filename="Beleg _M_rz__ 1-2-.pdf"; filename*=UTF-8''Beleg%20%22M%C3%A4rz%22%3B%201-2-.pdf`,
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    etag: `"${sha256}"`,
  });
  expect((await clerk.fetch(`${entry}/attachments/${body.id}`, { "if-none-match": `"${sha256}"` })).status).toBe(304);
  expect(await accountant.delete(`${entry}/attachments/${body.id}`)).toMatchObject({ status: 409, body: { code: "attachment.stays" } });
  expect((await clerk.attach(entry, "again.pdf", PDF)).body.code).toBe("attachment.there");
  const audit = await accountant.get(`/platform/audit?subjectId=${entry.split("/").at(-1)}`);
  expect(audit.body.items).toMatchObject([{ action: "entry.attach", after: { sha256 } }]);
  const other = await aClerk(company, ["auditor"]);
  expect((await other.fetch(`${entry}/attachments/${body.id}`)).status).toBe(200);
  expect((await other.attach(entry, "no.pdf", PDF)).status).toBe(403);
});

test("a draft's files can be taken off; posted they are the entry's and stay; deleted they go with it", async () => {
  const { accountant, clerk, company } = await arranged();
  const book = await bookOf(company);
  const lines = [
    { accountId: book.account("1230"), debit: "1.00" },
    { accountId: book.account("4000"), credit: "1.00" },
  ];
  const draft = async () => (await accountant.post("/finance/entry-drafts", { description: "Sale", lines })).body.id as string;
  const [kept, thrown] = [await draft(), await draft()];
  const at = (id: string) => `/finance/entries/${id}`;
  const first = (await clerk.attach(at(kept), "a.pdf", PDF)).body;
  expect((await accountant.delete(`${at(kept)}/attachments/${first.id}`)).status).toBe(200);
  expect((await accountant.delete(`${at(kept)}/attachments/${first.id}`)).body.code).toBe("attachment.missing");
  const second = (await clerk.attach(at(kept), "a.pdf", PDF)).body;
  await accountant.post(`/finance/entry-drafts/${kept}/post`);
  expect((await accountant.get(`${at(kept)}/attachments`)).body.items).toMatchObject([{ id: second.id }]);
  expect((await accountant.delete(`${at(kept)}/attachments/${second.id}`)).status).toBe(409);
  await clerk.attach(at(thrown), "a.pdf", PDF);
  expect((await accountant.delete(`/finance/entry-drafts/${thrown}`)).status).toBe(200);
  const { rows } = await databaseAs("owner").query("select count(*)::int as left from shared.attachment where subject_id = $1", [thrown]);
  expect(rows).toEqual([{ left: 0 }]);
});

test.each<[string, string, Uint8Array<ArrayBuffer>, string | undefined]>([
  ["a picture by any name", "photo.exe", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), "image/png"],
  ["a page of HTML", "page.html", new TextEncoder().encode("<script>alert(1)</script>"), "text/plain"],
  ["a vector image", "x.svg", new TextEncoder().encode("<svg onload='alert(1)'/>"), "text/plain"],
  ["a table", "x.csv", new TextEncoder().encode("a;b\n1;2"), "text/csv"],
  ["a spreadsheet", "x.xlsx", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  ["an archive", "x.bin", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), "application/zip"],
  ["a program of Windows", "invoice.pdf", Uint8Array.of(0x4d, 0x5a, 0x90, 0, 3), undefined],
  ["a program of Linux", "invoice.pdf", Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1), undefined],
  ["noise", "x.txt", Uint8Array.of(0xff, 0xfe, 0x00, 0xd8), undefined],
])("%s is taken for what it is", async (_, name, bytes, mediaType) => {
  const { clerk, entry } = await arranged();
  const { status, body } = await clerk.attach(entry, name, bytes, { "content-type": "image/png" });
  expect([status, body.mediaType ?? body.code]).toEqual(mediaType ? [201, mediaType] : [422, "attachment.type"]);
});

test("too large, empty, with a path for a name, or on what is not there or not ours: refused", async () => {
  const { clerk, entry } = await arranged();
  const rival = await arranged();
  expect((await clerk.attach(entry, "big.txt", new Uint8Array(MAX_ATTACHMENT_BYTES + 1).fill(97))).status).toBe(413);
  expect((await clerk.attach(entry, "big.txt", new Uint8Array(MAX_ATTACHMENT_BYTES).fill(97))).status).toBe(201);
  expect((await clerk.attach(entry, "empty.txt", new Uint8Array())).status).toBe(422);
  for (const name of ["../x.pdf", "a\\b.pdf", "", "a\nb.pdf", "x".repeat(201)])
    expect((await clerk.attach(entry, name, PDF)).status).toBe(422);
  expect((await clerk.attach(`/finance/entries/${uuidv7()}`, "a.pdf", PDF)).body.code).toBe("entry.missing");
  expect((await rival.clerk.attach(entry, "a.pdf", PDF)).body.code).toBe("entry.missing");
  const { body } = await clerk.attach(entry, "a.pdf", PDF);
  expect((await rival.clerk.fetch(`${entry}/attachments/${body.id}`)).status).toBe(404);
  expect((await rival.clerk.fetch(`${entry}/attachments`)).status).toBe(404);
  expect((await clerk.fetch(`${rival.entry}/attachments/${body.id}`)).status).toBe(404);
});

test("a record has so many files and no more, however many come at once; the same key attaches once", async () => {
  const { company, clerk, entry, entryId } = await arranged();
  await asApplication(company, (db) =>
    sql`insert into shared.attachment (id, company_id, subject_type, subject_id, name, media_type, size, sha256, bytes, uploaded_by)
        select gen_random_uuid(), ${company.id}, 'entry', ${entryId}, 'n', 'text/plain', 4, sha256(b), b, ${company.id}
          from (select convert_to(to_char(n, 'FM0000'), 'UTF8') as b from generate_series(1, ${MAX_ATTACHMENTS - 2}) n) f`.execute(db),
  );
  const key = { "idempotency-key": uuidv7() };
  const [once, twice] = [await clerk.attach(entry, "a.pdf", PDF, key), await clerk.attach(entry, "a.pdf", PDF, key)];
  expect([once.status, twice.status, twice.body.id]).toEqual([201, 201, once.body.id]);
  const files = Array.from({ length: 6 }, (_, n) => new TextEncoder().encode(`File ${n}`));
  const statuses = await Promise.all(files.map(async (bytes, n) => (await clerk.attach(entry, `${n}.txt`, bytes)).status));
  expect(statuses.filter((status) => status === 201)).toHaveLength(1);
  expect(statuses.filter((status) => status === 409)).toHaveLength(5);
});

test("Postgres lets no file change, and none be other than its hash says", async () => {
  const { company, entryId } = await arranged();
  const insert = (size: number, hash: string) =>
    asApplication(company, (db) =>
      sql`insert into shared.attachment (id, company_id, subject_type, subject_id, name, media_type, size, sha256, bytes, uploaded_by)
          values (${uuidv7()}, ${company.id}, 'entry', ${entryId}, 'n', 'text/plain', ${size}, sha256(${hash}::bytea), 'abc'::bytea, ${company.id})`.execute(
        db,
      ),
    );
  await expect(insert(3, "abd")).rejects.toMatchObject({ constraint: "attachment_hash" });
  await expect(insert(4, "abc")).rejects.toMatchObject({ constraint: "attachment_size" });
  await insert(3, "abc");
  await expect(asApplication(company, (db) => sql`update shared.attachment set name = 'other'`.execute(db))).rejects.toMatchObject({
    code: "42501",
  });
  await expect(databaseAs("owner").query("update shared.attachment set name = 'other'")).rejects.toMatchObject({
    constraint: "append_only",
  });
  await expect(asApplication(company, (db) => sql`delete from shared.attachment`.execute(db))).rejects.toMatchObject({
    constraint: "attachment_stays",
  });
});
