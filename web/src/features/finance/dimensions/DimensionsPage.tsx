import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { DimensionInput } from "#core/finance/dimensions/dimension.ts";
import { paths } from "../../../app/paths.ts";
import { SelectField, TextField } from "../../../ui/Field.tsx";
import { Form, useZodForm } from "../../../ui/Form.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { toast } from "../../../ui/toast.ts";
import { type Dimension, dimensionQueries, type Split, useAddDimension, useChangeSplit } from "./queries.ts";
import { SplitEditor } from "./SplitEditor.tsx";

/** Where lines must name a value. */
export function useRequiredOn(): Readonly<Record<Dimension["required"], string>> {
  const { t } = useLingui();
  return { never: t`Never`, income_and_expense: t`On income and expenses`, always: t`On every line` };
}

/** What lines are told apart by, and the saved splits over it. */
export function DimensionsPage() {
  const { t } = useLingui();
  const { data: dimensions } = useSuspenseQuery(dimensionQueries.list);
  const required = useRequiredOn();
  return (
    <Page
      narrow
      title={t`Dimensions`}
      lead={t`Cost centres, projects, regions: what lines are told apart by beside their account.`}
      actions={<AddDimension />}
    >
      <Panel flush>
        <SimpleTable
          label={t`Dimensions`}
          rows={dimensions}
          rowId={({ id }) => id}
          empty={t`None yet. Add a cost centre, a project or whatever you report by.`}
          columns={[
            { id: "code", head: t`Code`, cell: ({ id, code }) => <Link to={paths.finance.dimension(id)}>{code}</Link>, width: "10rem" },
            { id: "name", head: t`Name`, cell: ({ name }) => name },
            { id: "required", head: t`Required`, cell: (dimension) => required[dimension.required] },
            { id: "state", head: t`State`, cell: ({ active }) => <InUse active={active} />, width: "8rem" },
          ]}
        />
      </Panel>
      <Splits />
    </Page>
  );
}

export function InUse({ active }: { active: boolean }) {
  const { t } = useLingui();
  return active ? <StatusBadge tone="good">{t`In use`}</StatusBadge> : <StatusBadge tone="neutral">{t`Not in use`}</StatusBadge>;
}

function Splits() {
  const { t } = useLingui();
  const { data: splits } = useSuspenseQuery(dimensionQueries.splits);
  const change = useChangeSplit();
  const [edited, setEdited] = useState<Split | "new">();
  return (
    <Panel
      title={t`Saved splits`}
      flush
      actions={
        <Button variant="subtle" size="compact-sm" leftSection={<Icon name="plus" size={14} />} onClick={() => setEdited("new")}>
          <Trans>New split</Trans>
        </Button>
      }
    >
      <SimpleTable
        label={t`Saved splits`}
        rows={splits}
        rowId={({ id }) => id}
        empty={t`None yet. A split shares a line out by percentages.`}
        columns={[
          { id: "code", head: t`Code`, cell: ({ code }) => code, width: "10rem" },
          { id: "name", head: t`Name`, cell: ({ name }) => name },
          { id: "shares", head: t`Shares`, cell: ({ shares }) => shares.map(({ percent }) => `${percent} %`).join(" · ") },
          {
            id: "state",
            head: t`State`,
            align: "end",
            width: "15rem",
            cell: (split) => (
              <Button.Group>
                <Button size="xs" variant="default" aria-label={t`Change split ${split.code}`} onClick={() => setEdited(split)}>
                  <Trans>Change</Trans>
                </Button>
                <Button size="xs" variant="default" onClick={() => void change({ split, active: !split.active })}>
                  {split.active ? t`Deactivate` : t`Activate`}
                </Button>
              </Button.Group>
            ),
          },
        ]}
      />
      {edited && <SplitEditor split={edited} onClose={() => setEdited(undefined)} />}
    </Panel>
  );
}

function AddDimension() {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpened(true)}>
        <Trans>New dimension</Trans>
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t`New dimension`}
        closeButtonProps={{ "aria-label": t`Close` }}
        centered
      >
        <DimensionForm />
      </Modal>
    </>
  );
}

function DimensionForm() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const add = useAddDimension();
  const required = useRequiredOn();
  const form = useZodForm(DimensionInput, { code: "", name: "", required: "never" });
  const { control } = form;
  return (
    <Form
      form={form}
      submit={t`Add the dimension`}
      onSubmit={async (input) => {
        const dimension = await add(input);
        void toast(t`Dimension ${dimension.name} is there.`);
        navigate(paths.finance.dimension(dimension.id));
      }}
    >
      <TextField control={control} name="code" label={t`Code`} required />
      <TextField control={control} name="name" label={t`Name`} required />
      <SelectField
        control={control}
        name="required"
        label={t`Required`}
        options={Object.entries(required).map(([value, label]) => ({ value, label }))}
      />
    </Form>
  );
}
