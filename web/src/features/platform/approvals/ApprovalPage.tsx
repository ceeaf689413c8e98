import { Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import type { Column } from "../../../ui/DataTable.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { InstantText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { ApprovalState } from "./ApprovalState.tsx";
import { useActionName } from "./actionNames.ts";
import { type Approval, approvalQueries, type PreviewEntry, useApprove, useReject, useRevealNumber, useWithdraw } from "./queries.ts";

/** One request: who asked for what, what approving it would post, and the decision. */
export function ApprovalPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: approval } = useSuspenseQuery(approvalQueries.one(id));
  const name = useActionName();
  return (
    <Page
      narrow
      title={approval.summary}
      mark={<ApprovalState state={approval.state} />}
      back={{ to: paths.platform.approvals(), label: t`Approvals` }}
      actions={<Decisions approval={approval} />}
    >
      <Panel title={t`Request`}>
        <KeyValue
          facts={[
            [t`Action`, name(approval.action)],
            [t`About`, <Subject key="subject" approval={approval} />],
            [t`Asked by`, approval.isMine ? t`You` : approval.requestedBy.name],
            [t`Asked`, <InstantText key="asked" value={approval.requestedAt} />],
            [t`Amount`, approval.amount && <MoneyText key="amount" value={approval.amount} currency={approval.currency ?? undefined} />],
            [t`Decided by`, approval.decidedBy?.name],
            [t`Decided`, approval.decidedAt && <InstantText key="decided" value={approval.decidedAt} />],
            [t`Reason`, approval.reason],
            [t`Result`, <Result key="result" approval={approval} />],
          ]}
        />
      </Panel>
      {approval.action === "finance.payee_account.write" && approval.state === "pending" && <NewNumber approval={approval} />}
      {approval.mayDecide && <Preview id={approval.id} />}
    </Page>
  );
}

const places: Readonly<Record<string, (id: string) => string>> = {
  party: paths.finance.party,
  invoice: paths.finance.invoice,
  payment: paths.finance.payment,
  entry: paths.finance.entry,
  period: paths.finance.period,
};

/** Leads to what it is about, where that has a screen. */
function Subject({ approval: { subject } }: { approval: Approval }) {
  const place = subject && places[subject.type];
  if (!place) return null;
  return (
    <Link to={place(subject.id)}>
      <Trans>See it</Trans>
    </Link>
  );
}

/** Whoever approves an account calls the payee back with the number; the audit keeps who looked. */
function NewNumber({ approval }: { approval: Approval }) {
  const { t } = useLingui();
  const reveal = useRevealNumber();
  const { id: accountId } = approval.request as { id: string };
  const partyId = approval.subject?.id ?? "";
  return (
    <Panel title={t`The new account`}>
      <div className="Form">
        {reveal.data ? (
          <output className="Number">{reveal.data.number}</output>
        ) : (
          <Button variant="default" loading={reveal.isPending} onClick={() => reveal.mutate({ partyId, accountId })}>
            <Trans>Show the whole number</Trans>
          </Button>
        )}
        <ProblemNote problem={reveal.error ? problemOf(reveal.error) : undefined} />
      </div>
    </Panel>
  );
}

function Result({ approval: { result } }: { approval: Approval }) {
  if (result?.type === "entry")
    return (
      <Link to={paths.finance.entry(result.id)}>
        <Trans>The entry</Trans>
      </Link>
    );
  if (result?.type === "payment")
    return (
      <Link to={paths.finance.payment(result.id)}>
        <Trans>The payment</Trans>
      </Link>
    );
  return null;
}

function Preview({ id }: { id: string }) {
  const { t } = useLingui();
  const { data: entries = [], error } = useQuery(approvalQueries.preview(id));
  const { data: names } = useQuery(approvalQueries.accounts());
  const columns: Column<NonNullable<PreviewEntry["lines"]>[number]>[] = [
    { id: "account", head: t`Account`, cell: ({ accountId }) => names?.get(accountId) ?? "" },
    {
      id: "debit",
      head: t`Debit`,
      cell: ({ debit, currency }) => debit && <MoneyText value={debit} currency={currency} />,
      align: "end",
      width: "10rem",
    },
    {
      id: "credit",
      head: t`Credit`,
      cell: ({ credit, currency }) => credit && <MoneyText value={credit} currency={currency} />,
      align: "end",
      width: "10rem",
    },
  ];
  if (error) return <ProblemNote problem={problemOf(error)} />;
  return entries.map((entry, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: what would be posted has no identity yet
    <Panel key={index} flush title={t`Approving it posts: ${entry.description ?? ""}`}>
      <SimpleTable label={t`Lines of the entry`} rows={entry.lines ?? []} columns={columns} rowId={(line) => JSON.stringify(line)} />
    </Panel>
  ));
}

function Decisions({ approval }: { approval: Approval }) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  const [approve, reject, withdraw] = [useApprove(), useReject(), useWithdraw()];
  const { id } = approval;
  if (approval.state !== "pending") return null;
  if (approval.isMine)
    return (
      <ConfirmButton
        variant="default"
        title={t`Take the request back?`}
        text={t`Nothing will happen.`}
        verb={t`Take it back`}
        onConfirm={() => withdraw.mutateAsync(id)}
      >
        <Trans>Take back</Trans>
      </ConfirmButton>
    );
  const may = approval.mayDecide ? undefined : t`You do not have the permission to approve this.`;
  return (
    <>
      <ConfirmButton
        variant="default"
        reason={may}
        title={t`Reject the request?`}
        text={<TextInput label={t`Reason`} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />}
        verb={t`Reject`}
        ready={reason.trim() !== ""}
        onConfirm={() => reject.mutateAsync({ id, reason })}
      >
        <Trans>Reject</Trans>
      </ConfirmButton>
      <ConfirmButton
        reason={may}
        title={t`Approve the request?`}
        text={t`It happens at once, in your name.`}
        verb={t`Approve`}
        onConfirm={() => approve.mutateAsync(id)}
      >
        <Trans>Approve</Trans>
      </ConfirmButton>
    </>
  );
}
