import { useLingui } from "@lingui/react/macro";
import { columnVisibilityFeature, createColumnHelper, rowSortingFeature, tableFeatures, useTable } from "@tanstack/react-table";
import { useWindowVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Problem } from "../api/problem.ts";
import { ColumnChooser, type HiddenColumns, useHiddenColumns } from "./ColumnChooser.tsx";
import { type More, TableFoot } from "./DataTableFoot.tsx";
import { HeadCell } from "./DataTableHead.tsx";
import { Row } from "./DataTableRow.tsx";
import { ProblemView } from "./ProblemView.tsx";
import { sortedBy } from "./sort.ts";
import { useRoving } from "./useRoving.ts";

export interface Column<Item> {
  readonly id: string;
  readonly head: string;
  readonly cell: (item: Item) => ReactNode;
  readonly align?: "end";
  /** The name the API sorts by; without one the column cannot be sorted. */
  readonly sort?: string;
  /** Width in CSS; columns without one share what is left. */
  readonly width?: string;
  /** Columns that give way when the table is only as wide as a phone, a tablet or a small desk. */
  readonly yields?: "phone" | "tablet" | "desk";
  /** On a phone, what stands below the cell in place of a column that gave way. */
  readonly below?: (item: Item) => ReactNode;
}

export interface DataTableProps<Item> {
  /** Names the table for screen readers and remembers its hidden columns. */
  readonly label: string;
  readonly rows: readonly Item[];
  readonly columns: readonly Column<Item>[];
  readonly rowId: (item: Item) => string;
  /** Where a row leads; its first cell becomes the link. */
  readonly href?: (item: Item) => string;
  /** The API's sort: `name`, or `-name` for descending. */
  readonly sort?: string | undefined;
  readonly onSort?: (sort: string | undefined) => void;
  readonly loading?: boolean;
  /** Rows of an earlier question are shown while the next answer is on its way. */
  readonly stale?: boolean;
  readonly problem?: Problem | undefined;
  readonly onRetry?: () => void;
  readonly more?: More;
  readonly empty: ReactNode;
  /** Search and filters, left of the column menu. */
  readonly toolbar?: ReactNode;
}

const features = tableFeatures({ rowSortingFeature, columnVisibilityFeature });
const rowHeight = 44;

/** A list of any length: sorted and paged by the API, drawn only where it is seen, walked with the arrow keys. */
export function DataTable<Item extends object>(props: DataTableProps<Item>) {
  const hidden = useHiddenColumns(props.label);
  return (
    <div className="DataTable" data-stale={props.stale || undefined} aria-busy={props.stale || undefined}>
      <div className="DataTable-toolbar">
        <div className="DataTable-filters">{props.toolbar}</div>
        <ColumnChooser columns={props.columns} hidden={hidden} />
      </div>
      <Body {...props} hidden={hidden} />
    </div>
  );
}

function Body<Item extends object>(props: DataTableProps<Item> & { hidden: HiddenColumns }) {
  const { rows, problem, onRetry, loading, empty } = props;
  if (problem) return <ProblemView problem={problem} onRetry={onRetry} />;
  if (loading) return <Waiting columns={props.columns.length} />;
  if (rows.length === 0) return empty;
  return <Rows {...props} />;
}

function Rows<Item extends object>(props: DataTableProps<Item> & { hidden: HiddenColumns }) {
  const { rows, columns, rowId, href, sort, onSort, more, label, hidden } = props;
  const table = useItems(rows, columns, rowId, hidden, sort);
  const items = table.getRowModel().rows;
  const [frame, top] = useDistanceFromTop();
  const virtual = useWindowVirtualizer<HTMLTableRowElement>({
    count: items.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => items[index]?.id ?? index,
  });
  const roving = useRoving(items.length, (index) => virtual.scrollToIndex(index));
  const { drawn, before, after } = drawnPart(virtual, top);
  const byId = new Map(columns.map((column) => [column.id, column]));

  return (
    <div ref={frame}>
      <table
        className="DataTable-table"
        aria-label={label}
        aria-rowcount={more?.hasMore ? -1 : items.length + 1}
        data-links={href ? true : undefined}
      >
        <thead>
          <tr>
            {table.getVisibleLeafColumns().map(({ id }) => {
              const column = byId.get(id);
              return column && <HeadCell key={id} column={column} sort={sort} onSort={onSort} />;
            })}
          </tr>
        </thead>
        <tbody ref={roving.ref} onKeyDown={roving.onKeyDown}>
          <Spacer height={before} />
          {drawn.map(({ index }) => {
            const row = items[index];
            return (
              row && (
                <Row
                  key={row.id}
                  ref={virtual.measureElement}
                  index={index}
                  to={href?.(row.original)}
                  focusable={index === roving.active}
                  onFocus={roving.setActive}
                >
                  {row
                    .getVisibleCells()
                    .map((cell) => ({ column: byId.get(cell.column.id), content: <table.FlexRender cell={cell} />, id: cell.id }))}
                </Row>
              )
            );
          })}
          <Spacer height={after} />
        </tbody>
      </table>
      <TableFoot count={items.length} more={more} nearEnd={(drawn.at(-1)?.index ?? 0) >= items.length - 15} />
    </div>
  );
}

/** The rows that are drawn, and how high the ones before and after them are. */
function drawnPart(virtual: Virtualizer<Window, HTMLTableRowElement>, top: number) {
  const drawn = virtual.getVirtualItems();
  const before = (drawn[0]?.start ?? top) - top;
  const after = virtual.getTotalSize() - ((drawn.at(-1)?.end ?? top) - top);
  return { drawn, before, after };
}

function useItems<Item extends object>(
  rows: readonly Item[],
  columns: readonly Column<Item>[],
  rowId: (item: Item) => string,
  hidden: HiddenColumns,
  sort: string | undefined,
) {
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Item>();
    return columns.map((column) =>
      helper.display({
        id: column.id,
        header: column.head,
        cell: ({ row }) => <CellOf column={column} item={row.original} />,
        enableSorting: Boolean(column.sort),
      }),
    );
  }, [columns]);
  const visibility = useMemo(() => Object.fromEntries(hidden.ids.map((id) => [id, false])), [hidden.ids]);
  return useTable({
    features,
    columns: definitions,
    data: rows as Item[],
    getRowId: rowId,
    manualSorting: true,
    state: { columnVisibility: visibility, sorting: sortedBy(columns, sort) },
  });
}

function CellOf<Item>({ column, item }: { column: Column<Item>; item: Item }) {
  if (!column.below) return column.cell(item);
  return (
    <>
      {column.cell(item)}
      <small className="DataTable-below">{column.below(item)}</small>
    </>
  );
}

const Spacer = ({ height }: { height: number }) =>
  height > 0 ? (
    <tr className="DataTable-spacer">
      <td style={{ height }} />
    </tr>
  ) : null;

function Waiting({ columns }: { columns: number }) {
  const { t } = useLingui();
  return (
    <div className="DataTable-waiting" role="status" aria-label={t`Loading`}>
      {Array.from({ length: 8 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: eight alike placeholders
        <div key={row} style={{ gridTemplateColumns: `2fr repeat(${Math.max(1, columns - 1)}, 1fr)` }}>
          {Array.from({ length: columns }, (_, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <span key={column} />
          ))}
        </div>
      ))}
    </div>
  );
}

/** Where the table starts in the document, for drawing by the window's scroll position. */
function useDistanceFromTop() {
  const frame = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setTop((frame.current?.getBoundingClientRect().top ?? 0) + scrollY);
    measure();
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  }, []);
  return [frame, top] as const;
}
