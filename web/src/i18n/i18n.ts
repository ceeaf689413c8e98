import { i18n } from "@lingui/core";
import { formattingLocale, type Language, preferredLanguage } from "./language.ts";

const catalogs = {
  en: () => import("./locales/en.po"),
  de: () => import("./locales/de.po"),
} satisfies Record<Language, () => Promise<unknown>>;

const stored = "language";

export async function startLanguage(): Promise<void> {
  await activate(preferredLanguage(localStorage.getItem(stored), navigator.languages));
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(stored, language);
  await activate(language);
}

async function activate(language: Language) {
  const { messages } = await catalogs[language]();
  document.documentElement.lang = language;
  i18n.loadAndActivate({ locale: language, locales: formattingLocale(language, navigator.languages), messages });
}
