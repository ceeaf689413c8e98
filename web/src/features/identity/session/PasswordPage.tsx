import { Trans, useLingui } from "@lingui/react/macro";
import { Button, PasswordInput, type PasswordInputProps } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { type Problem, problemOf } from "../../../api/problem.ts";
import { changePassword, useSession } from "../../../api/session.ts";
import { paths } from "../../../app/paths.ts";
import { ProblemNote } from "../../../ui/ProblemView.tsx";

/** A new password: because a one-time password must be replaced, or because one wants to. */
export function PasswordPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { mustChangePassword } = useSession();
  const [problem, setProblem] = useState<Problem>();
  const [sending, setSending] = useState(false);
  useEffect(() => {
    document.title = `${t`Password`} · Enterprise System`;
  }, [t]);
  const errorAt = (field: string) => problem?.errors?.find(({ pointer }) => pointer.endsWith(field))?.detail;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setSending(true);
    const refusal = await changePassword(`${form.get("current")}`, `${form.get("new")}`).catch(problemOf);
    setSending(false);
    setProblem(refusal);
    if (!refusal) navigate(paths.dashboard());
  };
  return (
    <main className="SignIn">
      <form className="SignIn-card" onSubmit={submit}>
        <h1>
          <Trans>Choose a password</Trans>
        </h1>
        <p className="SignIn-lead">
          {mustChangePassword ? (
            <Trans>You signed in with a one-time password. Choose your own to go on.</Trans>
          ) : (
            <Trans>Every other session ends when it changes.</Trans>
          )}
        </p>
        <Secret name="current" label={t`Current password`} autoComplete="current-password" error={errorAt("/currentPassword")} />
        <Secret
          name="new"
          label={t`New password`}
          description={t`At least twelve characters.`}
          autoComplete="new-password"
          minLength={12}
          error={errorAt("/newPassword")}
        />
        <ProblemNote problem={problem?.errors?.length ? undefined : problem} />
        <Button type="submit" size="md" loading={sending} fullWidth>
          <Trans>Set the password</Trans>
        </Button>
        {!mustChangePassword && (
          <Button variant="subtle" color="gray" c="dimmed" onClick={() => navigate(-1)}>
            <Trans>Cancel</Trans>
          </Button>
        )}
      </form>
    </main>
  );
}

function Secret(props: PasswordInputProps & { label: string }) {
  const { t } = useLingui();
  const visibilityToggleButtonProps = { "aria-label": t`Show: ${props.label}` };
  return <PasswordInput {...props} required withAsterisk={false} size="md" visibilityToggleButtonProps={visibilityToggleButtonProps} />;
}
