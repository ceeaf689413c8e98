import { Trans, useLingui } from "@lingui/react/macro";
import { type ButtonProps, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { ConfirmButton } from "./ConfirmButton.tsx";
import { toast } from "./toast.ts";

interface TakeBackButtonProps extends Pick<ButtonProps, "size"> {
  /** What will happen. */
  readonly text: ReactNode;
  /** Takes it back; answers whether a second person is asked first. */
  readonly onConfirm: (reason: string) => Promise<object>;
}

/** Takes the last allocation back, with a reason. */
export function TakeBackButton({ text, onConfirm, ...look }: TakeBackButtonProps) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  return (
    <ConfirmButton
      {...look}
      variant="subtle"
      title={t`Take the last allocation back?`}
      ready={reason.trim() !== ""}
      text={
        <div className="Dialog">
          {text}
          <TextInput
            label={t`Reason`}
            withAsterisk
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
        </div>
      }
      verb={t`Take it back`}
      onConfirm={async () => {
        const undone = await onConfirm(reason.trim());
        void toast("approval" in undone ? t`It waits for the approval of a second person.` : t`The allocation is taken back.`);
      }}
    >
      <Trans>Take back</Trans>
    </ConfirmButton>
  );
}
