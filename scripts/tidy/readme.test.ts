import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SETTINGS_TABLE } from "#functions/settings.ts";
import { ROOT } from "./source-files.ts";

const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> };

test("the README's table of settings is the settings, no more and no less", () => {
  const rows = readme.split("\n").filter((line) => /^\| `[A-Z_]+` \|/.test(line));

  expect(rows).toEqual(
    SETTINGS_TABLE.map(({ name, default: usual, meaning }) => `| \`${name}\` | ${usual && `\`${usual}\``} | ${meaning} |`),
  );
});

test("the commands it names are there", () => {
  const named = [...readme.matchAll(/`npm (?:run )?([\w:-]+)/g)].map(([, name]) => `${name}`);

  expect(named.filter((name) => !(name in scripts) && name !== "ci")).toEqual([]);
  for (const name of Object.values(scripts).flatMap((command) => /node (?:--\S+ )*(\S+)/.exec(command)?.[1] ?? []))
    expect(readFileSync(join(ROOT, name), "utf8"), name).not.toBe("");
});

test("the folders of the map are there", () => {
  const map = /## The house\n\n(.*?)\n\n/s.exec(readme)?.[1]?.split("\n") ?? [];
  let top = "";
  const folders = map.map((line) => {
    const [, indent = "", name = ""] = /^( +)([\w-]+)\//.exec(line) ?? [];
    if (indent.length === 4) top = name;
    return indent.length === 4 ? name : `${top}/${name}`;
  });

  expect(folders.length).toBeGreaterThan(12);
  for (const folder of folders) expect(() => readFileSync(join(ROOT, folder)), folder).toThrow("EISDIR");
});
