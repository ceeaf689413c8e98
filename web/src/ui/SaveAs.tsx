import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { useState } from "react";
import { problemOf } from "../api/problem.ts";
import { Icon } from "./Icon.tsx";
import { toast } from "./toast.ts";

const formats = ["pdf", "xlsx", "csv"] as const;
type Format = (typeof formats)[number];

interface SaveAsProps {
  /** Other shapes of the file, each with the formats below it. Default: one. */
  readonly shapes?: readonly Readonly<{ value: string; label: string }>[];
  readonly save: (as: Readonly<{ format: Format; language: string; shape: string | undefined }>) => Promise<void>;
}

/** A report as a file or on paper. */
export function SaveAs({ shapes = [], save }: SaveAsProps) {
  const { t, i18n } = useLingui();
  const [busy, setBusy] = useState(false);
  const choose = async (format: Format, shape: string | undefined) => {
    setBusy(true);
    try {
      await save({ format, language: i18n.locale, shape });
    } catch (error) {
      const { detail, title } = problemOf(error);
      void toast(detail ?? title);
    } finally {
      setBusy(false);
    }
  };
  const items = (shape?: string) =>
    formats.map((format) => (
      <Menu.Item key={`${shape} ${format}`} onClick={() => void choose(format, shape)}>
        {format.toUpperCase()}
      </Menu.Item>
    ));
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button variant="default" loading={busy} rightSection={<Icon name="chevronDown" size={14} />}>
            <Trans>Save as</Trans>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {shapes.length === 0
            ? items()
            : shapes.map(({ value, label }) => [<Menu.Label key={value}>{label}</Menu.Label>, ...items(value)])}
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" onClick={() => window.print()}>{t`Print`}</Button>
    </>
  );
}
