import pg from "pg";
import { serialize } from "pg-protocol";
import type { Statement } from "#core/kernel/context.ts";
import { parserOf } from "./postgres-types.ts";
import { type RowMaker, rowMaker } from "./row-maker.ts";

/** What a statement answered. Its rows belong to whoever asked. */
export type Answer = Readonly<{ rows: Record<string, unknown>[]; rowCount: number; command: string }>;
/** How a column of an answer is called in JavaScript. */
export type Naming = (column: string) => string;

type Field = Readonly<{ name: string; dataTypeID: number; format: "text" | "binary" }>;
type Makers = Readonly<{ own: RowMaker; renamed: RowMaker }>;
/**
 * A statement as one connection knows it. `sent`: its Parse is on the way; `known`: it ran; `doubtful`: a burst failed around its Parse. Columns
 * that were described once need not be again: when a table has changed under a plan Postgres refuses, it never answers other columns.
 */
type Prepared = { state: "new" | "sent" | "known" | "doubtful"; makers: Makers | undefined };

type Part = Readonly<{
  statement: Statement;
  name: string;
  prepared: Prepared;
  /** Whether its columns are called by their names in JavaScript or by those in Postgres. */
  renamed: boolean;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}>;

const MAX_NAMED_STATEMENTS = 500; // a connection keeps the plan of each; filters combine without end, so beyond this they go unnamed
const names = new Map<string, string>();

/** Prepared statements are named by their SQL: parsed and planned once per connection (measured: 1.2-1.35 times the throughput). */
const nameOf = (sql: string): string => {
  let name = names.get(sql);
  if (name === undefined && names.size < MAX_NAMED_STATEMENTS) {
    name = `es${names.size}`;
    names.set(sql, name);
  }
  return name ?? "";
};

const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => unknown } }).utils;

/** Parse where this connection has not, Bind, Describe where the columns are unknown, Execute. */
const messagesOf = ({ statement, name, prepared }: Part): Buffer[] => {
  const messages: Buffer[] = [];
  if (prepared.state === "doubtful") messages.push(serialize.close({ type: "S", name }));
  if (prepared.state === "new" || prepared.state === "doubtful") {
    messages.push(serialize.parse({ name, text: statement.sql }));
    prepared.state = "sent";
  }
  messages.push(serialize.bind({ statement: name, values: statement.parameters as unknown[], valueMapper: prepareValue }));
  if (prepared.makers === undefined) messages.push(serialize.describe({ type: "P" }));
  messages.push(serialize.execute());
  return messages;
};

const makers = new WeakMap<Naming, Map<string, Makers>>();
const NO_COLUMNS: Makers = { own: () => ({}), renamed: () => ({}) };

/** Who makes rows of these columns, the same for every connection and statement. */
const makersOf = (fields: readonly Field[], naming: Naming): Makers => {
  const key = fields.map(({ name, dataTypeID, format }) => `${name} ${dataTypeID} ${format}`).join("\n");
  const ofNaming = makers.get(naming) ?? new Map<string, Makers>();
  makers.set(naming, ofNaming);
  const known = ofNaming.get(key);
  if (known) return known;
  const named = (nameOf: Naming) =>
    rowMaker(
      fields.map(({ name, dataTypeID, format }) => ({
        name: nameOf(name),
        parse: parserOf(dataTypeID, format) as (text: string) => unknown,
      })),
    );
  const made = { own: named((name) => name), renamed: named(naming) };
  ofNaming.set(key, made);
  return made;
};

/** `INSERT 0 3`, `SELECT 50`, `COMMIT`. */
const completed = (tag: string) => ({ command: tag.slice(0, `${tag} `.indexOf(" ")), rowCount: Number(/\d+$/.exec(tag)?.[0] ?? 0) });

/** pg lets nothing but its own queries into a pipelined connection; these are the methods that it calls. */
const Query = pg.Query as unknown as new (text: string, callback: () => void) => object;

/** Several statements behind one Sync. After a failure Postgres skips the rest, so the rest fails with it. */
class Burst extends Query {
  readonly #parts: readonly Part[];
  readonly #naming: Naming;
  #at = 0;
  #rows: Record<string, unknown>[] = [];
  #unreadable: unknown;

  /** What it says, for whoever looks at the plans of what is sent. */
  get statements(): readonly Statement[] {
    return this.#parts.map(({ statement }) => statement);
  }

  constructor(parts: readonly Part[], naming: Naming) {
    super("", () => undefined);
    this.#parts = parts;
    this.#naming = naming;
  }

  submit({ stream }: { stream: { write: (bytes: Buffer) => unknown } }): null {
    stream.write(Buffer.concat([...this.#parts.flatMap(messagesOf), serialize.sync()]));
    return null;
  }

  handleRowDescription({ fields }: { fields: readonly Field[] }): void {
    (this.#parts[this.#at] as Part).prepared.makers = makersOf(fields, this.#naming);
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const { prepared, renamed } = this.#parts[this.#at] as Part;
    try {
      const { own, renamed: called } = prepared.makers ?? NO_COLUMNS;
      this.#rows.push((renamed ? called : own)(fields));
    } catch (error) {
      this.#unreadable ??= error;
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const { prepared, resolve, reject } = this.#parts[this.#at] as Part;
    const [rows, unreadable] = [this.#rows, this.#unreadable];
    prepared.state = "known";
    prepared.makers ??= NO_COLUMNS;
    this.#at += 1;
    this.#rows = [];
    this.#unreadable = undefined;
    if (unreadable === undefined) resolve({ rows, ...completed(text) });
    else reject(unreadable);
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: "" });
  }

  handleError(error: unknown): void {
    for (const { prepared, reject } of this.#parts.slice(this.#at)) {
      if (prepared.state === "sent") prepared.state = "doubtful";
      reject(error);
    }
    this.#at = this.#parts.length;
  }

  handleReadyForQuery(): void {
    // Each statement was answered when it completed.
  }
}

/** What goes to one connection. Statements queued until the code that is running now has said all it has to say leave as one burst. */
export type Line = Readonly<{
  send: (statement: Statement, options?: { renamed?: boolean }) => Promise<Answer>;
  /** Whether what is sent next begins a burst. */
  isEmpty: () => boolean;
  /** What is queued leaves now. */
  flush: () => void;
}>;

export const lineTo = (client: pg.ClientBase, naming: Naming): Line => {
  const known = new Map<string, Prepared>();
  let queued: Part[] = [];
  const leave = () => {
    if (queued.length === 0) return;
    const parts = queued;
    queued = [];
    client.query(new Burst(parts, naming) as unknown as pg.Submittable);
  };
  const preparedOf = (name: string): Prepared => {
    const prepared = known.get(name) ?? { state: "new", makers: undefined };
    if (name !== "") known.set(name, prepared);
    return prepared;
  };
  return {
    send: (statement, { renamed = false } = {}) =>
      new Promise((resolve, reject) => {
        const name = nameOf(statement.sql);
        if (queued.length === 0) process.nextTick(leave);
        queued.push({ statement, name, prepared: preparedOf(name), renamed, resolve, reject });
      }),
    isEmpty: () => queued.length === 0,
    flush: leave,
  };
};
