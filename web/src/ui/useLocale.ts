import { useLingui } from "@lingui/react";

/** The locale in which numbers and dates are written. */
export function useLocale(): string {
  const { i18n } = useLingui();
  return typeof i18n.locales === "string" ? i18n.locales : i18n.locale;
}
