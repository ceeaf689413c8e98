import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal, Select } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useParams } from "react-router";
import { DimensionValueInput } from "#core/finance/dimensions/dimension.ts";
import { usePages } from "../../../api/pages.ts";
import { paths } from "../../../app/paths.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { DateField } from "../../../ui/DateField.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { SelectField, TextField } from "../../../ui/Field.tsx";
import { FieldRow, Form, useZodForm } from "../../../ui/Form.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { DateText } from "../../../ui/MoneyText.tsx";
import { Page } from "../../../ui/Page.tsx";
import { SearchInput } from "../../../ui/SearchInput.tsx";
import { toast } from "../../../ui/toast.ts";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { InUse, useRequiredOn } from "./DimensionsPage.tsx";
import { type Dimension, type DimensionValue, dimensionQueries, useAddValue, useChangeDimension, useChangeValue } from "./queries.ts";

const filters = ["q"] as const;

/** One dimension with its values. */
export function DimensionPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: dimension } = useSuspenseQuery(dimensionQueries.one(id));
  const [{ q }, setFilter] = useUrlFilter(filters);
  const list = usePages(dimensionQueries.values(id, { limit: 200, ...(q && { q }) }));
  return (
    <Page
      title={dimension.name}
      lead={dimension.code}
      back={{ to: paths.finance.dimensions(), label: t`Dimensions` }}
      mark={<InUse active={dimension.active} />}
      actions={<Actions dimension={dimension} values={list.rows} />}
    >
      <DataTable
        {...list}
        label={t`Values`}
        columns={useColumns(list.rows)}
        rowId={(value) => value.id}
        toolbar={<SearchInput label={t`Search values`} value={q ?? ""} onChange={(text) => setFilter({ q: text })} />}
        empty={<EmptyState icon="products" title={t`No values`} hint={t`Add the first cost centre, project or region.`} />}
      />
    </Page>
  );
}

function useColumns(values: readonly DimensionValue[]) {
  const { t } = useLingui();
  const change = useChangeValue();
  return useMemo<Column<DimensionValue>[]>(() => {
    const names = new Map(values.map((value) => [value.id, `${value.code} ${value.name}`]));
    return [
      { id: "code", head: t`Code`, cell: ({ code }) => code, below: ({ name }) => name, width: "9rem" },
      { id: "name", head: t`Name`, cell: ({ name }) => name, yields: "phone" },
      { id: "parent", head: t`Below`, cell: ({ parentId }) => names.get(parentId ?? "") ?? "", yields: "tablet" },
      { id: "from", head: t`From`, cell: ({ validFrom }) => validFrom && <DateText value={validFrom} />, width: "8rem", yields: "tablet" },
      { id: "to", head: t`To`, cell: ({ validTo }) => validTo && <DateText value={validTo} />, width: "8rem", yields: "tablet" },
      { id: "state", head: t`State`, cell: ({ active }) => <InUse active={active} />, width: "8rem", yields: "phone" },
      {
        id: "change",
        head: t`Change`,
        align: "end",
        width: "9rem",
        cell: (value) => (
          <Button size="xs" variant="default" onClick={() => void change({ value, changes: { active: !value.active } })}>
            {value.active ? t`Deactivate` : t`Activate`}
          </Button>
        ),
      },
    ];
  }, [t, change, values]);
}

function Actions({ dimension, values }: { dimension: Dimension; values: readonly DimensionValue[] }) {
  const { t } = useLingui();
  const change = useChangeDimension(dimension);
  const required = useRequiredOn();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Select
        aria-label={t`Required`}
        allowDeselect={false}
        data={Object.entries(required).map(([value, label]) => ({ value, label }))}
        value={dimension.required}
        onChange={(value) => void change({ required: value as Dimension["required"] })}
      />
      <Button variant="default" onClick={() => void change({ active: !dimension.active })}>
        {dimension.active ? t`Deactivate` : t`Activate`}
      </Button>
      <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpened(true)}>
        <Trans>New value</Trans>
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t`New value`} closeButtonProps={{ "aria-label": t`Close` }} centered>
        <ValueForm dimensionId={dimension.id} values={values} onDone={() => setOpened(false)} />
      </Modal>
    </>
  );
}

interface ValueFormProps {
  readonly dimensionId: string;
  readonly values: readonly DimensionValue[];
  readonly onDone: () => void;
}

function ValueForm({ dimensionId, values, onDone }: ValueFormProps) {
  const { t } = useLingui();
  const add = useAddValue(dimensionId);
  const form = useZodForm(DimensionValueInput, { code: "", name: "", parentId: null });
  const { control } = form;
  return (
    <Form
      form={form}
      submit={t`Add the value`}
      onSubmit={async (input) => {
        await add(input);
        onDone();
        void toast(t`Value ${input.code} is there.`);
      }}
    >
      <FieldRow>
        <TextField control={control} name="code" label={t`Code`} required />
        <TextField control={control} name="name" label={t`Name`} required />
      </FieldRow>
      <SelectField
        control={control}
        name="parentId"
        label={t`Below`}
        description={t`Reports count it with the value above.`}
        options={values.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
        clearable
        empty="null"
      />
      <FieldRow>
        <DateField control={control} name="validFrom" label={t`From`} clearable />
        <DateField control={control} name="validTo" label={t`To`} clearable />
      </FieldRow>
    </Form>
  );
}
