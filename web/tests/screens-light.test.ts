import { everyRule } from "../testing/browser.ts";
import { lookAtEveryScreen } from "../testing/every-screen.ts";

lookAtEveryScreen({ colorScheme: "light" }, everyRule);
