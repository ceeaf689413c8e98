import { Notifications } from "@mantine/notifications";

/** Where short confirmations appear. Loaded after the screen, because nothing is confirmed before something was done. */
export const Toasts = () => <Notifications position="bottom-right" limit={4} autoClose={4000} />;
