import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useSession } from "../../../api/session.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { DayInput } from "../../../ui/DateField.tsx";
import { DecimalInput } from "../../../ui/DecimalInput.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { toast } from "../../../ui/toast.ts";
import { useAddRate } from "./queries.ts";

/** A rate from a day on. */
export function AddRateButton() {
  const { t } = useLingui();
  const { company } = useSession();
  const add = useAddRate();
  const [currency, setCurrency] = useState("");
  const [rate, setRate] = useState("");
  const [validOn, setValidOn] = useState<string | null>(new Date().toLocaleDateString("sv"));
  return (
    <ConfirmButton
      leftSection={<Icon name="plus" size={16} />}
      title={t`New exchange rate`}
      verb={t`Add the exchange rate`}
      ready={/^[A-Z]{3}$/.test(currency) && rate !== "" && validOn !== null}
      text={
        <div className="Dialog">
          <TextInput
            label={t`Currency`}
            placeholder="USD"
            maxLength={3}
            value={currency}
            onChange={(event) => setCurrency(event.currentTarget.value.toUpperCase())}
          />
          <DecimalInput label={t`One is worth`} unit={company.currency} value={rate} onChange={setRate} />
          <DayInput label={t`From`} value={validOn} onChange={setValidOn} />
        </div>
      }
      onConfirm={async () => {
        await add.mutateAsync({ currency, rate, validOn: validOn ?? "" });
        setRate("");
        void toast(t`The rate of ${currency} is added.`);
      }}
    >
      <Trans>New exchange rate</Trans>
    </ConfirmButton>
  );
}
