/** An element of an XML document, without its prefix. */
export type XmlElement = Readonly<{
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly XmlElement[];
  text: string;
}>;

/** The children of this name. */
export const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];

/** The first element along a path of names: `at(entry, "Amt")`, `at(entry, "BookgDt", "Dt")`. */
export const at = (element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined =>
  path.reduce<XmlElement | undefined>((found, name) => found?.children.find((child) => child.name === name), element);

/** The text of the first element along a path, without spaces around it; undefined when it is empty or not there. */
export const textAt = (element: XmlElement | undefined, ...path: readonly string[]): string | undefined => {
  const text = at(element, ...path)?.text.trim();
  return text === "" ? undefined : text;
};
