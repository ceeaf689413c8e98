import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser of this machine, or the one CHROMIUM names. */
export const findChromium = (): string | undefined =>
  [process.env.CHROMIUM ?? "", ...PLACES].find((path) => path !== "" && existsSync(path));

const mayInstall = () => process.getuid?.() === 0 && existsSync("/usr/bin/apt-get") && existsSync("/etc/debian_version");

const aptGet = (...parameters: string[]) =>
  execFileSync("apt-get", ["-qq", ...parameters], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "ignore", "pipe"],
  });

/** Finds a Chromium, or installs Debian's where this user may. Undefined: there is none, and the browser tests cannot run. */
export const ensureChromium = (): string | undefined => {
  const found = findChromium();
  if (found || !mayInstall()) return found;
  console.log("Installing Chromium for the browser tests …");
  try {
    aptGet("update");
    aptGet("install", "--yes", "--no-install-recommends", "chromium");
  } catch (error) {
    console.log(`Chromium could not be installed: ${(error as Error).message.split("\n")[0]}`);
  }
  return findChromium();
};
