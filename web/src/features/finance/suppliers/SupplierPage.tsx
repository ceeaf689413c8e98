import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { paths } from "../../../app/paths.ts";
import { Columns } from "../../../ui/Columns.tsx";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { RecordList } from "../../../ui/RecordList.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { PayeeAccounts } from "./PayeeAccounts.tsx";
import { type Supplier, supplierQueries, useChangeSupplier } from "./queries.ts";

/** One supplier: who it is, where it is paid, what it is owed. */
export function SupplierPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: supplier } = useSuspenseQuery(supplierQueries.one(id));
  return (
    <Page
      title={supplier.name}
      mark={supplier.active ? undefined : <StatusBadge tone="neutral">{t`Inactive`}</StatusBadge>}
      back={{ to: paths.finance.suppliers(), label: t`Suppliers` }}
      lead={t`Supplier ${supplier.code}`}
      actions={
        <>
          <Switch supplier={supplier} />
          <Button variant="default" component={Link} to={paths.finance.editSupplier(id)}>
            <Trans>Edit</Trans>
          </Button>
          <Button component={Link} to={paths.finance.party(id, { ledger: "payable" })}>
            <Trans>Statement of account</Trans>
          </Button>
        </>
      }
    >
      <Columns
        main={
          <>
            <OpenBills id={id} />
            <PayeeAccounts supplier={supplier} />
          </>
        }
        side={<Facts supplier={supplier} />}
      />
    </Page>
  );
}

function Switch({ supplier }: { supplier: Supplier }) {
  const { t } = useLingui();
  const change = useChangeSupplier(supplier);
  const { active } = supplier;
  return (
    <ConfirmButton
      variant="subtle"
      title={active ? t`Take the supplier out of use?` : t`Use the supplier again?`}
      text={active ? t`What was entered stays; it is not offered any more.` : t`It is offered again.`}
      verb={active ? t`Take out of use` : t`Use again`}
      onConfirm={() => change.mutateAsync({ active: !active })}
    >
      {active ? <Trans>Take out of use</Trans> : <Trans>Use again</Trans>}
    </ConfirmButton>
  );
}

function Facts({ supplier }: { supplier: Supplier }) {
  const { t } = useLingui();
  const { data: terms } = useQuery(supplierQueries.terms);
  const term = terms?.items.find(({ id }) => id === supplier.paymentTermId);
  return (
    <Panel title={t`Details`}>
      <KeyValue
        facts={[
          [t`Email`, supplier.email && <a href={`mailto:${supplier.email}`}>{supplier.email}</a>],
          [t`Country`, supplier.country],
          [t`Tax number`, supplier.taxNumber],
          [t`Currency`, supplier.currency],
          [t`Payment terms`, term ? `${term.code} ${term.name}` : t`${supplier.paymentTermsDays} days`],
        ]}
      />
    </Panel>
  );
}

function OpenBills({ id }: { id: string }) {
  const { t } = useLingui();
  const { data } = useQuery(supplierQueries.openBills(id));
  return (
    <Panel title={t`Open bills`}>
      {data && (
        <RecordList
          empty={t`Nothing is open.`}
          entries={data.items.map((bill) => ({
            id: bill.id,
            title: bill.number ?? t`Draft`,
            to: paths.finance.invoice(bill.id),
            note: (
              <Trans>
                due <DateText value={bill.dueOn} />
              </Trans>
            ),
            value: <MoneyText value={bill.open} currency={bill.currency} />,
          }))}
        />
      )}
    </Panel>
  );
}
