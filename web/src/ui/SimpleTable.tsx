import type { ReactNode } from "react";
import type { Column } from "./DataTable.tsx";

interface SimpleTableProps<Item> {
  readonly label: string;
  readonly rows: readonly Item[];
  readonly columns: readonly Column<Item>[];
  readonly rowId: (item: Item) => string;
  /** Rows of sums: a label over all but the last columns, then values. */
  readonly sums?: readonly (readonly [label: ReactNode, ...values: ReactNode[]])[];
  readonly empty?: string;
}

/** A short table inside a page: the lines of a document, the parts of a record. On a phone columns may give way, and it scrolls sideways where it is too narrow. */
export function SimpleTable<Item>({ label, rows, columns, rowId, sums = [], empty }: SimpleTableProps<Item>) {
  if (rows.length === 0 && empty) return <p className="SimpleTable-empty">{empty}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who scrolls by keyboard needs to reach what scrolls
    <section className="SimpleTable" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(({ id, head, align, width, yields }) => (
              <th key={id} scope="col" data-align={align} data-yields={yields} style={width ? { width } : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowId(row)}>
              {columns.map(({ id, cell, align, yields }) => (
                <td key={id} data-align={align} data-yields={yields}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {sums.length > 0 && (
          <tfoot>
            {sums.map(([name, ...values], index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: sums have an order and no other identity
              <tr key={index}>
                <th scope="row" colSpan={columns.length - values.length}>
                  {name}
                </th>
                {values.map((value, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <td key={column} data-align="end" data-yields={columns.at(column - values.length)?.yields}>
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tfoot>
        )}
      </table>
    </section>
  );
}
