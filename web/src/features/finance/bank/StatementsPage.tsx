import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { usePages } from "../../../api/pages.ts";
import { paths } from "../../../app/paths.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { DateText, InstantText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page } from "../../../ui/Page.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { toast } from "../../../ui/toast.ts";
import { type BankStatement, bankQueries, type Confirmation, useDiscard, useReconcile, useReopen, useUndo } from "./queries.ts";
import { useWarningText } from "./useWarningText.ts";

/** The statements of an account, and what was matched: each can be closed, opened again, or taken back. */
export function StatementsPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: account } = useQuery(bankQueries.account(id));
  return (
    <Page title={t`Statements`} back={{ to: paths.finance.bankAccount(id), label: account?.name ?? t`Bank` }}>
      <DataTable
        {...usePages(bankQueries.statements(id))}
        label={t`Statements`}
        columns={useColumns()}
        rowId={(statement) => statement.id}
        empty={<EmptyState icon="invoices" title={t`No statements yet`} hint={t`Import the first file of your bank.`} />}
      />
      <h2 className="Page-part">{t`What was matched`}</h2>
      <DataTable
        {...usePages(bankQueries.confirmations(id))}
        label={t`What was matched`}
        columns={useMatchColumns()}
        rowId={(confirmation) => confirmation.id}
        empty={<EmptyState icon="check" title={t`Nothing is matched yet`} />}
      />
    </Page>
  );
}

function useColumns(): Column<BankStatement>[] {
  const { t } = useLingui();
  return [
    {
      id: "to",
      head: t`Closing day`,
      cell: ({ toOn }) => <DateText value={toOn} />,
      below: ({ closing, currency }) => <MoneyText value={closing} currency={currency} />,
      width: "9rem",
    },
    { id: "reference", head: t`Statement`, cell: ({ reference, fileName }) => reference ?? fileName, yields: "phone" },
    { id: "left", head: t`Lines left`, cell: ({ left, added }) => `${left} / ${added}`, width: "7rem", yields: "phone" },
    {
      id: "closing",
      head: t`Closing balance`,
      cell: ({ closing, currency }) => <MoneyText value={closing} currency={currency} />,
      align: "end",
      width: "9rem",
      yields: "phone",
    },
    { id: "state", head: t`State`, cell: (statement) => <State statement={statement} />, width: "9rem", yields: "phone" },
    { id: "actions", head: t`Actions`, cell: (statement) => <Actions statement={statement} />, width: "12rem" },
  ];
}

function State({ statement: { state, warnings } }: { statement: BankStatement }) {
  const { t } = useLingui();
  const textOf = useWarningText();
  if (state === "reconciled") return <StatusBadge tone="good">{t`Reconciled`}</StatusBadge>;
  if (state === "discarded") return <StatusBadge tone="neutral">{t`Discarded`}</StatusBadge>;
  return (
    <StatusBadge tone={warnings.length > 0 ? "warning" : "info"}>
      <span title={warnings.map(textOf).join(" ")}>{warnings.length > 0 ? t`Warnings` : t`Imported`}</span>
    </StatusBadge>
  );
}

interface ReasonButtonProps {
  title: string;
  text: string;
  verb: string;
  children: ReactNode;
  onReason: (reason: string) => Promise<unknown>;
}

/** Asks for the reason, which stays in the audit. */
function ReasonButton({ onReason, text, ...props }: ReasonButtonProps) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  return (
    <ConfirmButton
      {...props}
      variant="subtle"
      size="compact-sm"
      ready={reason.trim() !== ""}
      onConfirm={() => onReason(reason.trim())}
      text={
        <>
          <p className="Dialog-lead">{text}</p>
          <TextInput label={t`Reason`} value={reason} onChange={(event) => setReason(event.currentTarget.value)} required />
        </>
      }
    />
  );
}

function Actions({ statement }: { statement: BankStatement }) {
  const { t } = useLingui();
  const [reconcile, reopen, discard] = [useReconcile(), useReopen(), useDiscard()];
  const { id, state, closing } = statement;
  if (state === "discarded") return null;
  if (state === "reconciled")
    return (
      <ReasonButton
        title={t`Reopen the statement?`}
        text={t`Its lines can be matched and taken back again.`}
        verb={t`Reopen`}
        onReason={(reason) => reopen.mutateAsync({ id, reason })}
      >
        <Trans>Reopen</Trans>
      </ReasonButton>
    );
  return (
    <>
      <ConfirmButton
        variant="light"
        size="compact-sm"
        reason={closing === null ? t`The file names no closing balance.` : undefined}
        title={t`Close the statement as reconciled?`}
        text={t`From then on nothing up to its day is matched, taken back or comes in.`}
        verb={t`Reconcile`}
        onConfirm={async () => {
          await reconcile.mutateAsync(id);
          void toast(t`The statement is reconciled.`);
        }}
      >
        <Trans>Reconcile</Trans>
      </ConfirmButton>
      <ReasonButton
        title={t`Discard the statement?`}
        text={t`Its lines count no more, and may come in again. Nothing of it may be matched.`}
        verb={t`Discard`}
        onReason={(reason) => discard.mutateAsync({ id, reason })}
      >
        <Trans>Discard</Trans>
      </ReasonButton>
    </>
  );
}

function useMatchColumns(): Column<Confirmation>[] {
  const { t } = useLingui();
  const undo = useUndo();
  return [
    { id: "at", head: t`Matched`, cell: ({ confirmedAt }) => <InstantText value={confirmedAt} />, width: "11rem" },
    { id: "what", head: t`With`, cell: ({ matches }) => matches.map(({ description }) => description).join(", ") },
    {
      id: "origin",
      head: t`By`,
      cell: ({ origin }) => ({ suggestion: t`Suggestion`, manual: t`Hand`, rule: t`Rule` })[origin],
      width: "8rem",
      yields: "phone",
    },
    {
      id: "undo",
      head: t`Actions`,
      width: "9rem",
      cell: ({ id, state }) =>
        state === "undone" ? (
          <StatusBadge tone="neutral">{t`Undone`}</StatusBadge>
        ) : (
          <ReasonButton
            title={t`Take this back?`}
            text={t`What it posted is reversed, and its lines are open again.`}
            verb={t`Undo`}
            onReason={(reason) => undo.mutateAsync({ id, reason })}
          >
            <Trans>Undo</Trans>
          </ReasonButton>
        ),
    },
  ];
}
