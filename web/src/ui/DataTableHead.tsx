import { Icon } from "./Icon.tsx";
import { nextSort } from "./sort.ts";

interface HeadCellProps {
  readonly column: {
    readonly id: string;
    readonly head: string;
    readonly align?: "end";
    readonly sort?: string;
    readonly width?: string;
    readonly yields?: string;
  };
  readonly sort: string | undefined;
  readonly onSort: ((sort: string | undefined) => void) | undefined;
}

export function HeadCell({ column, sort, onSort }: HeadCellProps) {
  const { head, align, width, yields } = column;
  const by = column.sort;
  const direction = !by || !sort ? undefined : sort === by ? "ascending" : sort === `-${by}` ? "descending" : undefined;
  return (
    <th
      scope="col"
      data-align={align}
      data-yields={yields}
      style={width ? { width } : undefined}
      aria-sort={by ? (direction ?? "none") : undefined}
    >
      {by && onSort ? (
        <button type="button" onClick={() => onSort(nextSort(by, sort))}>
          {head}
          {direction && <Icon name={direction === "ascending" ? "arrowUp" : "arrowDown"} size={13} />}
        </button>
      ) : (
        head
      )}
    </th>
  );
}
