import type { Merge, Statement } from "./context.ts";
import { placeOf, type Turn } from "./lock-order.ts";

export type Call = Statement & Readonly<{ call: string }>;
export const isCall = (statement: Statement): statement is Call => statement.call !== undefined;

/** A statement that only calls a function: `callStatement("sales.check_credit($1::uuid)", [id])`. What can be written in a group says its turn. */
export const callStatement = (
  call: string,
  parameters: readonly unknown[],
  shared: Readonly<{ turn?: Turn; merge?: Merge }> = {},
): Call => ({
  sql: `select ${call}`,
  call,
  parameters,
  ...shared,
});

/** For functions of one JSON array that do for each of its elements what they do for one: the arrays become one. */
export const oneList: Merge = (calls) => {
  const elements = calls.map(([list]) => String(list).slice(1, -1)).filter((text) => text !== "");
  return [[`[${elements.join(",")}]`]];
};

/** For functions of parallel arrays that do for each place what they do for one: the arrays become longer. */
export const longerLists: Merge = (calls) => [(calls[0] ?? []).map((_, at) => calls.flatMap((parameters) => parameters[at] as unknown[]))];

export type TurnedCall = Call & Readonly<{ turn: Turn }>;

/** The statements of a command that can share a transaction: all of them calls, in the order of their turns. */
export const inTurn = (statements: readonly Statement[]): TurnedCall[] | undefined => {
  const calls = statements.filter((statement): statement is TurnedCall => isCall(statement) && statement.turn !== undefined);
  const rising = calls.every(({ turn }, at) => at === 0 || placeOf(turn) > placeOf(calls[at - 1]?.turn ?? turn));
  return rising && calls.length === statements.length ? calls : undefined;
};

/** The calls of several commands, turn by turn, merged where a function can do for all what it does for one. */
export const mergeCalls = (commands: readonly (readonly TurnedCall[])[]): Call[] =>
  [...Map.groupBy(commands.flat(), ({ call }) => call).values()]
    .toSorted(([one], [other]) => (one && other ? placeOf(one.turn) - placeOf(other.turn) : 0))
    .flatMap((calls) => {
      const [first] = calls;
      const parameters = calls.map((call) => call.parameters);
      return first ? (first.merge ? first.merge(parameters) : parameters).map((merged) => ({ ...first, parameters: merged })) : [];
    });

const texts = new Map<string, string>();

/** The text depends only on which functions follow each other, so it is made once. */
const textOf = (calls: readonly Call[]): string => {
  const key = calls.map(({ call, parameters }) => `${parameters.length} ${call}`).join("\n");
  const known = texts.get(key);
  if (known !== undefined) return known;
  let before = 0;
  const columns = calls.map(({ call, parameters }, index) => {
    const column = `${call.replaceAll(/\$(\d+)/g, (_, number) => `$${Number(number) + before}`)} as c${index}`;
    before += parameters.length;
    return column;
  });
  const text = `select ${columns.join(", ")}`;
  texts.set(key, text);
  return text;
};

const joined = (calls: readonly Call[]): Statement =>
  calls.length === 1 && calls[0] ? calls[0] : { sql: textOf(calls), parameters: calls.flatMap(({ parameters }) => parameters) };

/**
 * Calls that follow each other as one statement. Postgres evaluates the columns of a result one after the other, and each function sees what those
 * before it wrote; one message instead of several is what it saves (measured: a tenth of a sale). The last call is the last column.
 */
export const joinCalls = (statements: readonly Statement[]): Statement[] => {
  const groups: Statement[][] = [];
  for (const statement of statements) {
    const group = groups.at(-1);
    if (group && isCall(statement) && group.every(isCall)) group.push(statement);
    else groups.push([statement]);
  }
  return groups.flatMap((group) => (group.every(isCall) ? joined(group) : group));
};
