import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { DayInput } from "../../../ui/DateField.tsx";
import { DecimalInput } from "../../../ui/DecimalInput.tsx";
import { toast } from "../../../ui/toast.ts";
import { type Tax, useAddTaxRate } from "./queries.ts";

/** Another rate from a day on; the one of that day ends the day before. */
export function AddRateButton({ tax }: { tax: Tax }) {
  const { t } = useLingui();
  const add = useAddTaxRate(tax);
  const [rate, setRate] = useState("");
  const [deductible, setDeductible] = useState("");
  const [from, setFrom] = useState<string | null>(null);
  const canBePartly = tax.usage === "purchase" && tax.treatment !== "withholding";
  return (
    <ConfirmButton
      variant="subtle"
      size="compact-sm"
      title={t`New rate of ${tax.code}`}
      verb={t`Add the rate`}
      ready={rate !== "" && from !== null}
      text={
        <div className="Dialog">
          <Trans>Documents of that day and later take it. What was posted keeps the rate it had.</Trans>
          <DecimalInput label={t`Rate`} unit={tax.kind === "percent" ? "%" : undefined} value={rate} onChange={setRate} />
          {canBePartly && <DecimalInput label={t`Deductible`} unit="%" value={deductible} onChange={setDeductible} />}
          <DayInput label={t`From`} value={from} onChange={setFrom} />
        </div>
      }
      onConfirm={async () => {
        await add.mutateAsync({ rate, validFrom: from ?? "", ...(deductible && { deductiblePercent: deductible }) });
        setRate("");
        void toast(t`The new rate of ${tax.code} is added.`);
      }}
    >
      <Trans>New rate</Trans>
    </ConfirmButton>
  );
}
