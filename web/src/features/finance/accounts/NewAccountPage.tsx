import { useLingui } from "@lingui/react/macro";
import { useNavigate } from "react-router";
import { AccountInput } from "#core/finance/accounts/account.ts";
import { paths } from "../../../app/paths.ts";
import { useZodForm } from "../../../ui/Form.tsx";
import { Page } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";
import { AccountForm } from "./AccountForm.tsx";
import { useCreateAccount } from "./queries.ts";

export function NewAccountPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const create = useCreateAccount();
  const form = useZodForm(AccountInput, {
    code: "",
    name: "",
    nameLocal: null,
    type: "asset",
    subtype: "other",
    isContra: false,
    parentId: null,
    isGroup: false,
    manualPosting: true,
    control: null,
    opensOn: null,
    closesOn: null,
    currencies: null,
    requiredDimensionIds: [],
    postingRoleIds: null,
  });
  const back = () => navigate(paths.finance.accounts());
  return (
    <Page narrow title={t`New account`} back={{ to: paths.finance.accounts(), label: t`Chart of accounts` }}>
      <AccountForm
        form={form}
        submit={t`Add to the chart`}
        onCancel={back}
        onSubmit={async (values) => {
          const { code, name } = await create.mutateAsync(values);
          void toast(t`${code} ${name} is in the chart.`);
          back();
        }}
      />
    </Page>
  );
}
