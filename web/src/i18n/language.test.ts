import { expect, test } from "vitest";
import { missingTexts } from "#scripts/messages.ts";
import { formattingLocale, preferredLanguage } from "./language.ts";

test("what was chosen wins, then the browser's first language we speak, then English", () => {
  expect(preferredLanguage("de", ["en-US"])).toBe("de");
  expect(preferredLanguage(null, ["fr-FR", "de-AT", "en"])).toBe("de");
  expect(preferredLanguage("tlh", ["ja"])).toBe("en");
  expect(preferredLanguage(null, ["toString"])).toBe("en");
});

test("numbers follow the region of a browser that speaks the language", () => {
  expect(formattingLocale("de", ["en-US", "de-CH"])).toBe("de-CH");
  expect(formattingLocale("de", ["en-US"])).toBe("de");
});

test("every text is there in German", async () => {
  expect(await missingTexts("de")).toEqual([]);
});
