import { expect, test } from "vitest";
import type { DatabasePort, OpenTransaction } from "./context.ts";
import { commitInGroup } from "./group-commit.ts";

const committing = (port: DatabasePort, name: string) =>
  commitInGroup(
    port,
    { companyId: "company", actorId: "actor" },
    { key: name, calls: [], closed: { json: JSON.stringify({ key: name }), actorKind: "user", late: [] } },
  );

/** A database that tells which keys left together, and answers when told to. */
const aDatabase = (events: string[]) => {
  const [secondLeft, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const port: DatabasePort = {
    read: () => Promise.reject(new Error("Nothing is read here.")),
    transaction: async (_opening, work) => {
      await undefined; // a connection
      const finish: OpenTransaction["finish"] = async (statements) => {
        const names = [...String(statements[0]?.parameters[0]).matchAll(/"key":"(\w+)"/g)].map(([, name]) => name);
        events.push(`${names.join(" and ")} left`);
        if (names.includes("second")) secondLeft.resolve();
        await answered.promise;
        if (names.includes("second")) throw new Error("The connection is gone.");
        return [{ rows: [{ close_commands: [] }] }];
      };
      return work({ finish } as OpenTransaction);
    },
  };
  return { port, secondLeft: secondLeft.promise, answer: answered.resolve };
};

test("the group that waits is on its way before the one before it is told, also where that one failed", async () => {
  const events: string[] = [];
  const { port, secondLeft, answer } = aDatabase(events);
  const write = (name: string) =>
    committing(port, name).then(
      () => events.push(`${name} told`),
      () => events.push(`${name} failed`),
    );
  const told = ["first", "second", "third"].map(write);
  answer();
  await secondLeft;
  await Promise.all([...told, write("fourth")]);

  expect(events).toEqual([
    ...["first left", "second and third left", "first told"],
    ...["fourth left", "second failed", "third failed", "fourth told"],
  ]);
});

test("a group is told although the next one waits for a connection", async () => {
  const [connected, left] = [Promise.withResolvers<void>(), [] as string[]];
  const port: DatabasePort = {
    read: () => Promise.reject(new Error("Nothing is read here.")),
    transaction: async (_opening, work) => {
      if (left.length > 0) await connected.promise;
      const finish: OpenTransaction["finish"] = async (statements) => {
        left.push(String(statements[0]?.parameters[0]));
        await new Promise(setImmediate);
        return [{ rows: [{ close_commands: [] }] }];
      };
      return work({ finish } as OpenTransaction);
    },
  };
  const [first, second] = [committing(port, "first"), committing(port, "second")];

  expect(await first).toEqual([]);
  expect(left).toEqual(['[{"key":"first"}]']);
  connected.resolve();
  expect(await second).toEqual([]);
});
