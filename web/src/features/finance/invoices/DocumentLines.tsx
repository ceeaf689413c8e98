import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useFieldArray } from "react-hook-form";
import { isCurrency } from "#core/kernel/currencies.ts";
import { useLineDimensions } from "../../../api/dimensions.ts";
import { useSession } from "../../../api/session.ts";
import { namesOf } from "../../../ui/DimensionLookups.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { netsOf } from "../../../ui/totals.ts";
import { taxesFor, useAccountsOf } from "./choices.ts";
import { DocumentLineRow } from "./DocumentLineRow.tsx";
import { type DocumentForm, type DocumentKind, emptyLine } from "./documentForm.ts";
import type { Invoice } from "./queries.ts";

const namedOn = ({ dimensions, shares }: Invoice["lines"][number]) => [...dimensions, ...shares.flatMap((share) => share.dimensions)];

interface DocumentLinesProps {
  readonly form: DocumentForm;
  readonly kind: DocumentKind;
  readonly draft: Invoice | undefined;
}

/** The lines of a document, with what each comes to while one types; taxes are added when it is kept. */
export function DocumentLines({ form, kind, draft }: DocumentLinesProps) {
  const { t } = useLingui();
  const { company } = useSession();
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "lines", keyName: "key" });
  const { data: taxes } = useSuspenseQuery(taxesFor(kind === "bill" ? "purchase" : "sale"));
  const accounts = useAccountsOf(draft);
  const known = useLineDimensions();
  const [names, setNames] = useState(() => namesOf(draft?.lines.flatMap(namedOn) ?? []));
  const { lines, currency: typed } = form.watch();
  const currency = typed && isCurrency(typed) ? typed : company.currency;
  const nets = netsOf(lines, currency);
  const add = () => append(emptyLine, { focusName: `lines.${fields.length}.description` });
  return (
    <Panel title={t`Lines`} flush>
      <div className="LineGrid">
        <div className="LineGrid-head" aria-hidden="true">
          <span>{t`Description`}</span>
          <span>{t`Quantity`}</span>
          <span>{t`Price`}</span>
          <span>{t`Discount`}</span>
          <span>{t`Amount`}</span>
          <span />
        </div>
        {fields.map((field, index) => (
          <DocumentLineRow
            key={field.key}
            form={form}
            index={index}
            account={accounts.get(field.accountId ?? "")}
            taxes={taxes.items}
            known={known}
            names={names}
            onName={(id, name) => setNames((before) => new Map(before).set(id, name))}
            amount={nets?.lines[index]}
            onNext={() => (index === fields.length - 1 ? add() : form.setFocus(`lines.${index + 1}.description`))}
            onRemove={fields.length > 1 ? () => remove(index) : undefined}
          />
        ))}
      </div>
      <div className="LineGrid-foot">
        <Button variant="subtle" size="sm" leftSection={<Icon name="plus" size={14} />} onClick={add}>
          <Trans>Add a line</Trans>
        </Button>
        <dl className="LineGrid-sums" aria-live="polite">
          <dt>{t`Sum of the lines`}</dt>
          <dd>
            <MoneyText value={nets?.net} strong />
          </dd>
        </dl>
      </div>
    </Panel>
  );
}
