import type { AccountRow } from "./queries.ts";

interface Looking {
  readonly q?: string | undefined;
  readonly inactive?: boolean;
  /** Headings that are folded up. A search opens them. */
  readonly folded: ReadonlySet<string>;
}

/** The rows of the tree that are seen: what matches with the headings above it, and nothing below what is folded. */
export function visibleAccounts(accounts: readonly AccountRow[], { q = "", inactive = false, folded }: Looking): readonly AccountRow[] {
  const known = accounts.filter(({ active }) => active || inactive);
  const wanted = q.toLowerCase();
  if (wanted === "") {
    const hidden = new Set<string>();
    return known.filter(({ id, parentId }) => {
      const isHidden = parentId !== null && (hidden.has(parentId) || folded.has(parentId));
      if (isHidden) hidden.add(id);
      return !isHidden;
    });
  }
  const matches = ({ code, name, nameLocal }: AccountRow) =>
    code.toLowerCase().startsWith(wanted) || `${name}\n${nameLocal ?? ""}`.toLowerCase().includes(wanted);
  const kept = new Set<string | null>();
  // From the leaves up, so that a match brings the headings above it.
  for (const account of known.toReversed()) if (kept.has(account.id) || matches(account)) kept.add(account.id).add(account.parentId);
  return known.filter(({ id }) => kept.has(id));
}
