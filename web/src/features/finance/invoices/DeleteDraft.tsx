import { useLingui } from "@lingui/react/macro";
import { useNavigate } from "react-router";
import { paths } from "../../../app/paths.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { toast } from "../../../ui/toast.ts";
import { useDeleteDraft } from "./commands.ts";
import type { Invoice } from "./queries.ts";

/** Throws a draft away, after asking. */
export function DeleteDraft({ draft }: { draft: Invoice }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const remove = useDeleteDraft(draft);
  return (
    <ConfirmButton
      variant="default"
      title={t`Delete this draft?`}
      text={t`It is thrown away with its attachments.`}
      verb={t`Delete the draft`}
      color="red"
      onConfirm={async () => {
        await remove.mutateAsync();
        void toast(t`The draft is deleted.`);
        navigate(draft.kind === "bill" ? paths.finance.bills() : paths.finance.invoices(), { replace: true });
      }}
    >
      {t`Delete`}
    </ConfirmButton>
  );
}
