import pg from "pg";
import { pause } from "#functions/adapters/embedded-postgres/process-state.ts";
import type { Bed } from "#scripts/bench/bed.ts";
import { connectHttp } from "#scripts/bench/http-client.ts";
import type { CrashRecord } from "./crash.ts";
import { INVARIANTS } from "./invariants.ts";
import type { Acknowledged, Step, Story } from "./trade.ts";

/** How often something a client was told about stands in the database: once is right. */
const TIMES_WRITTEN: Readonly<Record<Step, string>> = {
  order: "select count(*) as times from sales.sales_order where company_id = $1 and id = $2 and number = $3 and customer_reference = $4",
  confirm:
    "select count(*) as times from shared.audit where company_id = $1 and action = 'order.confirmed' and subject_id = $2 and $3 <> '' and $4 <> ''",
  deliver:
    "select count(*) as times from sales.delivery d where d.company_id = $1 and d.order_id = $2 and $3 <> '' and $4 <> '' and d.kind = 'delivery'",
  invoice:
    "select count(*) as times from finance.invoice i join sales.sales_order o on o.company_id = i.company_id and o.id = i.source_id where i.company_id = $1 and o.id = $2 and o.number = $3 and o.customer_reference = $4",
  pay: "select count(*) as times from finance.payment where company_id = $1 and id = $2 and number = $3 and reference = $4",
};

const writtenOnce = async (client: pg.Client, companyId: string, story: Story): Promise<string[]> => {
  const violations: string[] = [];
  for (const { step, body } of story.acknowledged) {
    const { id, number } = JSON.parse(body) as { id: string; number: string };
    const { rows } = await client.query<{ times: string }>(TIMES_WRITTEN[step], [companyId, id, number, story.reference]);
    if (rows[0]?.times !== "1") violations.push(`${story.reference}: ${step} was acknowledged and stands ${rows[0]?.times} times.`);
  }
  return violations;
};

/** Whatever was refused or never answered left nothing behind: no order, invoice or payment beyond the acknowledged ones. */
const nothingElse = async (client: pg.Client, companyId: string, stories: readonly Story[]): Promise<string[]> => {
  const acknowledged = (step: Step) => stories.filter((story) => story.acknowledged.some((one) => one.step === step)).length;
  const inOneCall = stories.filter((story) =>
    story.acknowledged.some((one) => one.step === "order" && JSON.parse(one.body).invoice),
  ).length;
  const expected = { "sales.sales_order": acknowledged("order"), "finance.payment": acknowledged("pay") };
  const violations: string[] = [];
  for (const [table, wanted] of Object.entries({ ...expected, "finance.invoice": acknowledged("invoice") + inOneCall })) {
    const { rows } = await client.query<{ times: string }>(`select count(*) as times from ${table} where company_id = $1`, [companyId]);
    if (rows[0]?.times !== `${wanted}`) violations.push(`${table} has ${rows[0]?.times} rows, and ${wanted} were acknowledged.`);
  }
  return violations;
};

const SAMPLE = 50;

/** A request sent once more, long after: the first answer comes again, and nothing happens. */
const answeredAgain = async (bed: Bed, acknowledged: readonly Acknowledged[]): Promise<string[]> => {
  const client = await connectHttp(bed.port, `Bearer ${bed.company.key}`);
  const violations: string[] = [];
  const every = Math.max(1, Math.floor(acknowledged.length / SAMPLE));
  for (const { path, key, request, status, body } of acknowledged.filter((_, index) => index % every === 0)) {
    const again = await client.send("POST", path, JSON.stringify(request), `idempotency-key: ${key}\r\n`);
    const same = again.status === status && JSON.stringify(sorted(JSON.parse(again.body))) === JSON.stringify(sorted(JSON.parse(body)));
    if (!same)
      violations.push(`${path} with key ${key} answered ${again.status} ${again.body.slice(0, 200)} instead of ${body.slice(0, 200)}.`);
  }
  client.close();
  return violations;
};

/** jsonb does not keep the order of fields. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, field]) => [name, sorted(field)] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
};

const brokenInvariants = async (client: pg.Client, companyId: string): Promise<string[]> => {
  const violations: string[] = [];
  for (const [name, sql] of Object.entries(INVARIANTS)) {
    const { rows } = await client.query<Record<string, unknown>>(sql, [companyId]);
    for (const row of rows.slice(0, 5)) violations.push(`${name}: ${JSON.stringify(row)}`);
  }
  return violations;
};

const UNSEALED = "select count(*) as left from finance.unsealed_entry where company_id = $1";
const SEALING_MS = 60_000;

const sealedInTime = async (client: pg.Client, companyId: string): Promise<string[]> => {
  const deadline = Date.now() + SEALING_MS;
  for (;;) {
    const { rows } = await client.query<{ left: string }>(UNSEALED, [companyId]);
    if (rows[0]?.left === "0") return [];
    if (Date.now() > deadline) return [`${rows[0]?.left} entries were not sealed within ${SEALING_MS / 1000} s.`];
    await pause(200);
  }
};

/** Everything that is not as it must be after the crashes; empty when all is well. */
export const violationsOf = async (bed: Bed, { stories, hardships }: CrashRecord): Promise<string[]> => {
  const { companyId } = bed.company;
  const client = new pg.Client(bed.database.connection("postgres"));
  await client.connect();
  try {
    const found: string[] = [...hardships.serverErrors];
    for (const story of stories) found.push(...(await writtenOnce(client, companyId, story)));
    const repeated = await answeredAgain(
      bed,
      stories.flatMap(({ acknowledged }) => acknowledged),
    );
    found.push(...repeated, ...(await nothingElse(client, companyId, stories)));
    found.push(...(await brokenInvariants(client, companyId)), ...(await sealedInTime(client, companyId)));
    return found;
  } finally {
    await client.end();
  }
};
