import type { CompanyFacts, Grant, TxCtx } from "#core/kernel/context.ts";
import type { Fault, Outcome } from "#core/kernel/fault.ts";

export type ImportColumn = Readonly<{
  name: string;
  required?: boolean;
  /** Other headers people use for it. */
  also?: readonly string[];
  about: string;
}>;

/** A row's cells by column, trimmed; an empty cell is absent. */
export type Cells = Readonly<Record<string, string | undefined>>;

/** What became of an item. Unchanged: it was there already, by its external id. */
export type ItemResult = "created" | "unchanged" | Readonly<{ fault: Fault }>;

/** What can be imported. Modules define theirs; `functions` assembles them. */
export type ImportKind<Item> = Readonly<{
  name: string;
  title: string;
  grant: Grant;
  columns: readonly ImportColumn[];
  /** The column whose equal values tie rows together that follow each other: the lines of a document. */
  groupBy?: string;
  /** Reads the cells of one row, or of one group. */
  read: (rows: readonly Cells[], company: CompanyFacts) => Outcome<Item>;
  /**
   * Writes items set-based, in order, and answers what became of each. A broken constraint, or `BatchRefused`, undoes the call; the importer then
   * finds whose fault it was by halves. Must not defer statements: they would escape that.
   */
  write: (tx: TxCtx, items: readonly Item[]) => Promise<readonly ItemResult[]>;
}>;
export type AnyImportKind = ImportKind<unknown>;

/** Hides the item's type: only `read` makes items and only `write` of the same kind gets them. */
export const defineImport = <Item>(kind: ImportKind<Item>): AnyImportKind => kind as unknown as AnyImportKind;
