import { lookAtEveryScreen } from "../testing/every-screen.ts";

// Dark differs in its colours only: the rules that look at those.
lookAtEveryScreen({ colorScheme: "dark" }, ["color-contrast", "link-in-text-block"]);
