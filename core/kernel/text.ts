import * as z from "zod";

/** What a text column must never get: half of a character pair, which Postgres refuses, and control characters nobody can type. */
const isPrintable = (text: string) => text.isWellFormed() && !/[\p{Cc}]/u.test(text.replace(/[\n\r\t]/g, ""));

const bounded = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "Write something here.")
    .max(most, `Write at most ${most} characters.`)
    .refine(isPrintable, "This has characters that cannot be stored.");

/** A text of one line, never empty, without spaces around it. */
export const line = (most = 200) => bounded(most).refine((text) => !/[\n\r]/.test(text), "Write this on one line.");

/** A text of several lines, never empty. */
export const paragraphs = (most = 5000) => bounded(most);

/** A code people choose: no spaces inside, so that it can be typed and quoted. */
export const codeText = (most = 64) => bounded(most).refine((text) => !/\s/.test(text), "A code has no spaces.");

/** An ISO 3166 country by its two letters. */
export const countryCode = () => z.string().regex(/^[A-Z]{2}$/, "Write a country code like DE.");

/** The id a row has in another system; importing the same one again is noticed by it. */
export const externalId = () => line(200);

/** A calendar date as the wire writes it, within what a ledger can mean. */
export const calendarDate = () =>
  z.iso
    .date("Write a date like 2026-03-31.")
    .refine((date) => date >= "1900-01-01" && date <= "2199-12-31", "Write a date between 1900 and 2199.");

/** Texts by language: {"de": "Schraube"}. */
export const translations = (most: number) => {
  const languages = z.record(
    z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, "Write a language like de or pt-BR."),
    paragraphs(most),
  );
  return languages.refine((texts) => Object.keys(texts).length <= 50, "At most 50 languages.");
};
