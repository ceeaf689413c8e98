import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import type { Problem } from "../api/problem.ts";
import { EmptyState } from "./EmptyState.tsx";
import { Icon } from "./Icon.tsx";

/** What to tell a person about a problem, in a sentence. */
export function useProblemText(): (problem: Problem) => string {
  const { t } = useLingui();
  return (problem) => {
    if (problem.code === "unreachable") return t`The server cannot be reached. Check your connection and try again.`;
    if (problem.status === 401) return problem.detail ?? t`Your session has ended. Please sign in again.`;
    if (problem.status === 403) return t`Your role does not allow this.`;
    if (problem.status === 412) return t`Somebody else changed this meanwhile. Reload to see their version.`;
    if (problem.status === 429) return t`Too many attempts. Please wait a moment.`;
    return problem.detail ?? problem.title;
  };
}

/** A whole screen, or a part of one, that could not be shown. */
export function ProblemView({ problem, onRetry }: { problem: Problem; onRetry?: (() => void) | undefined }) {
  const { t } = useLingui();
  const text = useProblemText();
  return (
    <div role="alert">
      <EmptyState
        icon={problem.status === 404 ? "search" : "alert"}
        title={problem.status === 404 ? t`This does not exist, or not any more` : t`This could not be shown`}
        hint={
          <>
            {text(problem)}
            {problem.requestId && (
              <small className="ProblemView-request">
                <Trans>Request</Trans> {problem.requestId}
              </small>
            )}
          </>
        }
        action={
          onRetry && (
            <Button variant="default" onClick={onRetry}>
              <Trans>Try again</Trans>
            </Button>
          )
        }
      />
    </div>
  );
}

/** A refusal beside the thing that was refused. */
export function ProblemNote({ problem }: { problem: Problem | undefined }) {
  const text = useProblemText();
  if (!problem) return null;
  return (
    <div className="ProblemNote" role="alert">
      <Icon name="alert" />
      <span>{text(problem)}</span>
    </div>
  );
}
