import type { Body } from "../../../api/types.ts";
import type { Choice } from "../../../ui/Lookup.tsx";
import type { Rule } from "./queries.ts";

type Conditions = Body<"/finance/bank-rules">["conditions"];
export type ConditionField = "text" | "name" | "reference" | "code" | "account" | "party";
export type ConditionTest = "contains" | "equals" | "startsWith";

/** What a line must say, as the form asks for it. */
export interface Condition {
  readonly field: ConditionField;
  readonly test: ConditionTest;
  /** A text, or the number of the other side. */
  readonly value: string;
  /** Of a number that the rule has already. */
  readonly hint: string | null;
  readonly party: Choice | null;
  readonly direction: "in" | "out" | null;
  readonly least: string;
  readonly most: string;
  /** Conditions that the form has no fields for: they stay. */
  readonly further: Rule["conditions"]["all"];
}
export const noCondition: Condition = {
  ...{ field: "text", test: "contains", value: "", hint: null, party: null },
  ...{ direction: "out", least: "", most: "", further: [] },
};

const saysOf = ({ field, test, value, hint, party }: Condition): Conditions["all"][number] => {
  if (field === "account") return value.trim() === "" && hint ? { field, hint } : { field, number: value };
  return field === "party" ? { field, partyId: party?.value ?? "" } : { field, test, value };
};

/** As the API takes it. */
export const conditionsOf = (condition: Condition): Conditions => {
  const { direction, least, most, further } = condition;
  return {
    all: [
      saysOf(condition),
      ...(direction ? [{ field: "direction" as const, value: direction }] : []),
      ...(least || most ? [{ field: "amount" as const, ...(least && { from: least }), ...(most && { to: most }) }] : []),
      ...further,
    ],
  };
};

export const isSaid = ({ field, value, hint, party }: Condition) =>
  field === "party" ? party !== null : value.trim() !== "" || (field === "account" && hint !== null);

/** A rule's conditions in the fields of the form: the first of each kind. `party` is who the first one names. */
export const conditionOf = ({ conditions: { all } }: Pick<Rule, "conditions">, party: Choice | null): Condition => {
  const said = all.find(({ field }) => field !== "direction" && field !== "amount");
  const direction = all.find((one) => one.field === "direction");
  const amount = all.find((one) => one.field === "amount");
  const shown: readonly unknown[] = [said, direction, amount];
  const first = {
    ...{ direction: direction?.value ?? null, least: amount?.from ?? "", most: amount?.to ?? "" },
    further: all.filter((one) => !shown.includes(one)),
  };
  if (said?.field === "account") return { ...noCondition, ...first, field: "account", hint: said.hint };
  if (said?.field === "party") return { ...noCondition, ...first, field: "party", party };
  if (said === undefined || said.field === "direction" || said.field === "amount") return { ...noCondition, ...first };
  return { ...noCondition, ...first, field: said.field, test: said.test, value: said.value };
};
