import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

/** Texts are written in English in the source; `npm run messages` collects them. */
export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "de"],
  catalogs: [{ path: "<rootDir>/web/src/i18n/locales/{locale}", include: ["<rootDir>/web/src"] }],
  format: formatter({ lineNumbers: false }),
});
