import fc from 'fast-check';
import { encodeText } from '../../../main/payload/text.ts';

/** Bytes as a hostile or broken peer sends them: random, or pieces of the format in any order. */
export const hostileBytes = (pieces: readonly string[]): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => encodeText(parts.join(''))),
  );

/** What XML documents of any kind are made of. */
export const xmlPieces = [
  '<?xml version="1.0"?>',
  '<',
  '>',
  '/>',
  '</',
  '&',
  '&amp;',
  '&#x41;',
  '&#0;',
  '&constructor;',
  '<!DOCTYPE x [',
  '<!ENTITY a "b">',
  ']>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?x ?>',
  'xmlns="',
  'xmlns:a="b"',
  'a:',
  '"',
  ' ',
  '\r\n',
  'x',
  '\0',
  '\ufeff',
];

/** Each beginning of the bytes, the whole left out. */
export const truncations = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: bytes.length }, (_, length) => bytes.subarray(0, length));

/** A document that grows to some hundred megabytes where entities are expanded. */
export const entityBomb = (element: string, use: string): Uint8Array => {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const inner = level === 0 ? 'ha' : `&e${String(level - 1)};`.repeat(10);
    return `<!ENTITY e${String(level)} "${inner}">`;
  });
  return encodeText(
    `<?xml version="1.0"?><!DOCTYPE ${element} [${levels.join('')}]>${use.replace('$', '&e8;')}`,
  );
};

export const textOf = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** A text of several lines with the line ends that SIP bodies have. */
export const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
