import type { Fault } from "./fault.ts";

/** The fields of a Postgres error that we read, whichever driver threw it. */
type DatabaseError = { code?: unknown; constraint?: unknown; message?: unknown; detail?: unknown };

const deadlock = "40P01";
const serialisation = "40001";

export const isRetriable = (error: unknown) => {
  const code = (error as DatabaseError | null)?.code;
  return code === deadlock || code === serialisation;
};

/** A SQLSTATE, which EPIPE of a broken socket is not; nor one of a lost connection, a shutdown, a crash or an internal error. */
const refusal = /^(?!08|57P|58|XX)[0-9FHP][0-9A-Z]{4}$/;
/** Postgres refused a statement or COMMIT, so nothing of the transaction is there. After anything else that is not known. */
export const isRolledBack = (error: unknown) => {
  const code = (error as DatabaseError | null)?.code;
  return typeof code === "string" && refusal.test(code);
};

/** Text that is no value of the type it was compared with: uuid, number, date. */
const unreadableValues = new Set(["22P02", "22007", "22008", "22003"]);
export const isUnreadableValue = (error: unknown) => unreadableValues.has(String((error as DatabaseError | null)?.code));

type ConstraintFault = Fault<"conflict" | "invalid">;
type FaultOf = (message: string, detail: string) => ConstraintFault;
const faults = new Map<string, FaultOf>();

/**
 * Says which refusal a broken constraint is, so that two requests at once get the same clear answer as one after the other.
 * Triggers raise with `using constraint = '<name>'`, and may say where in the input it is in `detail`. Each module registers its own at load; an unregistered constraint is a bug and is thrown.
 */
export const onConstraint = (constraint: string, fault: ConstraintFault | FaultOf) => {
  faults.set(constraint, typeof fault === "function" ? fault : () => fault);
};

export const constraintFault = (error: unknown): ConstraintFault | undefined => {
  const { constraint, message, detail } = (error ?? {}) as DatabaseError;
  return typeof constraint === "string" ? faults.get(constraint)?.(String(message), String(detail ?? "")) : undefined;
};
