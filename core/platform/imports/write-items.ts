import type { TxCtx } from "#core/kernel/context.ts";
import { writeByHalves } from "#core/kernel/write-by-halves.ts";
import type { Item } from "./group-rows.ts";
import type { AnyImportKind, ItemResult } from "./import-kind.ts";

/** Writes the items that could be read, and answers what became of every one, in order. */
export const writeItems = async (tx: TxCtx, kind: AnyImportKind, items: readonly Item[]): Promise<readonly ItemResult[]> => {
  const inputs = items.flatMap(({ input }) => (input.ok ? [input.value] : []));
  const results = (await writeByHalves(tx, inputs, kind.write)).values();
  return items.map(({ input }): ItemResult => {
    if (!input.ok) return { fault: input.fault };
    const { value } = results.next();
    if (value === undefined) throw new Error(`Import ${kind.name} did not say what became of an item.`);
    return value;
  });
};
