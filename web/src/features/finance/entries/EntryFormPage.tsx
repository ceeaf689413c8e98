import { useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { Navigate, useNavigate, useParams } from "react-router";
import type { EntryDraftInput } from "#core/finance/entry-drafts/entry-draft.ts";
import { useAttachments } from "../../../api/attachments.ts";
import { useSession } from "../../../api/session.ts";
import { paths } from "../../../app/paths.ts";
import { AttachmentsPanel } from "../../../ui/AttachmentsPanel.tsx";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { DateField } from "../../../ui/DateField.tsx";
import { SelectField, TextField } from "../../../ui/Field.tsx";
import { FieldRow, Form, useZodForm } from "../../../ui/Form.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { toast } from "../../../ui/toast.ts";
import { useDeleteDraft, usePostDraft, usePostEntry, useSaveDraft } from "./commands.ts";
import { EntryLines } from "./EntryLines.tsx";
import { EntryValues, emptyLine } from "./entryForm.ts";
import { type Draft, entryQueries } from "./queries.ts";

export const NewEntryPage = () => <EntryEditor draft={undefined} />;

export function DraftPage() {
  const { id = "" } = useParams();
  const { data: draft } = useSuspenseQuery(entryQueries.draft(id));
  if (draft.state === "posted") return <Navigate replace to={paths.finance.entry(id)} />;
  return <EntryEditor key={draft.id} draft={draft} />;
}

const today = () => new Date().toLocaleDateString("sv");

/** An entry being written: kept as a draft as far as it is, or posted when it is whole. */
function EntryEditor({ draft }: { draft: Draft | undefined }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { company } = useSession();
  const { keep, post } = useSubmissions(draft);
  const { data: journals } = useSuspenseQuery(entryQueries.journals);
  const form = useZodForm(EntryValues, {
    ...(draft?.content ?? { effectiveOn: today() }),
    lines: draft ? [...draft.content.lines, emptyLine] : [emptyLine, emptyLine],
  });
  const { control } = form;
  const keeping = async (content: EntryDraftInput) => {
    await keep(content);
    form.reset(undefined, { keepValues: true }); // nothing is unsaved any more
  };
  const choices = journals
    .filter(({ active, manualPosting }) => active && manualPosting)
    .map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }));
  return (
    <Page
      title={draft ? t`Draft entry` : t`New entry`}
      mark={draft && <StatusBadge tone="neutral">{t`Draft`}</StatusBadge>}
      lead={draft?.ownerName && t`Written by ${draft.ownerName}`}
      back={{ to: draft ? paths.finance.entries({ state: "draft" }) : paths.finance.entries(), label: t`Entries` }}
      actions={draft && <DeleteDraft draft={draft} />}
    >
      <Form
        form={form}
        submit={t`Post the entry`}
        onSubmit={post}
        second={{ label: draft ? t`Save the draft` : t`Keep as a draft`, onSubmit: keeping }}
        onCancel={() => navigate(-1)}
      >
        <Panel>
          <FieldRow>
            <DateField control={control} name="effectiveOn" label={t`Date`} required />
            <TextField control={control} name="description" label={t`Text`} required />
            <SelectField control={control} name="journalId" label={t`Journal`} options={choices} clearable />
            <TextField control={control} name="currency" label={t`Currency`} placeholder={company.currency} empty="absent" />
          </FieldRow>
        </Panel>
        <EntryLines form={form} draft={draft} />
        {draft && <Attachments id={draft.id} />}
      </Form>
    </Page>
  );
}

function useSubmissions(draft: Draft | undefined) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [saveDraft, postDraft, postEntry] = [useSaveDraft(), usePostDraft(), usePostEntry()];
  // A draft that was saved and then refused is at a newer version than the one this form was opened with.
  const saved = useRef(draft && { id: draft.id, version: draft.version });
  const save = async (content: EntryDraftInput) => {
    saved.current = await saveDraft({ draft: saved.current, content });
    return saved.current;
  };
  const keep = async (content: EntryDraftInput) => {
    const { id } = await save(content);
    void toast(t`The draft is kept.`);
    navigate(paths.finance.entryDraft(id));
  };
  const post = async (content: EntryDraftInput) => {
    const answer = saved.current ? await postDraft(await save(content)) : await postEntry(content);
    const waits = "approval" in answer;
    void toast(waits ? t`It waits for a second person.` : t`The entry is posted.`);
    navigate(waits ? paths.finance.entries() : paths.finance.entry(answer.id), { replace: true });
  };
  return { keep, post };
}

function DeleteDraft({ draft }: { draft: Draft }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const remove = useDeleteDraft();
  return (
    <ConfirmButton
      variant="default"
      title={t`Delete this draft?`}
      text={t`It is thrown away with its attachments.`}
      verb={t`Delete the draft`}
      color="red"
      onConfirm={async () => {
        await remove(draft.id);
        void toast(t`The draft is deleted.`);
        navigate(paths.finance.entries({ state: "draft" }));
      }}
    >
      {t`Delete`}
    </ConfirmButton>
  );
}

function Attachments({ id }: { id: string }) {
  const { files, add, remove, save } = useAttachments("entries", id);
  return <AttachmentsPanel files={files} onAdd={add} onSave={save} onRemove={remove} />;
}
