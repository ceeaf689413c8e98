import type { TxCtx } from "#core/kernel/context.ts";
import { conflict, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { UndoInput } from "./confirmation.ts";

/** Takes back a payment that a confirmation recorded, with what it settled. */
export const takeBackPayment = async (_tx: TxCtx, _paymentId: string, _input: UndoInput): Promise<Outcome<undefined>> =>
  refuse(conflict("bank_confirmation.payment", "A payment that is recorded is not taken back yet."));
