import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { AccountInput } from "#core/finance/accounts/account.ts";
import { type Problem, problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import { useZodForm } from "../../../ui/Form.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { toast } from "../../../ui/toast.ts";
import { AccountForm } from "./AccountForm.tsx";
import { type Account, accountQueries, useChangeAccount } from "./queries.ts";

export function EditAccountPage() {
  const { id = "" } = useParams();
  const { data: account } = useSuspenseQuery({ ...accountQueries.one(id), staleTime: 0 });
  return <Edit key={account.version} account={account} />;
}

function Edit({ account }: { account: Account }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const change = useChangeAccount(account);
  const { id, version: _, active, ...values } = account;
  const form = useZodForm(AccountInput, values);
  const title = `${account.code} ${account.name}`;
  const back = () => navigate(paths.finance.accounts());
  return (
    <Page
      narrow
      title={title}
      mark={
        !active && (
          <StatusBadge tone="warning">
            <Trans>Inactive</Trans>
          </StatusBadge>
        )
      }
      back={{ to: paths.finance.accounts(), label: t`Chart of accounts` }}
      actions={<Use account={account} />}
    >
      <AccountForm
        id={id}
        form={form}
        submit={t`Save`}
        onCancel={back}
        onSubmit={async (changed) => {
          await change.mutateAsync(changed);
          void toast(t`${title} is saved.`);
          back();
        }}
      />
    </Page>
  );
}

/** Accounts are never deleted, only taken out of use. */
function Use({ account }: { account: Account }) {
  const change = useChangeAccount(account);
  const [problem, setProblem] = useState<Problem>();
  const press = async () => {
    setProblem(undefined);
    await change.mutateAsync({ active: !account.active }).catch((error) => setProblem(problemOf(error)));
  };
  return (
    <>
      <ProblemNote problem={problem} />
      <Button variant="default" loading={change.isPending} onClick={() => void press()}>
        {account.active ? <Trans>Take out of use</Trans> : <Trans>Take into use</Trans>}
      </Button>
    </>
  );
}
