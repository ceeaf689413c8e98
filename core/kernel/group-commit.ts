import { type ClosedCommand, closingStatement, takenNumbers } from "./command-closing.ts";
import type { DatabasePort, Opening, Session } from "./context.ts";
import { constraintFault, isRolledBack } from "./database-fault.ts";
import { joinCalls, mergeCalls, type TurnedCall } from "./join-calls.ts";

/** A command whose work is done but for its writes. */
export type ReadyCommand = Readonly<{ key: string | undefined; calls: readonly TurnedCall[]; closed: ClosedCommand }>;

/** Late numbers of the committed command, or that it must run in a transaction of its own. */
export type GroupAnswer = readonly string[] | "by itself";

type Waiting = Readonly<{ command: ReadyCommand; answer: (answer: GroupAnswer) => void; fail: (error: unknown) => void }>;
/** Commands of one caller. After a group was refused they go one by one for a while: where commands refuse each other, more would. */
type Lane = Readonly<{ waiting: Waiting[] }> & { running: number; oneByOne: number };

const MOST_TOGETHER = 16;
/** A group waits for the one before it, unless it is a large one itself. */
const GROUPS_AT_ONCE = 4;
const LARGE = 8;
const ONE_BY_ONE = 32;
const LEAVING_MS = 5;

const opening = ({ companyId, actorId }: Session, keys: readonly string[]): Opening => ({
  sql: "select shared.open_commands($1::uuid, $2::uuid, $3::text[])",
  parameters: [companyId, actorId, keys],
  proceed: () => true, // it refuses by failing, which ends the burst
});

/** BEGIN, the keys, what all of them write, the pipeline's rows and COMMIT leave in one burst; `left` is called when they have. */
const write = async (
  database: DatabasePort,
  session: Session,
  commands: readonly ReadyCommand[],
  left: () => void,
): Promise<readonly string[]> => {
  const keys = commands.flatMap(({ key }) => (key === undefined ? [] : [key]));
  const statements = joinCalls([...mergeCalls(commands.map(({ calls }) => calls)), closingStatement(commands.map(({ closed }) => closed))]);
  const results = await database.transaction(opening(session, keys), (open) => {
    const finished = open.finish(statements, "commit");
    left();
    return finished;
  });
  return takenNumbers(results.at(-1));
};

const answerEach = (group: readonly Waiting[], numbers: readonly string[]) => {
  let at = 0;
  for (const { command, answer } of group) {
    answer(numbers.slice(at, at + command.closed.late.length));
    at += command.closed.late.length;
  }
};

/**
 * Writes a group and answers how to tell its commands. What a group was refused for is found by trying its commands one by one. Where it is not known whether
 * Postgres committed, nothing is tried again.
 */
const commit = async (
  database: DatabasePort,
  session: Session,
  lane: Lane,
  group: readonly Waiting[],
  left: () => void = () => undefined,
): Promise<() => void> => {
  try {
    const commands = group.map(({ command }) => command);
    const numbers = await write(database, session, commands, left);
    return () => answerEach(group, numbers);
  } catch (error) {
    if (isRolledBack(error) && group.length > 1) {
      lane.oneByOne = ONE_BY_ONE;
      await Promise.all(group.map(async (one) => (await commit(database, session, lane, [one]))()));
      return () => undefined; // each was told when it was through
    }
    const byItself = isRolledBack(error) && !constraintFault(error);
    return () => {
      for (const { answer, fail } of group) byItself ? answer("by itself") : fail(error);
    };
  } finally {
    left();
  }
};

const taken = (lane: Lane): Waiting[] => {
  const group = lane.waiting.splice(0, lane.oneByOne > 0 ? 1 : MOST_TOGETHER);
  lane.oneByOne = Math.max(0, lane.oneByOne - 1);
  return group;
};

/** When all of them are through, or when that takes too long. */
const allOrTooLate = (promises: readonly Promise<void>[], milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const late = setTimeout(resolve, milliseconds);
    void Promise.all(promises).then(() => {
      clearTimeout(late);
      resolve();
    });
  });

/** Lets groups go that may; each promise is for one that is on its way. */
const leave = (database: DatabasePort, session: Session, lane: Lane, done: () => void): readonly Promise<void>[] => {
  const mayLeave = () => lane.running === 0 || lane.oneByOne > 0 || (lane.running < GROUPS_AT_ONCE && lane.waiting.length >= LARGE);
  const leaving: Promise<void>[] = [];
  while (lane.waiting.length > 0 && mayLeave()) {
    const left = Promise.withResolvers<void>();
    lane.running += 1;
    void commit(database, session, lane, taken(lane), left.resolve).then(async (tell) => {
      lane.running -= 1;
      // The next group goes before this one's answers are made: the counters it waited for are free now. One that gets no connection is not waited for.
      const next = leave(database, session, lane, done);
      if (next.length > 0) await allOrTooLate(next, LEAVING_MS);
      tell();
    });
    leaving.push(left.promise);
  }
  if (lane.running === 0 && lane.waiting.length === 0) done();
  return leaving;
};

const lanes = new WeakMap<DatabasePort, Map<string, Lane>>();

/**
 * Group commit: writes a command together with those of the same caller that became ready while the group before them was on its way. A caller alone waits
 * for nobody; under load one transaction, one turn at each counter and one flush to disk serve many. All of a group are committed or none.
 * A refused group is tried command by command, so one's refusal never becomes another's. Locks: as its commands do, function by function.
 */
export const commitInGroup = (database: DatabasePort, session: Session, command: ReadyCommand): Promise<GroupAnswer> =>
  new Promise((answer, fail) => {
    const ofDatabase = lanes.get(database) ?? new Map<string, Lane>();
    lanes.set(database, ofDatabase);
    const caller = `${session.companyId} ${session.actorId}`;
    const lane = ofDatabase.get(caller) ?? { waiting: [], running: 0, oneByOne: 0 };
    ofDatabase.set(caller, lane);
    lane.waiting.push({ command, answer, fail });
    leave(database, session, lane, () => ofDatabase.delete(caller));
  });
