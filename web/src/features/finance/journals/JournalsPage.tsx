import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal } from "@mantine/core";
import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { JournalInput, JournalKind } from "#core/finance/journals/journal.ts";
import { api } from "../../../api/client.ts";
import { ifMatch, read } from "../../../api/read.ts";
import type { Item } from "../../../api/types.ts";
import { SelectField, SwitchField, TextField } from "../../../ui/Field.tsx";
import { Form, useZodForm } from "../../../ui/Form.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { toast } from "../../../ui/toast.ts";

type Journal = Item<"/finance/journals">;

const journals = queryOptions({
  queryKey: ["finance", "journals"],
  queryFn: async () => (await read(api.GET("/finance/journals", { params: { query: { limit: 200 } } }))).items,
});

const useChange = () => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ journal, changes }: { journal: Journal; changes: { active?: boolean; manualPosting?: boolean } }) =>
      read(
        api.PATCH("/finance/journals/{id}", {
          params: { path: { id: journal.id } },
          headers: ifMatch(journal.version),
          body: changes,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: journals.queryKey }),
  }).mutateAsync;
};

const useAdd = () => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (journal: JournalInput) => read(api.POST("/finance/journals", { body: journal })),
    onSuccess: () => queries.invalidateQueries({ queryKey: journals.queryKey }),
  }).mutateAsync;
};

/** The books that entries are written into: which there are, which are in use, and which people post to by hand. */
export function JournalsPage() {
  const { t } = useLingui();
  const { data } = useSuspenseQuery(journals);
  const change = useChange();
  const kinds = useKinds();
  return (
    <Page narrow title={t`Journals`} lead={t`Every entry stands in one of them.`} actions={<AddJournal />}>
      <Panel flush>
        <SimpleTable
          label={t`Journals`}
          rows={data}
          rowId={({ id }) => id}
          columns={[
            { id: "code", head: t`Code`, cell: ({ code }) => code, width: "6rem" },
            { id: "name", head: t`Name`, cell: ({ name }) => name },
            { id: "kind", head: t`Kind`, cell: ({ kind }) => kinds[kind] },
            {
              id: "use",
              head: t`Use`,
              cell: ({ active, manualPosting }) => <Use active={active} manualPosting={manualPosting} />,
            },
            {
              id: "change",
              head: t`Change`,
              align: "end",
              width: "17rem",
              cell: (journal) => (
                <Button.Group>
                  <Button
                    size="xs"
                    variant="default"
                    onClick={() => void change({ journal, changes: { manualPosting: !journal.manualPosting } })}
                  >
                    {journal.manualPosting ? t`Documents only` : t`Allow by hand`}
                  </Button>
                  <Button size="xs" variant="default" onClick={() => void change({ journal, changes: { active: !journal.active } })}>
                    {journal.active ? t`Deactivate` : t`Activate`}
                  </Button>
                </Button.Group>
              ),
            },
          ]}
        />
      </Panel>
    </Page>
  );
}

function Use({ active, manualPosting }: Pick<Journal, "active" | "manualPosting">) {
  const { t } = useLingui();
  if (!active) return <StatusBadge tone="neutral">{t`Not in use`}</StatusBadge>;
  return manualPosting ? (
    <StatusBadge tone="good">{t`By hand too`}</StatusBadge>
  ) : (
    <StatusBadge tone="info">{t`Documents only`}</StatusBadge>
  );
}

function useKinds(): Readonly<Record<Journal["kind"], string>> {
  const { t } = useLingui();
  return {
    general: t`General`,
    sales: t`Sales`,
    purchase: t`Purchases`,
    bank: t`Bank`,
    cash: t`Cash`,
    payroll: t`Payroll`,
    closing: t`Closing`,
    opening: t`Opening balances`,
  };
}

function AddJournal() {
  const { t } = useLingui();
  const add = useAdd();
  const kinds = useKinds();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpened(true)}>
        <Trans>New journal</Trans>
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t`New journal`} closeButtonProps={{ "aria-label": t`Close` }} centered>
        <JournalForm
          kinds={kinds}
          onSubmit={async (journal) => {
            await add(journal);
            setOpened(false);
            void toast(t`Journal ${journal.code} is there.`);
          }}
        />
      </Modal>
    </>
  );
}

interface JournalFormProps {
  readonly kinds: Readonly<Record<Journal["kind"], string>>;
  readonly onSubmit: (journal: JournalInput) => Promise<unknown>;
}

function JournalForm({ kinds, onSubmit }: JournalFormProps) {
  const { t } = useLingui();
  const form = useZodForm(JournalInput, { code: "", name: "", kind: "general", manualPosting: true });
  const { control } = form;
  return (
    <Form form={form} submit={t`Add the journal`} onSubmit={onSubmit}>
      <TextField control={control} name="code" label={t`Code`} required />
      <TextField control={control} name="name" label={t`Name`} required />
      <SelectField
        control={control}
        name="kind"
        label={t`Kind`}
        options={JournalKind.options.map((value) => ({ value, label: kinds[value] }))}
      />
      <SwitchField control={control} name="manualPosting" label={t`Entries by hand`} />
    </Form>
  );
}
