import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import * as z from "zod";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import { DateField } from "../../../ui/DateField.tsx";
import { TextField } from "../../../ui/Field.tsx";
import { FieldRow, Form, useZodForm } from "../../../ui/Form.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { DateText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { toast } from "../../../ui/toast.ts";
import { type PayeeAccount, type Supplier, supplierQueries, useEnterAccount, useRevealAccount } from "./queries.ts";

/** To which bank accounts the supplier is, was and will be paid. Numbers are masked until somebody asks for one. */
export function PayeeAccounts({ supplier: { id } }: { supplier: Supplier }) {
  const { t } = useLingui();
  const { data, error } = useQuery(supplierQueries.accounts(id));
  if (error) return null;
  return (
    <Panel title={t`Where it is paid`} flush actions={<EnterAccount id={id} />}>
      <Waiting id={id} />
      {data && <Accounts id={id} accounts={data.items} />}
    </Panel>
  );
}

function Waiting({ id }: { id: string }) {
  const { data } = useQuery(supplierQueries.waiting(id));
  return data?.items.map((approval) => (
    <p key={approval.id} className="Panel-note">
      <Trans>
        Waits for a second person: <Link to={paths.platform.approval(approval.id)}>{approval.summary}</Link>
      </Trans>
    </p>
  ));
}

function Accounts({ id, accounts }: { id: string; accounts: readonly PayeeAccount[] }) {
  const { t } = useLingui();
  return (
    <SimpleTable
      label={t`Where it is paid`}
      rows={accounts}
      rowId={(account) => account.id}
      empty={t`No bank account is entered.`}
      columns={[
        { id: "from", head: t`From`, cell: ({ validOn }) => <DateText value={validOn} />, width: "8rem" },
        {
          id: "number",
          head: t`Account`,
          cell: ({ hint, holder, bankName, bic, bankCode }) => (
            <>
              {hint} <small className="Entry-said">{[holder, bankName, bic, bankCode].filter(Boolean).join(" · ")}</small>
            </>
          ),
        },
        {
          id: "state",
          head: t`Status`,
          cell: ({ isInForce }) => isInForce && <StatusBadge tone="good">{t`In force`}</StatusBadge>,
          width: "8rem",
        },
        { id: "by", head: t`Entered by`, cell: ({ enteredBy }) => enteredBy.name, width: "10rem", yields: "phone" },
        {
          id: "reveal",
          head: t`Number`,
          align: "end",
          width: "9rem",
          cell: (account) => <Reveal id={id} account={account} />,
        },
      ]}
    />
  );
}

function Reveal({ id, account }: { id: string; account: PayeeAccount }) {
  const { t } = useLingui();
  const reveal = useRevealAccount(id);
  const [shown, setShown] = useState(false);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-label={t`Show the whole number of ${account.hint}`}
        onClick={() => {
          setShown(true);
          reveal.mutate(account.id);
        }}
      >
        <Trans>Show</Trans>
      </Button>
      <Modal
        opened={shown}
        onClose={() => {
          setShown(false);
          reveal.reset();
        }}
        title={t`Account ${account.hint}`}
        closeButtonProps={{ "aria-label": t`Close` }}
        centered
      >
        {reveal.data && <output className="Number">{reveal.data.number.replaceAll(/(.{4})(?=.)/g, "$1 ")}</output>}
        <ProblemNote problem={reveal.error ? problemOf(reveal.error) : undefined} />
      </Modal>
    </>
  );
}

/** As it is typed; what the API says of it is shown at the fields. */
const Values = z.object({
  iban: z.string().nullable(),
  accountNumber: z.string().nullable(),
  bankCode: z.string().nullable(),
  bic: z.string().nullable(),
  bankName: z.string().nullable(),
  holder: z.string().nullable(),
  validOn: z.string().optional(),
});

function EnterAccount({ id }: { id: string }) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="subtle" size="compact-sm" leftSection={<Icon name="plus" size={14} />} onClick={() => setOpened(true)}>
        <Trans>Enter an account</Trans>
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t`Where it is paid`}
        closeButtonProps={{ "aria-label": t`Close` }}
        size="lg"
        centered
      >
        <AccountForm id={id} onDone={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function AccountForm({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useLingui();
  const enter = useEnterAccount(id);
  const form = useZodForm(Values, { iban: null, accountNumber: null, bankCode: null, bic: null, bankName: null, holder: null });
  const { control } = form;
  return (
    <Form
      form={form}
      submit={t`Enter the account`}
      onSubmit={async (values) => {
        const entered = await enter.mutateAsync(values);
        onDone();
        void toast("approval" in entered ? t`It waits for the approval of a second person.` : t`Account ${entered.hint} is entered.`);
      }}
    >
      <TextField control={control} name="iban" label={t`IBAN`} empty="null" />
      <FieldRow>
        <TextField control={control} name="accountNumber" label={t`Or the bank's own number`} empty="null" />
        <TextField control={control} name="bankCode" label={t`Sort code`} empty="null" />
      </FieldRow>
      <FieldRow>
        <TextField control={control} name="bic" label={t`BIC`} empty="null" />
        <TextField control={control} name="bankName" label={t`Bank`} empty="null" />
      </FieldRow>
      <FieldRow>
        <TextField control={control} name="holder" label={t`In the name of`} empty="null" description={t`When that is not the supplier.`} />
        <DateField control={control} name="validOn" label={t`From`} clearable />
      </FieldRow>
    </Form>
  );
}
