import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useFieldArray } from "react-hook-form";
import { isCurrency } from "#core/kernel/currencies.ts";
import { useLineDimensions } from "../../../api/dimensions.ts";
import { useSession } from "../../../api/session.ts";
import { namesOf } from "../../../ui/DimensionLookups.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { EntryLineRow } from "./EntryLineRow.tsx";
import { type EntryForm, emptyLine, sumsOf } from "./entryForm.ts";
import type { Draft } from "./queries.ts";

/** The lines of an entry: by keyboard from field to field, with what is missing always in sight. */
export function EntryLines({ form, draft }: { form: EntryForm; draft: Draft | undefined }) {
  const { t } = useLingui();
  const { company } = useSession();
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "lines" });
  const [names, setNames] = useState(() => namesOf(draft?.dimensions ?? []));
  const known = useLineDimensions();
  const { lines = [], currency: typed } = form.watch();
  const currency = typed && isCurrency(typed) ? typed : company.currency;
  const sums = sumsOf(lines, currency);
  const add = () => append(emptyLine, { focusName: `lines.${fields.length}.accountId` });
  const accounts = new Map(draft?.accounts.map(({ id, code, name }) => [id, { value: id, label: `${code} ${name}` }]));
  const parties = new Map(draft?.parties.map(({ id, code, name }) => [id, { value: id, label: name, hint: code }]));
  return (
    <Panel title={t`Lines`} flush>
      <div className="LineGrid EntryGrid">
        <div className="LineGrid-head" aria-hidden="true">
          <span>{t`Account`}</span>
          <span>{t`Text`}</span>
          <span>{t`Debit`}</span>
          <span>{t`Credit`}</span>
          <span />
          <span />
        </div>
        {fields.map((field, index) => (
          <EntryLineRow
            key={field.id}
            form={form}
            index={index}
            currency={lines[index]?.currency || currency}
            account={accounts.get(field.accountId ?? "")}
            party={parties.get(field.partyId ?? "")}
            sums={sums}
            known={known}
            names={names}
            onName={(id, name) => setNames((known) => new Map(known).set(id, name))}
            onNext={() => (index === fields.length - 1 ? add() : form.setFocus(`lines.${index + 1}.accountId`))}
            onRemove={fields.length > 1 ? () => remove(index) : undefined}
          />
        ))}
      </div>
      <div className="LineGrid-foot">
        <div>
          <Button variant="subtle" size="sm" leftSection={<Icon name="plus" size={14} />} onClick={add}>
            <Trans>Add a line</Trans>
          </Button>
          <p className="EntryGrid-hint">
            <Trans>Enter goes to the next line; = fills in what is missing.</Trans>
          </p>
        </div>
        <Sums sums={sums} currency={currency} />
      </div>
    </Panel>
  );
}

function Sums({ sums, currency }: { sums: ReturnType<typeof sumsOf>; currency: string }) {
  const { t } = useLingui();
  return (
    <dl className="LineGrid-sums" aria-live="polite">
      <dt>{t`Debit`}</dt>
      <dd>
        <MoneyText value={sums.debit} />
      </dd>
      <dt>{t`Credit`}</dt>
      <dd>
        <MoneyText value={sums.credit} />
      </dd>
      <dt>{sums.missing === undefined ? t`Balanced` : sums.missing === "debit" ? t`Missing in debit` : t`Missing in credit`}</dt>
      <dd data-unbalanced={sums.missing !== undefined || undefined}>
        <MoneyText value={sums.difference} currency={currency} strong />
      </dd>
    </dl>
  );
}
