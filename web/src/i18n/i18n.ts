import { i18n } from "@lingui/core";

/** The languages the app speaks, each named in itself. */
export const languages = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof languages;

const catalogs = {
  en: () => import("./locales/en.po"),
  de: () => import("./locales/de.po"),
} satisfies Record<Language, () => Promise<unknown>>;

const stored = "language";

/** The chosen language, else the browser's, else English. */
export function preferredLanguage(chosen: string | null, offered: readonly string[]): Language {
  const spoken = [chosen ?? "", ...offered].map((tag) => tag.slice(0, 2).toLowerCase());
  return spoken.find((tag): tag is Language => tag in languages) ?? "en";
}

/** The locale for numbers and dates: the browser's own region when it speaks the chosen language. */
export function formattingLocale(language: string, offered: readonly string[]): string {
  return offered.find((tag) => tag.slice(0, 2).toLowerCase() === language) ?? language;
}

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
