import { done, type Fault, type Outcome, refuse } from "./fault.ts";

/** What can be wrong with amounts that somebody typed. */
export type AmountFault = Fault<"invalid"> & Readonly<{ code: AmountFaultCode }>;

export type AmountFaultCode =
  | "money.malformed"
  | "money.currency"
  | "money.decimals"
  | "money.range"
  | "pricing.quantity"
  | "pricing.price"
  | "pricing.discount"
  | "pricing.tax"
  | "exchange.rate";

export const amountFault = (code: AmountFaultCode, detail: string, pointer?: string): AmountFault => ({
  kind: "invalid",
  code,
  detail,
  ...(pointer !== undefined && { errors: [{ pointer, detail }] }),
});

const carriesFault = (error: unknown): error is { fault: AmountFault } => error instanceof RangeError && "fault" in error;

/** Arithmetic stays plain by throwing; the error carries the fault, so that `attempt` can hand it back as a refusal. */
export function throwAmountFault(code: AmountFaultCode, detail: string, pointer?: string): never {
  throw Object.assign(new RangeError(detail), { fault: amountFault(code, detail, pointer) });
}

/**
 * Runs a calculation on amounts from outside and gives its value, or the fault to refuse them with. Bugs still throw:
 * `const priced = attempt(() => calculateDocument(input)); if (!priced.ok) return priced;`
 */
export const attempt = <Value>(calculate: () => Value): Outcome<Value, AmountFault> => {
  try {
    return done(calculate());
  } catch (error) {
    if (carriesFault(error)) return refuse(error.fault);
    throw error;
  }
};
