import type { MouseEvent, ReactNode, Ref } from "react";
import { Link, useNavigate } from "react-router";

interface Cell {
  readonly id: string;
  readonly column: { readonly align?: "end"; readonly yields?: string } | undefined;
  readonly content: ReactNode;
}

interface RowProps {
  readonly ref: Ref<HTMLTableRowElement>;
  readonly index: number;
  readonly to: string | undefined;
  /** One row of the table is in the tab order; the arrow keys reach the others. */
  readonly focusable: boolean;
  readonly onFocus: (index: number) => void;
  readonly children: readonly Cell[];
}

/** The first cell is the row's link; a click anywhere else in the row follows it, except to select text. By keyboard the link is the way. */
export function Row({ ref, index, to, focusable, onFocus, children }: RowProps) {
  const navigate = useNavigate();
  const open = (event: MouseEvent) => {
    if (!to || event.defaultPrevented || (event.target as Element).closest("a, button, input, label")) return;
    if (getSelection()?.toString()) return;
    if (event.metaKey || event.ctrlKey) window.open(`/app${to}`, "_blank", "noopener");
    else navigate(to);
  };
  return (
    <tr ref={ref} aria-rowindex={index + 2} data-index={index} onClick={open}>
      {children.map(({ id, column, content }, position) => (
        <td key={id} data-align={column?.align} data-yields={column?.yields}>
          {position === 0 && to ? (
            <Link to={to} tabIndex={focusable ? 0 : -1} onFocus={() => onFocus(index)} data-row-link>
              {content}
            </Link>
          ) : (
            content
          )}
        </td>
      ))}
    </tr>
  );
}
