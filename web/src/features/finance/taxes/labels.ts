import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";

/** What codes of taxes are called. */
export function useTaxLabels() {
  const { t } = useLingui();
  return useMemo(
    () => ({
      usage: { sale: t`Sales`, purchase: t`Purchases` },
      kind: { percent: t`Percent`, fixed_per_unit: t`Amount for each unit` },
      treatment: { standard: t`Added`, reverse_charge: t`Reverse charge`, withholding: t`Withheld` },
      recognisedOn: { document: t`With the document`, payment: t`As it is paid` },
      part: { output: t`Output`, input: t`Input`, withheld: t`Withheld` },
      amount: { base: t`Base`, tax: t`Tax`, deductible: t`Deductible part` },
      category: {
        S: t`S – standard`,
        Z: t`Z – zero rated`,
        E: t`E – exempt`,
        AE: t`AE – reverse charge`,
        K: t`K – within the EU`,
        G: t`G – export`,
        O: t`O – outside the scope`,
      },
    }),
    [t],
  );
}

/** The choices of a field from its labels. */
export const choicesOf = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([value, label]) => ({ value, label }));
