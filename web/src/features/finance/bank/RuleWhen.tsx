import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { bankQueries, type Rule } from "./queries.ts";

type Condition = Rule["conditions"]["all"][number];

/** What must be so of a line, in few words. */
export function RuleWhen({ conditions }: Pick<Rule, "conditions">) {
  return conditions.all.map((condition, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: conditions have an order and no other identity
    <Fragment key={at}>
      {at > 0 && ", "}
      {condition.field === "party" ? <PartyName id={condition.partyId} /> : conditionText(condition)}
    </Fragment>
  ));
}

function PartyName({ id }: { id: string }) {
  const { data } = useQuery(bankQueries.party(id));
  return data?.name ?? "…";
}

const conditionText = (condition: Exclude<Condition, { field: "party" }>): string => {
  if (condition.field === "amount") return `${condition.from ?? "0"}–${condition.to ?? "∞"}`;
  if (condition.field === "account") return condition.hint;
  return condition.field === "direction" ? (condition.value === "in" ? "+" : "−") : `“${condition.value}”`;
};
