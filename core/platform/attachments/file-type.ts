import { imageTypeOf } from "#core/kernel/image-type.ts";

const startsWith = (bytes: Uint8Array, expected: readonly number[], offset = 0) =>
  expected.every((byte, index) => bytes[offset + index] === byte);
const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

const MAGIC: readonly (readonly [mediaType: string, ...starts: (readonly number[])[]])[] = [
  ["application/pdf", ascii("%PDF-")],
  ["image/gif", ascii("GIF87a"), ascii("GIF89a")],
  ["image/tiff", [0x49, 0x49, 0x2a, 0x00], [0x4d, 0x4d, 0x00, 0x2a]],
];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** What office programs call their archives; anything else in an archive is an archive. */
const ARCHIVES: Readonly<Record<string, string>> = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  odt: "application/vnd.oasis.opendocument.text",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
};
const TEXTS: Readonly<Record<string, string>> = {
  csv: "text/csv",
  xml: "application/xml",
  json: "application/json",
  eml: "message/rfc822",
};

const extensionOf = (name: string) => name.slice(name.lastIndexOf(".") + 1).toLowerCase();

/** Tabs, line ends and page breaks. */
const WHITE = new Set([9, 10, 12, 13]);

/** Text in UTF-8 without control characters that nobody types. */
const isText = (bytes: Uint8Array): boolean => {
  if (bytes.some((byte) => (byte < 32 && !WHITE.has(byte)) || byte === 127)) return false;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).length > 0;
  } catch {
    return false;
  }
};

/**
 * What a file is by its bytes, whatever it says it is; undefined for what is not kept: programs and anything unknown. The name decides only between kinds
 * of text and of archives, and no kind is one that a browser would run: a page of HTML is plain text here.
 */
export const fileTypeOf = (bytes: Uint8Array, name: string): string | undefined => {
  const known = MAGIC.find(([, ...starts]) => starts.some((start) => startsWith(bytes, start)))?.[0] ?? imageTypeOf(bytes);
  if (known) return known;
  if (startsWith(bytes, ZIP)) return ARCHIVES[extensionOf(name)] ?? "application/zip";
  return isText(bytes) ? (TEXTS[extensionOf(name)] ?? "text/plain") : undefined;
};
