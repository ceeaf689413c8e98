import type { ReactNode } from "react";

export type Tone = "neutral" | "info" | "good" | "warning" | "bad";

/** A state in one word. The tone helps the eye; the word says it. */
export const StatusBadge = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className="StatusBadge" data-tone={tone}>
    {children}
  </span>
);
