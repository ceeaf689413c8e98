import { Trans, useLingui } from "@lingui/react/macro";
import { FileInput } from "@mantine/core";
import { useState } from "react";
import { problemError } from "../../../api/problem.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { toast } from "../../../ui/toast.ts";
import { useImportRates } from "./queries.ts";

/** Takes in a file of the European Central Bank, as it was downloaded. */
export function ImportRatesButton() {
  const { t } = useLingui();
  const bring = useImportRates();
  const [file, setFile] = useState<File | null>(null);
  return (
    <ConfirmButton
      variant="default"
      title={t`Import rates`}
      verb={t`Import`}
      ready={file !== null}
      text={
        <div className="Dialog">
          <Trans>
            The reference rates of the European Central Bank, XML or CSV, of a day or their history. They are brought to your currency; a
            rate that somebody entered stays.
          </Trans>
          <FileInput label={t`File`} placeholder="eurofxref.xml" accept=".xml,.csv" value={file} onChange={setFile} />
        </div>
      }
      onConfirm={async () => {
        if (!file) return;
        const { state, report, error } = await bring.mutateAsync(file);
        if (state === "failed")
          throw problemError({
            type: "/problems/import.failed",
            title: t`The file is not imported.`,
            status: 422,
            code: "import.failed",
            detail: error ?? "",
          });
        setFile(null);
        const days = report?.created ?? 0;
        void toast(t`The rates of ${days} days are new or changed.`);
      }}
    >
      <Trans>Import</Trans>
    </ConfirmButton>
  );
}
