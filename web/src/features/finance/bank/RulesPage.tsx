import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Fragment, useState } from "react";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Page } from "../../../ui/Page.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { bankQueries, type Rule, useRemoveRule } from "./queries.ts";
import { RuleForm } from "./RuleForm.tsx";

/** Rules for lines that come again and again: fees, rent, interest. The first that applies is taken. */
export function RulesPage() {
  const { t } = useLingui();
  const [adding, setAdding] = useState(false);
  const { data, error, isPending, refetch } = useQuery(bankQueries.rules());
  const add = (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
      <Trans>New rule</Trans>
    </Button>
  );
  return (
    <Page title={t`Rules for bank lines`} back={{ to: paths.finance.bankAccounts(), label: t`Bank` }} actions={add}>
      <DataTable
        label={t`Rules`}
        rows={data?.items ?? []}
        columns={useColumns()}
        rowId={(rule) => rule.id}
        loading={isPending}
        problem={error && !data ? problemOf(error) : undefined}
        onRetry={() => void refetch()}
        empty={
          <EmptyState icon="ledger" title={t`No rules yet`} hint={t`A rule posts what comes every month without asking, or suggests it.`} />
        }
      />
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        title={t`New rule`}
        closeButtonProps={{ "aria-label": t`Close` }}
        size="lg"
        centered
      >
        <RuleForm onSaved={() => setAdding(false)} />
      </Modal>
    </Page>
  );
}

function useColumns(): Column<Rule>[] {
  const { t } = useLingui();
  const remove = useRemoveRule();
  return [
    { id: "priority", head: t`Order`, cell: ({ priority }) => priority, width: "6rem" },
    { id: "name", head: t`Rule`, cell: ({ name }) => name },
    { id: "when", head: t`When`, cell: ({ conditions }) => <When conditions={conditions} />, yields: "tablet" },
    {
      id: "mode",
      head: t`Mode`,
      cell: ({ mode }) => (
        <StatusBadge tone={mode === "automatic" ? "info" : "neutral"}>{mode === "automatic" ? t`By itself` : t`Suggests`}</StatusBadge>
      ),
      width: "9rem",
    },
    {
      id: "remove",
      head: t`Actions`,
      width: "9rem",
      cell: ({ id, name }) => (
        <ConfirmButton
          variant="subtle"
          size="compact-sm"
          title={t`Remove the rule?`}
          text={t`What was matched by ${name} stays.`}
          verb={t`Remove`}
          onConfirm={() => remove.mutateAsync(id)}
        >
          <Trans>Remove</Trans>
        </ConfirmButton>
      ),
    },
  ];
}

type Condition = Rule["conditions"]["all"][number];

function When({ conditions }: Pick<Rule, "conditions">) {
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
