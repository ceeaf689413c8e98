/** An address of the API with what it is asked; what is not said is left out. */
export const addressOf = (path: string, query: Readonly<Record<string, string | undefined>>): string => {
  const asked = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]));
  return asked.length === 0 ? path : `${path}?${asked.join("&")}`;
};
