import { expect, test } from "vitest";
import type { DatabasePort, OpenTransaction } from "./context.ts";
import { commitInGroup } from "./group-commit.ts";

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
  const write = (name: string) => {
    const closed = { json: JSON.stringify({ key: name }), actorKind: "user", late: [] };
    return commitInGroup(port, { companyId: "company", actorId: "actor" }, { key: name, calls: [], closed }).then(
      () => events.push(`${name} told`),
      () => events.push(`${name} failed`),
    );
  };
  const told = ["first", "second", "third"].map(write);
  answer();
  await secondLeft;
  await Promise.all([...told, write("fourth")]);

  expect(events).toEqual([
    ...["first left", "second and third left", "first told"],
    ...["fourth left", "second failed", "third failed", "fourth told"],
  ]);
});
