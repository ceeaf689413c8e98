import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button } from "@mantine/core";
import { areWhole, type Share } from "#core/finance/splits/split.ts";
import { DecimalInput } from "./DecimalInput.tsx";
import { type DimensionChoice, DimensionLookups, type ValueName, type ValueNames } from "./DimensionLookups.tsx";
import { Icon } from "./Icon.tsx";

/** Two halves, to begin with. */
export const emptyShares: Share[] = [
  { percent: "50", dimensions: [] },
  { percent: "50", dimensions: [] },
];

interface ShareRowsProps {
  readonly dimensions: readonly DimensionChoice[];
  readonly shares: readonly Share[];
  readonly names: ValueNames;
  readonly onName: (id: string, name: ValueName) => void;
  readonly onChange: (shares: Share[]) => void;
}

/** The shares of a split: how much of a hundred goes to which values. */
export function ShareRows({ dimensions: choices, shares, names, onName, onChange }: ShareRowsProps) {
  const { t } = useLingui();
  const change = (index: number, share: Partial<Share>) => onChange(shares.map((one, at) => (at === index ? { ...one, ...share } : one)));
  return (
    <div className="Shares">
      {shares.map((share, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shares have an order and no other identity
        <div className="Shares-row" key={index}>
          <DecimalInput
            aria-label={t`Percentage of share ${index + 1}`}
            unit="%"
            value={share.percent}
            onChange={(percent) => change(index, { percent })}
          />
          <DimensionLookups
            dimensions={choices}
            values={share.dimensions}
            names={names}
            onName={onName}
            onChange={(dimensions) => change(index, { dimensions })}
            of={t`of share ${index + 1}`}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            c="dimmed"
            aria-label={t`Remove share ${index + 1}`}
            disabled={shares.length <= 2}
            onClick={() => onChange(shares.filter((_, at) => at !== index))}
          >
            <Icon name="trash" size={16} />
          </ActionIcon>
        </div>
      ))}
      <div className="Shares-foot">
        <Button
          variant="subtle"
          size="sm"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => onChange([...shares, { percent: "", dimensions: [] }])}
        >
          <Trans>Add a share</Trans>
        </Button>
        {!areWhole(shares) && <p className="FieldError">{t`The shares must come to 100 percent.`}</p>}
      </div>
    </div>
  );
}
