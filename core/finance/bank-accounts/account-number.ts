/** Lengths of IBANs by country (ISO 13616). */
const LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27
   GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24
   PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** A number as it is stored and compared: without spaces and dashes, in capitals. */
export const plainNumber = (text: string): string => text.replaceAll(/[\s\-.]/g, "").toUpperCase();

/** The remainder by 97 of a text whose letters count from 10 (ISO 7064). */
const remainderOf = (text: string): number => {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
};

/** Whether this is an IBAN: the length of its country, and check digits that agree (ISO 13616). */
export const isValidIban = (text: string): boolean => {
  const iban = plainNumber(text);
  return (
    /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban) &&
    LENGTHS[iban.slice(0, 2)] === iban.length &&
    remainderOf(iban.slice(4) + iban.slice(0, 4)) === 1
  );
};

/** Whether this is a creditor reference: RF, two check digits that agree, and up to 21 letters and digits (ISO 11649). */
export const isCreditorReference = (text: string): boolean => {
  const reference = plainNumber(text);
  return /^RF\d{2}[A-Z0-9]{1,21}$/.test(reference) && remainderOf(reference.slice(4) + reference.slice(0, 4)) === 1;
};

/** What may be shown of a number that is somebody's: its country and its last four. */
export const hintOf = (number: string): string => {
  const plain = plainNumber(number);
  return plain.length > 8 ? `${/^[A-Z]{2}/.exec(plain)?.[0] ?? ""}…${plain.slice(-4)}` : `…${plain.slice(-2)}`;
};
