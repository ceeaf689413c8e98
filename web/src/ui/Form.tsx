import { zodResolver } from "@hookform/resolvers/zod";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { type BaseSyntheticEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { type DefaultValues, type FieldValues, type Path, type UseFormReturn, useForm } from "react-hook-form";
import { useBlocker } from "react-router";
import type * as z from "zod";
import { fieldOf, type Problem, problemOf } from "../api/problem.ts";
import { ProblemNote } from "./ProblemView.tsx";

type Schema<Input, Output> = z.ZodType<Output, Input>;

/** A form that checks with the schema the API checks with. */
export const useZodForm = <Input extends FieldValues, Output>(schema: Schema<Input, Output>, values: DefaultValues<Input>) =>
  useForm<Input, unknown, Output>({ resolver: zodResolver(schema), defaultValues: values, mode: "onTouched" });

interface FormProps<Input extends FieldValues, Output> {
  readonly form: UseFormReturn<Input, unknown, Output>;
  /** Sends it; what it throws is shown at the fields the problem points to. */
  readonly onSubmit: (values: Output) => Promise<unknown>;
  readonly submit: string;
  /** Another way to send the same form, like keeping it as a draft. */
  readonly second?: { readonly label: string; readonly onSubmit: (values: Output) => Promise<unknown> };
  readonly onCancel?: () => void;
  readonly children: ReactNode;
}

export function Form<Input extends FieldValues, Output>({ form, onSubmit, submit, second, onCancel, children }: FormProps<Input, Output>) {
  const [problem, setProblem] = useState<Problem>();
  const { isSubmitting, isDirty } = form.formState;
  // A form on its way out leads on by itself; this is known before the state of the form says so.
  const sent = useRef(false);
  useLeaveGuard(() => isDirty && !sent.current);
  const sending = (work: (values: Output) => Promise<unknown>) =>
    form.handleSubmit(async (values) => {
      setProblem(undefined);
      sent.current = true;
      try {
        await work(values);
      } catch (error) {
        sent.current = false;
        setProblem(placeProblem(form, problemOf(error)));
        throw error;
      }
    });
  const send = (work: (values: Output) => Promise<unknown>) => (event: BaseSyntheticEvent) =>
    void sending(work)(event).catch(() => undefined);
  return (
    <form className="Form" noValidate onSubmit={send(onSubmit)}>
      {children}
      <ProblemNote problem={problem} />
      <div className="Form-actions">
        <Button type="submit" loading={isSubmitting}>
          {submit}
        </Button>
        {second && (
          <Button variant="default" disabled={isSubmitting} onClick={send(second.onSubmit)}>
            {second.label}
          </Button>
        )}
        {onCancel && (
          <Button variant="subtle" color="gray" c="dimmed" onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
        )}
      </div>
    </form>
  );
}

/** Puts each error at its field. What no field shows stays as a note under the form. */
function placeProblem<Input extends FieldValues, Output>(
  form: UseFormReturn<Input, unknown, Output>,
  problem: Problem,
): Problem | undefined {
  const known = problem.errors?.filter(({ pointer }) => hasField(form.getValues(), fieldOf(pointer))) ?? [];
  for (const [index, { pointer, detail }] of known.entries()) {
    form.setError(fieldOf(pointer) as Path<Input>, { type: "server", message: detail }, { shouldFocus: index === 0 });
  }
  const homeless = problem.errors?.filter((error) => !known.includes(error)) ?? [];
  if (known.length > 0 && homeless.length === 0) return undefined;
  return homeless[0] ? { ...problem, detail: homeless.map((error) => `${fieldOf(error.pointer)}: ${error.detail}`).join(" ") } : problem;
}

/** Whether the form's values have something at `lines.0.quantity`. */
export function hasField(values: unknown, field: string): boolean {
  let here: unknown = values;
  for (const part of field.split(".")) {
    if (typeof here !== "object" || here === null || !(part in here)) return false;
    here = (here as Record<string, unknown>)[part];
  }
  return field !== "";
}

/** What was typed is not lost by a stray click. */
function useLeaveGuard(unsaved: () => boolean) {
  const { t } = useLingui();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => unsaved() && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    if (confirm(t`Discard what you entered?`)) blocker.proceed();
    else blocker.reset();
  }, [blocker, t]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (unsaved()) event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [unsaved]);
}

/** Fields side by side where there is room. */
export const FieldRow = ({ children }: { children: ReactNode }) => <div className="FieldRow">{children}</div>;
