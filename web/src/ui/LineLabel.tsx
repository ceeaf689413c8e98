import { useLingui } from "@lingui/react/macro";

/** The column's head names a field of a line where there is room; on a phone it has a label of its own. Read out it says its line too. */
export function LineLabel({ of, position }: { of: string; position: number }) {
  const { t } = useLingui();
  return (
    <>
      {of} <span className="visually-hidden">{t`of line ${position}`}</span>
    </>
  );
}
