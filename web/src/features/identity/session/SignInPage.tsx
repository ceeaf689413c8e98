import { Trans, useLingui } from "@lingui/react/macro";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import type { Problem } from "../../../api/problem.ts";
import { problemOf } from "../../../api/problem.ts";
import { signIn } from "../../../api/session.ts";
import { ProblemNote } from "../../../ui/ProblemView.tsx";

/** The first screen. It stays light on purpose: no form library, no validation beyond the browser's. */
export function SignInPage() {
  const { t } = useLingui();
  const [problem, setProblem] = useState<Problem>();
  const [sending, setSending] = useState(false);
  useEffect(() => {
    document.title = `${t`Sign in`} · Enterprise System`;
  }, [t]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setSending(true);
    const refusal = await signIn({ email: `${form.get("email")}`, password: `${form.get("password")}` }).catch(problemOf);
    setProblem(refusal);
    setSending(false);
  };

  return (
    <main className="SignIn">
      <form className="SignIn-card" onSubmit={submit}>
        <img src="/app/icon.svg" alt="" width={44} height={44} />
        <h1>
          <Trans>Welcome back</Trans>
        </h1>
        <p className="SignIn-lead">
          <Trans>Sign in to your company’s Enterprise System.</Trans>
        </p>
        <TextInput name="email" type="email" label={t`Email`} autoComplete="username" required withAsterisk={false} autoFocus size="md" />
        <PasswordInput
          name="password"
          label={t`Password`}
          autoComplete="current-password"
          required
          withAsterisk={false}
          size="md"
          visibilityToggleButtonProps={{ "aria-label": t`Show the password` }}
        />
        <ProblemNote problem={problem} />
        <Button type="submit" size="md" loading={sending} fullWidth>
          <Trans>Sign in</Trans>
        </Button>
      </form>
      <p className="SignIn-foot">
        <Trans>Sales, finance and people on one ledger.</Trans>
      </p>
    </main>
  );
}
