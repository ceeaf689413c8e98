import { Trans } from "@lingui/react/macro";
import { type ReactNode, useEffect } from "react";
import { Link } from "react-router";
import { Icon } from "./Icon.tsx";

interface PageProps {
  title: string;
  /** Stands beside the title, like a status. */
  mark?: ReactNode;
  /** One quiet line under the title. */
  lead?: ReactNode;
  /** The list this page belongs to. */
  back?: { to: string; label: string };
  actions?: ReactNode;
  /** Forms and documents read better when lines are not too long. */
  narrow?: boolean;
  children: ReactNode;
}

/** The frame of every screen: its title is the document's title and its one first-level heading. */
export function Page({ title, mark, lead, back, actions, narrow, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Enterprise System`;
  }, [title]);
  return (
    <div className="Page" data-narrow={narrow || undefined}>
      <header className="Page-header">
        <div className="Page-heading">
          {back && (
            <Link className="Page-back" to={back.to}>
              <Icon name="arrowLeft" size={16} />
              <span className="visually-hidden">
                <Trans>Back to</Trans>{" "}
              </span>
              {back.label}
            </Link>
          )}
          <div className="Page-title">
            <h1>{title}</h1>
            {mark}
          </div>
          {lead && <p className="Page-lead">{lead}</p>}
        </div>
        {actions && <div className="Page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface PanelProps {
  title?: string;
  actions?: ReactNode;
  /** Content that reaches the edges, like a table. */
  flush?: boolean;
  children: ReactNode;
}

/** One titled surface of a page. */
export function Panel({ title, actions, flush, children }: PanelProps) {
  return (
    <section className="Panel" data-flush={flush || undefined}>
      {(title || actions) && (
        <header className="Panel-header">
          {title && <h2>{title}</h2>}
          {actions}
        </header>
      )}
      {children}
    </section>
  );
}
