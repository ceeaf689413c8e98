import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal, Switch } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { problemOf } from "../../../api/problem.ts";
import { useSession } from "../../../api/session.ts";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { DecimalInput } from "../../../ui/DecimalInput.tsx";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { toast } from "../../../ui/toast.ts";
import { useActionName } from "./actionNames.ts";
import { type ApprovalRule, approvalQueries, useSetRule } from "./queries.ts";

/** For which actions two people are needed, from which amount, and whose role lets the second one approve. */
export function ApprovalRulesPage() {
  const { t } = useLingui();
  const { data: rules } = useSuspenseQuery(approvalQueries.rules);
  const { company } = useSession();
  const name = useActionName();
  const [changing, setChanging] = useState<ApprovalRule>();
  const columns: Column<ApprovalRule>[] = [
    { id: "action", head: t`Action`, cell: ({ action, title }) => name(action, title) },
    { id: "demanded", head: t`Two people`, cell: (rule) => <Demanded rule={rule} currency={company.currency} />, width: "12rem" },
    { id: "who", head: t`Who approves`, cell: ({ approvers }) => (approvers.length > 0 ? approvers.join(", ") : t`Nobody yet`) },
    {
      id: "change",
      head: t`Change`,
      align: "end",
      width: "7rem",
      cell: (rule) => (
        <Button size="xs" variant="default" aria-label={t`Change: ${name(rule.action, rule.title)}`} onClick={() => setChanging(rule)}>
          <Trans>Change</Trans>
        </Button>
      ),
    },
  ];
  return (
    <Page
      title={t`Who needs a second person`}
      lead={t`What one person asks for waits here until somebody else approves it.`}
      back={{ to: paths.platform.approvals(), label: t`Approvals` }}
    >
      <Panel flush>
        <SimpleTable label={t`Who needs a second person`} rows={rules} columns={columns} rowId={({ action }) => action} />
      </Panel>
      <Modal
        opened={changing !== undefined}
        onClose={() => setChanging(undefined)}
        title={changing && name(changing.action, changing.title)}
        closeButtonProps={{ "aria-label": t`Close` }}
        centered
      >
        {changing && <RuleForm key={changing.action} rule={changing} onDone={() => setChanging(undefined)} />}
      </Modal>
    </Page>
  );
}

function Demanded({ rule: { demanded, above }, currency }: { rule: ApprovalRule; currency: string }) {
  const { t } = useLingui();
  if (!demanded) return <StatusBadge tone="neutral">{t`Not needed`}</StatusBadge>;
  if (above === null) return <StatusBadge tone="info">{t`Always`}</StatusBadge>;
  return (
    <Trans>
      above <MoneyText value={above} currency={currency} />
    </Trans>
  );
}

function RuleForm({ rule, onDone }: { rule: ApprovalRule; onDone: () => void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { company } = useSession();
  const set = useSetRule(rule);
  const [demanded, setDemanded] = useState(rule.demanded);
  const [above, setAbove] = useState(rule.above ?? "");
  const save = async () => {
    const limited = demanded && rule.measured && above !== "";
    const changed = await set.mutateAsync({ demanded, ...(limited ? { above } : {}) });
    onDone();
    if ("approval" in changed) {
      void toast(t`It waits for the approval of a second person.`);
      navigate(paths.platform.approval(changed.approval.id));
    } else void toast(t`The rule is saved.`);
  };
  return (
    <form
      className="Dialog"
      onSubmit={(event) => {
        event.preventDefault();
        void save().catch(() => undefined);
      }}
    >
      <Switch
        label={t`Two people are needed`}
        checked={demanded}
        onChange={(event) => setDemanded(event.currentTarget.checked)}
        data-autofocus
      />
      {rule.measured && demanded && (
        <DecimalInput
          label={t`Only above`}
          description={t`Empty is for every amount.`}
          unit={company.currency}
          value={above}
          onChange={setAbove}
        />
      )}
      <ProblemNote problem={set.error ? problemOf(set.error) : undefined} />
      <div className="Dialog-actions">
        <Button variant="default" onClick={onDone}>
          <Trans>Back</Trans>
        </Button>
        <Button type="submit" loading={set.isPending}>
          <Trans>Save the rule</Trans>
        </Button>
      </div>
    </form>
  );
}
