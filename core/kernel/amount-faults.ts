/** What can be wrong with amounts that somebody typed, in the shape every refusal has. */
export type AmountFault = Readonly<{ kind: "invalid"; code: AmountFaultCode; detail: string }>;

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

type Attempt<Value> = Readonly<{ ok: true; value: Value }> | Readonly<{ ok: false; fault: AmountFault }>;

export const amountFault = (code: AmountFaultCode, detail: string): AmountFault => ({ kind: "invalid", code, detail });

const carriesFault = (error: unknown): error is { fault: AmountFault } => error instanceof RangeError && "fault" in error;

/** Arithmetic stays plain by throwing; the error carries the fault, so that `attempt` can hand it back as a refusal. */
export function throwAmountFault(code: AmountFaultCode, detail: string): never {
  throw Object.assign(new RangeError(detail), { fault: amountFault(code, detail) });
}

/**
 * Runs a calculation on amounts from outside and gives its value, or the fault to refuse them with. Bugs still throw:
 * `const priced = attempt(() => calculateDocument(input)); if (!priced.ok) return priced;`
 */
export const attempt = <Value>(calculate: () => Value): Attempt<Value> => {
  try {
    return { ok: true, value: calculate() };
  } catch (error) {
    if (carriesFault(error)) return { ok: false, fault: error.fault };
    throw error;
  }
};
