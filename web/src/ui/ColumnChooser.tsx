import { Trans } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { useState } from "react";
import { Icon } from "./Icon.tsx";

/** Which columns of one table the person has put away; kept in the browser. */
export interface HiddenColumns {
  readonly ids: readonly string[];
  readonly toggle: (id: string) => void;
}

export function useHiddenColumns(table: string): HiddenColumns {
  const key = `columns:${table}`;
  const [ids, setIds] = useState<readonly string[]>(() => remembered(key));
  const toggle = (id: string) => {
    const next = ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
    localStorage.setItem(key, JSON.stringify(next));
    setIds(next);
  };
  return { ids, toggle };
}

function remembered(key: string): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(stored) ? stored.filter((id): id is string => typeof id === "string") : [];
  } catch {
    return [];
  }
}

interface ColumnChooserProps {
  readonly columns: readonly { readonly id: string; readonly head: string }[];
  readonly hidden: HiddenColumns;
}

/** Every column but the first, which names the row, can be put away. */
export function ColumnChooser({ columns, hidden }: ColumnChooserProps) {
  return (
    <Menu withInitialFocusPlaceholder={false} position="bottom-end" closeOnItemClick={false} shadow="md">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="dimmed"
          size="sm"
          rightSection={<Icon name="chevronDown" size={14} />}
          className="DataTable-columns"
        >
          <Trans>Columns</Trans>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.slice(1).map(({ id, head }) => (
          <Menu.CheckboxItem
            key={id}
            checked={!hidden.ids.includes(id)}
            onChange={() => hidden.toggle(id)}
            checkIcon={<Icon name="check" size={16} />}
          >
            {head}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
