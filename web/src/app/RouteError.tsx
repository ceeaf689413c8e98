import { useRouteError } from "react-router";
import { problemOf } from "../api/problem.ts";
import { ProblemView } from "../ui/ProblemView.tsx";

/** Whatever a screen throws ends here; the shell around it stays usable. */
export function RouteError() {
  const error = useRouteError();
  return (
    <div className="RouteError">
      <ProblemView problem={problemOf(error)} onRetry={() => location.reload()} />
    </div>
  );
}
