import { everyRule } from "../testing/browser.ts";
import { lookAtEveryScreen } from "../testing/every-screen.ts";

// Dark differs in its colours only: the rules that look at those.
lookAtEveryScreen({}, [
  { name: "light", colorScheme: "light", rules: everyRule },
  { name: "dark", colorScheme: "dark", rules: ["color-contrast", "link-in-text-block"] },
]);
