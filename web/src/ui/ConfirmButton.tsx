import { Trans, useLingui } from "@lingui/react/macro";
import { Button, type ButtonProps, Modal, Tooltip } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { type Problem, problemOf } from "../api/problem.ts";
import { ProblemNote } from "./ProblemView.tsx";

type Look = Pick<ButtonProps, "variant" | "color" | "leftSection" | "size">;

interface ActionButtonProps extends Look {
  readonly children: ReactNode;
  /** Why it cannot be pressed now. A disabled button always says so, on hover and to screen readers. */
  readonly reason?: string | undefined;
  readonly loading?: boolean;
  readonly onClick: () => void;
}

/** A button that may be disabled for a reason. It keeps the focus, so that the reason can be read. */
export function ActionButton({ reason, onClick, children, ...look }: ActionButtonProps) {
  const note = useId();
  if (!reason) {
    return (
      <Button {...look} onClick={onClick}>
        {children}
      </Button>
    );
  }
  return (
    <Tooltip label={reason} multiline maw={280} withArrow events={{ hover: true, focus: true, touch: true }}>
      <Button {...look} data-disabled aria-disabled="true" aria-describedby={note} onClick={(event) => event.preventDefault()}>
        {children}
        <span id={note} className="visually-hidden">
          {reason}
        </span>
      </Button>
    </Tooltip>
  );
}

interface ConfirmButtonProps extends Look {
  readonly children: ReactNode;
  readonly reason?: string | undefined;
  readonly title: string;
  /** What will happen, in a sentence; it may hold fields of its own. */
  readonly text: ReactNode;
  /** The verb on the button that does it. */
  readonly verb: string;
  readonly onConfirm: () => Promise<unknown>;
  /** Whether the fields in the text are filled in; true when there are none. */
  readonly ready?: boolean;
  /** For dialogs that hold a table. */
  readonly wide?: boolean;
}

/** Asks before doing what cannot simply be undone; a refusal is shown where it was asked. */
export function ConfirmButton({ title, text, verb, onConfirm, wide, ready = true, children, ...look }: ConfirmButtonProps) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const open = () => {
    setProblem(undefined);
    setOpened(true);
  };
  const confirm = async () => {
    setRunning(true);
    try {
      await onConfirm();
      setOpened(false);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setRunning(false);
    }
  };
  return (
    <>
      <ActionButton {...look} onClick={open}>
        {children}
      </ActionButton>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={title}
        closeButtonProps={{ "aria-label": t`Close` }}
        size={wide ? "lg" : "md"}
        centered
      >
        <div className="Dialog">
          <div>{text}</div>
          <ProblemNote problem={problem} />
          <div className="Dialog-actions">
            <Button variant="default" onClick={() => setOpened(false)}>
              <Trans>Back</Trans>
            </Button>
            <Button color={look.color} loading={running} disabled={!ready} onClick={confirm} data-autofocus>
              {verb}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
