import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Page } from "../../../ui/Page.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { bankQueries, type Rule, useRemoveRule } from "./queries.ts";
import { RuleEdit } from "./RuleEdit.tsx";
import { RuleForm } from "./RuleForm.tsx";
import { RuleWhen } from "./RuleWhen.tsx";

/** Rules for lines that come again and again: fees, rent, interest. The first that applies is taken. */
export function RulesPage() {
  const { t } = useLingui();
  const [adding, setAdding] = useState(false);
  const [changed, setChanged] = useState<Rule>();
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
        columns={useColumns(setChanged)}
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
      <Modal
        opened={changed !== undefined}
        onClose={() => setChanged(undefined)}
        title={t`Change the rule`}
        closeButtonProps={{ "aria-label": t`Close` }}
        size="lg"
        centered
      >
        {changed && <RuleEdit key={`${changed.id} ${changed.version}`} rule={changed} onSaved={() => setChanged(undefined)} />}
      </Modal>
    </Page>
  );
}

function useColumns(onChange: (rule: Rule) => void): Column<Rule>[] {
  const { t } = useLingui();
  return [
    { id: "priority", head: t`Order`, cell: ({ priority }) => priority, width: "6rem", yields: "phone" },
    { id: "name", head: t`Rule`, cell: ({ name }) => name, below: ({ mode, active }) => <Mode mode={mode} active={active} /> },
    { id: "when", head: t`When`, cell: ({ conditions }) => <RuleWhen conditions={conditions} />, yields: "tablet" },
    {
      id: "mode",
      head: t`Mode`,
      cell: ({ mode, active }) => <Mode mode={mode} active={active} />,
      width: "9rem",
      yields: "phone",
    },
    {
      id: "remove",
      head: t`Actions`,
      width: "13rem",
      cell: (rule) => (
        <>
          <Button variant="subtle" size="compact-sm" aria-label={t`Change ${rule.name}`} onClick={() => onChange(rule)}>
            <Trans>Change</Trans>
          </Button>
          <Remove rule={rule} />
        </>
      ),
    },
  ];
}

function Mode({ mode, active }: Pick<Rule, "mode" | "active">) {
  const { t } = useLingui();
  if (!active) return <StatusBadge tone="neutral">{t`Not in use`}</StatusBadge>;
  return <StatusBadge tone={mode === "automatic" ? "info" : "neutral"}>{mode === "automatic" ? t`By itself` : t`Suggests`}</StatusBadge>;
}

function Remove({ rule: { id, name } }: { rule: Rule }) {
  const { t } = useLingui();
  const remove = useRemoveRule();
  return (
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
  );
}
