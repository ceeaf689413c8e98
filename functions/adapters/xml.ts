import sax from "sax";
import type { XmlElement } from "#core/finance/bank-statements/xml-element.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";

const DEEPEST = 64;
const MOST_ELEMENTS = 2_000_000;
const CHUNK_CHARACTERS = 64 * 1024;

/** A file says its encoding in its first line; without one it is UTF-8. */
export const xmlText = (bytes: Uint8Array): string => {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  const named = /^[^<]*<\?xml[^>]*\sencoding=["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1];
  try {
    return new TextDecoder(named ?? "utf-8").decode(bytes);
  } catch {
    return new TextDecoder("utf-8").decode(bytes);
  }
};

const localName = (name: string) => name.slice(name.indexOf(":") + 1);

type Growing = { name: string; attributes: Readonly<Record<string, string>>; children: Growing[]; text: string };

/**
 * Reads an XML document into elements without their prefixes. There are no entities but the five of XML: a document type is refused, so nothing is
 * fetched and nothing expands. Refuses what is not well-formed, deeper than 64 elements, or has more than two million of them.
 */
export const readXml = (text: string): Outcome<XmlElement, Fault<"invalid">> => {
  const parser = sax.parser(true, { trim: false, normalize: false, position: true });
  const open: Growing[] = [];
  let root: Growing | undefined;
  let count = 0;
  parser.onerror = (error) => {
    throw new Error(error.message.split("\n")[0]);
  };
  parser.ondoctype = () => {
    throw new Error("It has a document type, which is not read.");
  };
  parser.onopentag = ({ name, attributes }) => {
    const element: Growing = { name: localName(name), attributes: attributes as Record<string, string>, children: [], text: "" };
    if (open.length >= DEEPEST || ++count > MOST_ELEMENTS) throw new Error("It is nested too deep or has too many elements.");
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  };
  const addText = (part: string) => {
    const element = open.at(-1);
    if (element) element.text += part;
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onclosetag = () => {
    open.pop();
  };
  try {
    for (let at = 0; at < text.length; at += CHUNK_CHARACTERS) parser.write(text.slice(at, at + CHUNK_CHARACTERS));
    parser.close();
  } catch (error) {
    return refuse(
      invalid("bank_file.unreadable", `This is no XML that can be read (line ${parser.line + 1}). ${(error as Error).message}`),
    );
  }
  return root ? done(root) : refuse(invalid("bank_file.unreadable", "The file is empty."));
};
