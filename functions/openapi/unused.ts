import type { OpenApiDocument } from "./document.ts";

const refsIn = (text: string) => [...text.matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map((match) => match[1] ?? "");

/** Leaves only the components that an operation leads to. */
export const dropUnused = (document: OpenApiDocument): void => {
  const components = document.components as unknown as Record<string, Record<string, unknown>>;
  const used = new Set<string>();
  const follow = (text: string): void => {
    for (const ref of refsIn(text)) {
      if (used.has(ref)) continue;
      used.add(ref);
      const [kind = "", name = ""] = ref.split("/");
      follow(JSON.stringify(components[kind]?.[name] ?? null));
    }
  };
  follow(JSON.stringify(document.paths));
  for (const [kind, entries] of Object.entries(components)) {
    if (kind === "securitySchemes") continue;
    components[kind] = Object.fromEntries(Object.entries(entries).filter(([name]) => used.has(`${kind}/${name}`)));
  }
};
