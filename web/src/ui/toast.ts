import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let wanted = false;

/** Confirms something that happened; screen readers are told. The code for it is fetched with the first confirmation. */
export async function toast(message: string): Promise<void> {
  wanted = true;
  for (const listener of listeners) listener();
  const { notifications } = await import("@mantine/notifications");
  notifications.show({ message, withBorder: true, closeButtonProps: { "aria-label": i18n._(msg`Close`) } });
}

/** Whether anything was ever confirmed, and so whether there must be a place for it. */
export const useToastsWanted = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => wanted,
  );
