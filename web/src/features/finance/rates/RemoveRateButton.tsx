import { Trans, useLingui } from "@lingui/react/macro";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { toast } from "../../../ui/toast.ts";
import { type RateRow, useRemoveRate } from "./queries.ts";

/** Takes a rate away; the one before it applies again. */
export function RemoveRateButton({ rate }: { rate: RateRow }) {
  const { t } = useLingui();
  const remove = useRemoveRate();
  return (
    <ConfirmButton
      variant="subtle"
      color="gray"
      size="compact-sm"
      title={t`Remove the rate of ${rate.currency}`}
      verb={t`Remove it`}
      text={t`The rate before it applies again. What was posted keeps the amounts it has.`}
      onConfirm={async () => {
        await remove.mutateAsync(rate);
        void toast(t`The rate of ${rate.currency} is removed.`);
      }}
    >
      <Trans>Remove</Trans>
    </ConfirmButton>
  );
}
