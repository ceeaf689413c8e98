import { Select } from "@mantine/core";
import { useEffectNames } from "./checkNames.ts";
import type { CloseEffect } from "./closing.ts";

interface EffectSelectProps {
  readonly label: string;
  readonly value: CloseEffect;
  readonly onChange: (value: CloseEffect) => void;
}

/** Left out, warns or refuses. */
export function EffectSelect({ label, value, onChange }: EffectSelectProps) {
  const names = useEffectNames();
  const options = (Object.keys(names) as CloseEffect[]).map((effect) => ({ value: effect, label: names[effect] }));
  return (
    <Select
      size="xs"
      aria-label={label}
      data={options}
      value={value}
      allowDeselect={false}
      onChange={(chosen) => chosen && onChange(chosen as CloseEffect)}
    />
  );
}
