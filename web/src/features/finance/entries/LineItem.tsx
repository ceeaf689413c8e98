import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { DateField } from "../../../ui/DateField.tsx";
import { LineLabel } from "../../../ui/LineLabel.tsx";
import { type Choice, LookupField } from "../../../ui/Lookup.tsx";
import type { EntryForm } from "./entryForm.ts";
import { entryQueries, usePartySearch } from "./queries.ts";

interface LineItemProps {
  readonly form: EntryForm;
  readonly index: number;
  /** The customer or supplier that the line has when the form opens. */
  readonly party: Choice | undefined;
}

/** Whose item a line on a control account is, and when it is due. On other accounts only where a draft says so. */
export function LineItem({ form, index, party }: LineItemProps) {
  const { t } = useLingui();
  const { accountId, partyId, dueOn } = form.watch(`lines.${index}`) ?? {};
  const { data: account } = useQuery({ ...entryQueries.account(accountId ?? ""), enabled: Boolean(accountId) });
  if (!account?.control && !partyId && !dueOn) return null;
  const position = index + 1;
  const label = account?.control === "payable" ? t`Supplier` : account?.control === "receivable" ? t`Customer` : t`Customer or supplier`;
  return (
    <div className="EntryGrid-item">
      <LookupField
        control={form.control}
        name={`lines.${index}.partyId`}
        label={<LineLabel of={label} position={position} />}
        useSearch={usePartySearch}
        chosen={party}
      />
      <DateField control={form.control} name={`lines.${index}.dueOn`} label={<LineLabel of={t`Due`} position={position} />} clearable />
    </div>
  );
}
