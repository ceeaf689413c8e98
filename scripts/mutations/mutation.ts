/** One guard taken away: in the database by SQL, or in a source file by a replaced piece of text. */
export type Mutation = Readonly<{
  name: string;
  /** What it sits on: a table of the database, or a source file. The witnesses follow from it. */
  place: string;
  sql?: string;
  edits?: readonly Edit[];
  witnesses?: readonly Witness[];
  /** The one test that looks at this guard alone, by its full name: such mutations are judged many at a time. */
  own?: Readonly<{ file: string; test: string }>;
}>;

/** In the file, the nth occurrence of a text (the first when not said) is replaced. */
export type Edit = Readonly<{ file: string; from: string; to: string; at?: number }>;

/** A test file, or those of its tests whose name matches. */
export type Witness = Readonly<{ file: string; named?: string }>;

/** The text with the edit made. An edit that finds nothing to replace is a mistake in the list, never a survivor. */
export const edited = (text: string, { file, from, to, at = 0 }: Edit): string => {
  let index = text.indexOf(from);
  for (let n = 0; n < at && index >= 0; n++) index = text.indexOf(from, index + 1);
  if (index < 0) throw new Error(`${file} does not say: ${from}`);
  return text.slice(0, index) + to + text.slice(index + from.length);
};
