import type { ReactNode } from "react";
import { Link } from "react-router";

interface Entry {
  readonly id: string;
  readonly title: ReactNode;
  readonly to?: string | undefined;
  readonly note?: ReactNode;
  readonly value?: ReactNode;
}

/** A handful of related records: what each is, where it leads, one value. */
export function RecordList({ entries, empty }: { entries: readonly Entry[]; empty: string }) {
  if (entries.length === 0) return <p className="RecordList-empty">{empty}</p>;
  return (
    <ul className="RecordList">
      {entries.map(({ id, title, to, note, value }) => (
        <li key={id}>
          <div>
            {to ? <Link to={to}>{title}</Link> : <span>{title}</span>}
            {note && <small>{note}</small>}
          </div>
          {value}
        </li>
      ))}
    </ul>
  );
}
