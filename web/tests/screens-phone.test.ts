import { lookAtEveryScreen } from "../testing/every-screen.ts";

// A phone differs in its measures: the rules that look at those.
lookAtEveryScreen({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, [
  { name: "phone", colorScheme: "light", rules: ["target-size", "scrollable-region-focusable", "label", "button-name"] },
]);
