import { isEcbHeader, readEcbCsv, readEcbXml } from "#core/finance/currencies/ecb-rates.ts";
import { done, type Outcome, refuse } from "#core/kernel/fault.ts";
import { csvText, openCsv } from "#functions/adapters/csv.ts";
import { readXml, xmlText } from "#functions/adapters/xml.ts";

type Bytes = Uint8Array<ArrayBufferLike>;

const sourceOf = (file: Bytes) =>
  async function* () {
    yield file;
  };

const looksLikeXml = (file: Bytes) => new TextDecoder().decode(file.subarray(0, 200)).trimStart().startsWith("<");

const ecbCsv = async (file: Bytes): Promise<Outcome<Bytes>> => {
  const { header, rows } = await openCsv(sourceOf(file));
  if (!isEcbHeader(header)) return done(file);
  const read: (readonly string[])[] = [];
  for await (const { values, fault } of rows()) {
    if (fault) return refuse(fault);
    read.push(values);
  }
  return asLongCsv(readEcbCsv(header, read));
};

const asLongCsv = (rates: ReturnType<typeof readEcbCsv>): Outcome<Bytes> =>
  rates.ok
    ? done(
        new TextEncoder().encode(
          csvText([["day", "currency", "per_euro"], ...rates.value.map(({ day, currency, perEuro }) => [day, currency, perEuro])]),
        ),
      )
    : rates;

/** Whether files of this kind are CSV and nothing else, so that they can be read as a stream. */
export const isCsvOnly = (kind: string): boolean => kind !== "ecb-rates";

/**
 * A file as the CSV that its kind of import reads. Rates of the European Central Bank come as XML or with a column for each currency; everything else is that
 * CSV already.
 */
export const fileAsCsv = async (kind: string, file: Bytes): Promise<Outcome<Bytes>> => {
  if (isCsvOnly(kind)) return done(file);
  if (!looksLikeXml(file)) return ecbCsv(file);
  const root = readXml(xmlText(file));
  return root.ok ? asLongCsv(readEcbXml(root.value)) : root;
};
