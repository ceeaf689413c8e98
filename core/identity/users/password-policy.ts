import { invalid } from "#core/kernel/fault.ts";

export const SHORTEST_PASSWORD = 12;

/** Words at the heart of the most common passwords, digits and signs taken away. */
const COMMON = new Set(
  (
    "password passwort motdepasse contrasena wachtwoord qwerty qwertyuiop qwertz azerty asdfghjkl asdf zxcvbnm zxcv qazwsx qazwsxedc letmein " +
    "welcome willkommen bienvenue admin administrator administrador root superuser user guest test testing tester changeme change secret " +
    "iloveyou sunshine princess dragon monkey football baseball basketball superman batman pokemon starwars master shadow michael jordan " +
    "hello hallo login access trustno computer internet samsung google facebook company enterprise enterprisesystem temporary default " +
    "summer winter spring autumn january february december november monday friday abc abcd abcdef abcdefgh abcdefghijkl"
  ).split(" "),
);

const FEWEST_CHARACTERS = 5;
const lettersOf = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}]/gu, "");
const plainLetters = (text: string) =>
  lettersOf(
    text.replaceAll("0", "o").replaceAll("1", "i").replaceAll("3", "e").replaceAll("@", "a").replaceAll("$", "s").replaceAll("5", "s"),
  );

const SEQUENCES = [
  "0123456789012345678901234567890",
  "9876543210987654321098765432109",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
];
const isSequence = (text: string) => SEQUENCES.some((sequence) => sequence.includes(text.toLowerCase()));

const halves = (text: string) => [text, text.slice(0, Math.ceil(text.length / 2))];
const isCommon = (password: string) =>
  [lettersOf(password), plainLetters(password)].some((letters) =>
    halves(letters).some((part) => COMMON.has(part) && letters === part.repeat(letters.length / (part.length || 1))),
  );

const SHORTEST_NAME = 4;
const isName = (password: string, names: readonly string[]) => {
  const letters = lettersOf(password);
  return names.some((name) => {
    const known = lettersOf(name);
    return known.length >= SHORTEST_NAME && (letters === known || letters === known + known);
  });
};

const refused = (detail: string) => invalid("password.weak", detail, "/newPassword");

/**
 * Why a password is too weak, if it is. Length counts, not signs: what is refused is short, among the first guesses, or a name everybody knows,
 * with digits around it or without.
 */
export const passwordFault = (password: string, { email, names }: Readonly<{ email: string; names: readonly string[] }>) => {
  if ([...password].length < SHORTEST_PASSWORD) return refused(`A password has at least ${SHORTEST_PASSWORD} characters.`);
  if (new Set(password).size < FEWEST_CHARACTERS || isSequence(password) || isCommon(password))
    return refused("This is among the first passwords anybody would try.");
  if (isName(password, [email, email.slice(0, email.indexOf("@")), ...names]))
    return refused("A password must not be one's own name or the company's.");
  return undefined;
};
