import { Trans, useLingui } from "@lingui/react/macro";
import { Button, MultiSelect, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { problemOf } from "../../../api/problem.ts";
import { FieldRow } from "../../../ui/Form.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { useCreateCsvFormat } from "./queries.ts";

interface CsvFormatFormProps {
  readonly headings: readonly string[];
  readonly onSaved: (id: string) => void;
}

const DATES = ["YYYY-MM-DD", "DD.MM.YYYY", "DD.MM.YY", "DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "YYYYMMDD"] as const;
type Dates = (typeof DATES)[number];
type Decimal = "." | ",";
type Column = "bookedOn" | "amount" | "debit" | "credit" | "side" | "name" | "account" | "bankReference" | "balance";

/** What the columns of a bank's CSV mean, saved for its next files. */
export function CsvFormatForm({ headings, onSaved }: CsvFormatFormProps) {
  const { t } = useLingui();
  const create = useCreateCsvFormat();
  const [name, setName] = useState("");
  const [columns, setColumns] = useState<Partial<Record<Column, string>>>({});
  const [text, setText] = useState<string[]>([]);
  const [decimal, setDecimal] = useState<Decimal>(",");
  const [dates, setDates] = useState<Dates>("DD.MM.YYYY");
  const column = (key: Column, label: string) => (
    <Select
      label={label}
      data={[...headings]}
      clearable
      searchable
      value={columns[key] ?? null}
      onChange={(heading) => setColumns(({ [key]: _, ...rest }) => (heading ? { ...rest, [key]: heading } : rest))}
    />
  );
  const { bookedOn = "", ...others } = columns;
  const save = async () => {
    const mapping = { decimal, dates, columns: { bookedOn, ...others, text } };
    const saved = await create.mutateAsync({ name, mapping }).catch(() => undefined);
    if (saved) onSaved(saved.id);
  };
  return (
    <div className="Form">
      <TextInput label={t`Name of this form`} value={name} onChange={(event) => setName(event.currentTarget.value)} required />
      <FieldRow>
        {column("bookedOn", t`Day it was booked`)}
        <Writing {...{ dates, setDates, decimal, setDecimal }} />
      </FieldRow>
      <FieldRow>
        {column("amount", t`Amount`)}
        {column("side", t`Word for debit or credit`)}
      </FieldRow>
      <FieldRow>
        {column("debit", t`Or: debits`)}
        {column("credit", t`and credits`)}
        {column("balance", t`Balance behind the line`)}
      </FieldRow>
      <FieldRow>
        {column("name", t`Name of the other side`)}
        {column("account", t`Its account`)}
        {column("bankReference", t`The bank's own reference`)}
      </FieldRow>
      <MultiSelect label={t`Text`} data={[...headings]} value={text} onChange={setText} />
      <ProblemNote problem={create.error ? problemOf(create.error) : undefined} />
      <div>
        <Button variant="default" loading={create.isPending} disabled={name.trim() === "" || bookedOn === ""} onClick={() => void save()}>
          <Trans>Save this form</Trans>
        </Button>
      </div>
    </div>
  );
}

interface WritingProps {
  readonly dates: Dates;
  readonly setDates: (dates: Dates) => void;
  readonly decimal: Decimal;
  readonly setDecimal: (decimal: Decimal) => void;
}

/** How the bank writes days and amounts. */
function Writing({ dates, setDates, decimal, setDecimal }: WritingProps) {
  const { t } = useLingui();
  const decimals = [
    { value: ",", label: t`a comma: 1.234,50` },
    { value: ".", label: t`a point: 1,234.50` },
  ];
  return (
    <>
      <Select
        label={t`Days are written`}
        data={[...DATES]}
        value={dates}
        allowDeselect={false}
        onChange={(form) => setDates((form as Dates | null) ?? dates)}
      />
      <Select
        label={t`Decimals stand behind`}
        data={decimals}
        value={decimal}
        allowDeselect={false}
        onChange={(sign) => setDecimal((sign as Decimal | null) ?? decimal)}
      />
    </>
  );
}
