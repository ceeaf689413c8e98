import { useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { valueSearchOf } from "../../../api/dimensions.ts";
import { FieldRow } from "../../../ui/Form.tsx";
import { type Choice, Lookup } from "../../../ui/Lookup.tsx";
import { bankQueries, useAccountSearch, usePartySearch } from "./queries.ts";

/** What a line becomes that a rule applies to. `values` holds a value for each dimension by its id. */
export interface Outcome {
  readonly account: Choice | null;
  readonly party: Choice | null;
  readonly taxCodeId: string | null;
  readonly values: ReadonlyMap<string, Choice>;
  readonly description: string;
}

export const noOutcome: Outcome = { account: null, party: null, taxCodeId: null, values: new Map(), description: "" };

/** As the API takes it; what was not chosen is left out. */
export const outcomeOf = ({ account, party, taxCodeId, values, description }: Outcome) => ({
  accountId: account?.value ?? "",
  ...(party ? { partyId: party.value } : {}),
  ...(taxCodeId ? { taxCodeId } : {}),
  ...(values.size > 0 ? { dimensions: [...values.values()].map(({ value }) => value) } : {}),
  ...(description.trim() ? { description: description.trim() } : {}),
});

interface OutcomeFieldsProps {
  readonly outcome: Outcome;
  readonly onChange: (outcome: Outcome) => void;
}

/** The account, and what else such lines always have: a tax the amount includes, a customer or supplier, dimensions, a text. */
export function RuleOutcomeFields({ outcome, onChange }: OutcomeFieldsProps) {
  const { t } = useLingui();
  const { data: taxes } = useQuery(bankQueries.taxes());
  return (
    <>
      <FieldRow>
        <Lookup
          label={t`it belongs to the account`}
          placeholder={t`Code or name of an account`}
          useSearch={useAccountSearch}
          value={outcome.account}
          onChange={(account) => onChange({ ...outcome, account })}
        />
        <Select
          label={t`and includes the tax`}
          clearable
          searchable
          data={taxes?.items.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` })) ?? []}
          value={outcome.taxCodeId}
          onChange={(taxCodeId) => onChange({ ...outcome, taxCodeId })}
        />
      </FieldRow>
      <FieldRow>
        <Lookup
          label={t`Customer or supplier`}
          placeholder={t`Type a name or number`}
          useSearch={usePartySearch}
          value={outcome.party}
          clearable
          onChange={(party) => onChange({ ...outcome, party })}
        />
        <TextInput
          label={t`Text`}
          placeholder={t`What the bank says`}
          maxLength={500}
          value={outcome.description}
          onChange={(event) => onChange({ ...outcome, description: event.currentTarget.value })}
        />
      </FieldRow>
      <Dimensions outcome={outcome} onChange={onChange} />
    </>
  );
}

function Dimensions({ outcome, onChange }: OutcomeFieldsProps) {
  const { data: dimensions = [] } = useQuery(bankQueries.dimensions());
  const inUse = dimensions.filter(({ active }) => active);
  if (inUse.length === 0) return null;
  return (
    <FieldRow>
      {inUse.map(({ id, name }) => (
        <Lookup
          key={id}
          label={name}
          useSearch={valueSearchOf(id)}
          value={outcome.values.get(id) ?? null}
          clearable
          onChange={(choice) => {
            const values = new Map([...outcome.values].filter(([dimension]) => dimension !== id));
            if (choice) values.set(id, choice);
            onChange({ ...outcome, values });
          }}
        />
      ))}
    </FieldRow>
  );
}
