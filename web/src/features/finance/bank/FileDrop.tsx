import { Trans, useLingui } from "@lingui/react/macro";
import { useRef, useState } from "react";
import { Icon } from "../../../ui/Icon.tsx";

interface FileDropProps {
  readonly onFile: (file: File) => void;
  readonly name: string | undefined;
}

/** Takes a file that is dropped on it, or chosen. */
export function FileDrop({ onFile, name }: FileDropProps) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file) onFile(file);
  };
  return (
    <>
      <button
        type="button"
        className="FileDrop"
        data-over={over || undefined}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <Icon name="arrowUp" size={24} />
        <strong>{name ?? <Trans>Drop a file of your bank here, or choose one</Trans>}</strong>
        <small>
          <Trans>camt.053, camt.054, OFX or CSV, up to 10 MB</Trans>
        </small>
      </button>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t`File of the bank`}
        accept=".xml,.ofx,.qfx,.csv,.txt,text/csv,application/xml"
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
