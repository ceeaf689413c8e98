import { pause } from "#functions/adapters/embedded-postgres/process-state.ts";
import { type Bed, openBed } from "#scripts/bench/bed.ts";
import { verifyLedger } from "#scripts/verify-ledger.ts";
import { type Hardships, patientClient } from "./patient-client.ts";
import { liveStory, type Story } from "./trade.ts";
import { violationsOf } from "./violations.ts";

export type Kill = "program" | "everything";
export type CrashOptions = Readonly<{ clients: number; storiesEach: number; kills: readonly Kill[]; say?: (text: string) => void }>;
export type CrashRecord = Readonly<{ stories: readonly Story[]; hardships: Hardships; kills: number }>;

/** As in the test; at full size 64 clients live through five kills. */
export const FULL_SIZE: CrashOptions = {
  clients: 64,
  storiesEach: 12,
  kills: ["program", "everything", "program", "everything", "program"],
};

const STEPS_OF_A_STORY = 4;
const HOT_CUSTOMERS = 4;
const HOT_PRODUCTS = 4;

/** What a story takes of each product on average; a little less is there, so that the last ones are refused. */
const ON_HAND_FOR_A_STORY = 1.4;

/** A bed with few customers and products, so that everybody meets, and not quite enough goods. */
export const openCrashBed = ({ clients, storiesEach }: CrashOptions): Promise<Bed> =>
  openBed({
    customers: HOT_CUSTOMERS,
    products: HOT_PRODUCTS,
    onHand: `${Math.floor(clients * storiesEach * ON_HAND_FOR_A_STORY)}`,
  });

const killOnce = async (bed: Bed, kill: Kill): Promise<void> => {
  if (kill === "program") await bed.program().kill();
  else await bed.program().killWithDatabase();
  await bed.restart();
};

/** Clients trade while the program is killed again and again, at even distances of their progress; all of them finish. */
export const liveThroughCrashes = async (bed: Bed, { clients, storiesEach, kills, say }: CrashOptions): Promise<CrashRecord> => {
  const hardships: Hardships = { lostConnections: 0, stillRunning: 0, replays: 0, serverErrors: [] };
  const stories: Story[] = [];
  let [steps, finished] = [0, 0];
  const trade = async (number: number) => {
    const client = patientClient(bed.port, bed.company.key, hardships);
    for (let story = 0; story < storiesEach; story++)
      stories.push(await liveStory(client, bed.company, `client ${number} story ${story}`, () => (steps += 1)));
    client.close();
    finished += 1;
  };
  const disturb = async () => {
    const expected = clients * storiesEach * STEPS_OF_A_STORY;
    for (const [index, kill] of kills.entries()) {
      while (steps < (expected * (index + 1)) / (kills.length + 2) && finished < clients) await pause(20);
      const begun = performance.now();
      await killOnce(bed, kill);
      say?.(`killed ${kill} after ${steps} answers; ready again in ${Math.round(performance.now() - begun)} ms`);
    }
  };
  await Promise.all([disturb(), ...Array.from({ length: clients }, (_, number) => trade(number))]);
  return { stories, hardships, kills: kills.length };
};

const count = (stories: readonly Story[], of: "acknowledged" | "refused") => stories.reduce((sum, story) => sum + story[of].length, 0);

/** The whole proof at full size; says what it found and answers whether nothing was wrong. */
export const proveCrashes = async (options: CrashOptions = FULL_SIZE, say: (text: string) => void = console.log): Promise<boolean> => {
  const bed = await openCrashBed(options);
  try {
    const record = await liveThroughCrashes(bed, { ...options, say });
    const { stories, hardships, kills } = record;
    say(
      `${options.clients} clients, ${kills} kills: ${count(stories, "acknowledged")} writes acknowledged, ${count(stories, "refused")} refused, ` +
        `${hardships.lostConnections} connections lost, ${hardships.replays} answers given again, ${hardships.stillRunning} times still running.`,
    );
    const violations = await violationsOf(bed, record);
    for (const violation of violations) say(`✗ ${violation}`);
    if (violations.length === 0) say("✓ Nothing lost, nothing doubled; books, numbers, stock and allocations agree.");
    const clean = await verifyLedger(bed.database.connection("enterprise_owner"), [bed.company.companyId], say);
    return clean && violations.length === 0;
  } finally {
    await bed.close();
  }
};
