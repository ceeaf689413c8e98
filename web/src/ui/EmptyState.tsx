import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon.tsx";

interface EmptyStateProps {
  icon: IconName;
  title: string;
  hint?: ReactNode;
  action?: ReactNode;
}

/** Nothing here yet: says so, and what to do about it. */
export const EmptyState = ({ icon, title, hint, action }: EmptyStateProps) => (
  <div className="EmptyState">
    <span className="EmptyState-icon">
      <Icon name={icon} size={26} />
    </span>
    <p className="EmptyState-title">{title}</p>
    {hint && <p className="EmptyState-hint">{hint}</p>}
    {action}
  </div>
);
