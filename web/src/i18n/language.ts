/** The languages the app speaks, each named in itself. */
export const languages = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof languages;

/** The chosen language, else the browser's, else English. */
export function preferredLanguage(chosen: string | null, offered: readonly string[]): Language {
  const spoken = [chosen ?? "", ...offered].map((tag) => tag.slice(0, 2).toLowerCase());
  return spoken.find((tag): tag is Language => Object.hasOwn(languages, tag)) ?? "en";
}

/** The locale for numbers and dates: the browser's own region when it speaks the chosen language. */
export function formattingLocale(language: string, offered: readonly string[]): string {
  return offered.find((tag) => tag.slice(0, 2).toLowerCase() === language) ?? language;
}
