import type { Statement } from "./context.ts";

/** A statement that only calls a function: `callStatement("sales.check_credit($1::uuid)", [id])`. */
export const callStatement = (call: string, parameters: readonly unknown[]): Statement => ({ sql: `select ${call}`, call, parameters });

type Call = Statement & Readonly<{ call: string }>;
const isCall = (statement: Statement): statement is Call => statement.call !== undefined;

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
