import { useLingui } from "@lingui/react/macro";
import type { ComponentProps } from "react";
import { useSession } from "../api/session.ts";
import { Icon } from "../ui/Icon.tsx";

/** Who is signed in; pressing it opens the user's menu. */
export function UserButton(props: ComponentProps<"button">) {
  const { t } = useLingui();
  const { user } = useSession();
  return (
    <button {...props} type="button" className="Shell-user" aria-haspopup="menu">
      <span className="Shell-avatar" aria-hidden="true">
        {initialsOf(user.name)}
      </span>
      <span className="visually-hidden">{t`Your account`}</span>
      <span className="Shell-userName">
        <strong>{user.name}</strong>
        <small>{user.email}</small>
      </span>
      <Icon name="chevronUpDown" size={16} />
    </button>
  );
}

const initialsOf = (name: string) =>
  name
    .split(/\s+/)
    .map((part) => part[0] ?? "")
    .slice(0, 2)
    .join("")
    .toUpperCase();
