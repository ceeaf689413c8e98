import type { ReactNode } from "react";

/** A document beside its facts; one under the other where it is narrow. */
export const Columns = ({ main, side }: { main: ReactNode; side: ReactNode }) => (
  <div className="Columns">
    <div>{main}</div>
    <div>{side}</div>
  </div>
);
