import * as z from "zod";
import type { Db } from "#core/kernel/context.ts";
import type { PeriodModule } from "../periods/period.ts";

/** What a check that fails does to a close. */
export const CloseEffect = z.enum(["off", "warn", "refuse"]);
export type CloseEffect = z.infer<typeof CloseEffect>;
export const CloseEffects = z.strictObject({
  softClose: CloseEffect.describe("When the period is soft-closed."),
  close: CloseEffect.describe("When it is closed."),
});
export type CloseEffects = z.infer<typeof CloseEffects>;

/** Two figures that should be the same; a link is an address of this API where the figure comes from. */
export const CloseFinding = z.object({
  label: z.string().describe("Which account, currency or document it is about; empty where there is but one."),
  unit: z.string().nullable().describe("The currency of the figures; null: they count."),
  expected: z.string(),
  actual: z.string(),
  difference: z.string(),
  holds: z.boolean(),
  expectedLink: z.string().nullable(),
  actualLink: z.string().nullable(),
});
export type CloseFinding = z.infer<typeof CloseFinding>;

/** What a check is asked about: one period of one company. */
export type CloseSpan = Readonly<{ companyId: string; baseCurrency: string; from: string; to: string }>;

/**
 * Something that is looked at before a period is closed. `modules`: whose close asks for it, besides the whole's. `figures` names the two that are compared;
 * `effects` is what a company that has said nothing gets. `find` reads in the transaction of the close, while nothing is posted to the period; its cost
 * must not grow with the lines of the ledger.
 */
export type CloseCheck = Readonly<{
  code: string;
  title: string;
  figures: Readonly<{ expected: string; actual: string }>;
  modules: readonly PeriodModule[];
  effects: CloseEffects;
  find: (db: Db, span: CloseSpan) => Promise<readonly CloseFinding[]>;
}>;

const declared = new Map<string, CloseCheck>();

/** Each module declares its checks once, beside its permissions. */
export const declareCloseCheck = (check: CloseCheck): void => {
  declared.set(check.code, check);
};

export const closeCheck = (code: string): CloseCheck | undefined => declared.get(code);

/** Every check, in the order in which they were declared; those of a module alone when one is named. */
export const closeChecks = (module?: PeriodModule): readonly CloseCheck[] =>
  [...declared.values()].filter(({ modules }) => module === undefined || modules.includes(module));

export const WARNS: CloseEffects = { softClose: "warn", close: "warn" };
