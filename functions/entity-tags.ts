/** Whether an If-None-Match header names this tag. */
export const sameTag = (header: string | undefined, tag: string) =>
  header?.split(",").some((candidate) => candidate.trim().replace(/^W\//, "") === tag) ?? false;
