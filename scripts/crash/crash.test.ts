import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Bed } from "#scripts/bench/bed.ts";
import { verifyLedger } from "#scripts/verify-ledger.ts";
import { type CrashOptions, type CrashRecord, liveThroughCrashes, openCrashBed } from "./crash.ts";
import { violationsOf } from "./violations.ts";

// Whole programs start and die here, and the machine may be busy with other tests.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const SMALL: CrashOptions = { clients: 16, storiesEach: 2, kills: ["program", "everything"] };
let bed: Bed;
let record: CrashRecord;
beforeAll(async () => {
  bed = await openCrashBed(SMALL);
  record = await liveThroughCrashes(bed, SMALL);
});
afterAll(() => bed?.close());

test("nothing acknowledged is lost or doubled when program and database are killed, and everything agrees", async () => {
  expect(record.kills).toBe(2);
  expect(record.hardships.lostConnections).toBeGreaterThan(0);
  expect(record.stories.flatMap(({ acknowledged }) => acknowledged).length).toBeGreaterThan(16 * 2 * 2);

  expect(await violationsOf(bed, record)).toEqual([]);
  const said: string[] = [];
  expect(
    await verifyLedger(bed.database.connection("enterprise_owner"), [bed.company.companyId], (text) => said.push(text)),
    said.join(),
  ).toBe(true);
});

test.each([
  ["a payment that went missing", "delete from finance.payment where company_id = $1", /pay was acknowledged and stands 0 times/],
  [
    "a missing invoice number",
    "update finance.invoice set number = 'INV-999999' where company_id = $1 and number = 'INV-000002'",
    /Invoice numbers have no gap/,
  ],
  [
    "stock that is not its moves",
    "update sales.stock_level set on_hand = on_hand + 1 where company_id = $1",
    /Stock is the sum of its moves/,
  ],
  [
    "a line changed behind the ledger's back",
    "update finance.journal_line set company_amount = company_amount + 1 where company_id = $1 and position = 1",
    /The books balance/,
  ],
  [
    "an open amount that its allocations do not explain",
    "update finance.open_item set open_minor = case open_minor when 0 then sign(amount_minor) else open_minor - sign(amount_minor) end where company_id = $1 and abs(open_minor) <> 1",
    /Open amounts are totals less allocations/,
  ],
  [
    "a document that is not open by what its lines are",
    // By two: where all is paid, by one it would agree again with what the one before did to its lines.
    "update finance.invoice set open_minor = open_minor + 2, state = 'part_paid' where company_id = $1 and open_minor + 2 < total_minor",
    /Documents are open by what their lines are/,
  ],
])("%s would be noticed", async (_, sql, message) => {
  const superuser = new pg.Client(bed.database.connection("postgres"));
  await superuser.connect();
  await superuser.query("set session_replication_role = replica");
  await superuser.query(sql, [bed.company.companyId]);
  await superuser.end();

  expect((await violationsOf(bed, record)).join("\n")).toMatch(message);
});
