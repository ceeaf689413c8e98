import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, FileButton } from "@mantine/core";
import { useState } from "react";
import { type Problem, problemOf } from "../api/problem.ts";
import { Icon } from "./Icon.tsx";
import { InstantText } from "./MoneyText.tsx";
import { Panel } from "./Page.tsx";
import { ProblemNote } from "./ProblemView.tsx";

interface AttachedFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly uploadedAt: string;
  readonly uploadedByName: string;
}

interface AttachmentsPanelProps<File_ extends AttachedFile> {
  readonly files: readonly File_[];
  readonly onAdd: (file: File) => Promise<unknown>;
  readonly onSave: (file: File_) => Promise<unknown>;
  /** Absent where files stay for good. */
  readonly onRemove?: ((id: string) => Promise<unknown>) | undefined;
}

/** The files of a record: attach, save, and take off while it is a draft. */
export function AttachmentsPanel<File_ extends AttachedFile>({ files, onAdd, onSave, onRemove }: AttachmentsPanelProps<File_>) {
  const { t } = useLingui();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const doing = async (work: () => Promise<unknown>) => {
    setProblem(undefined);
    setBusy(true);
    try {
      await work();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const addAll = (chosen: readonly File[]) =>
    doing(async () => {
      for (const file of chosen) await onAdd(file);
    });
  return (
    <Panel
      title={t`Attachments`}
      actions={
        <FileButton multiple onChange={(chosen) => void addAll(chosen)}>
          {(props) => (
            <Button {...props} variant="default" size="xs" loading={busy} leftSection={<Icon name="plus" size={14} />}>
              <Trans>Attach files</Trans>
            </Button>
          )}
        </FileButton>
      }
    >
      <ProblemNote problem={problem} />
      {files.length === 0 ? (
        <p className="RecordList-empty">{t`No files. Up to 10 MB each: PDF, images, office documents, texts.`}</p>
      ) : (
        <ul className="RecordList">
          {files.map((file) => (
            <FileRow
              key={file.id}
              file={file}
              onSave={() => void doing(() => onSave(file))}
              onRemove={onRemove && (() => void doing(() => onRemove(file.id)))}
            />
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface FileRowProps {
  readonly file: AttachedFile;
  readonly onSave: () => void;
  readonly onRemove: (() => void) | undefined;
}

function FileRow({ file, onSave, onRemove }: FileRowProps) {
  const { t } = useLingui();
  return (
    <li>
      <div>
        <button type="button" className="LinkButton" onClick={onSave}>
          {file.name}
        </button>
        <small>
          {sizeOf(file.size)} · {file.uploadedByName} · <InstantText value={file.uploadedAt} />
        </small>
      </div>
      {onRemove && (
        <ActionIcon variant="subtle" color="gray" c="dimmed" aria-label={t`Remove ${file.name}`} onClick={onRemove}>
          <Icon name="trash" size={16} />
        </ActionIcon>
      )}
    </li>
  );
}

const sizeOf = (bytes: number) => (bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);
