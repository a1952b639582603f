import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseContentType } from '../../../main/payload/content-type.ts';
import { decodeText, encodeText, plainTextType } from '../../../main/payload/text.ts';

const decode = (bytes: readonly number[], header: string): string => {
  const contentType = parseContentType(header);
  if (contentType === null) throw new Error(`No content type: ${header}`);
  return decodeText(Uint8Array.from(bytes), contentType);
};

test.each([
  ['utf-8', [0x47, 0x72, 0xc3, 0xbc, 0xc3, 0x9f], 'text/plain; charset=UTF-8', 'Grüß'],
  ['no charset', [0xc3, 0xbc], 'text/plain', 'ü'],
  ['latin 1', [0xfc], 'text/plain; charset=iso-8859-1', 'ü'],
  ['utf-16', [0xfc, 0x00], 'text/plain; charset="utf-16le"', 'ü'],
  ['unknown charset', [0xc3, 0xbc], 'text/plain; charset=klingon', 'ü'],
  ['broken bytes', [0x61, 0xff, 0x62], 'text/plain', 'a\ufffdb'],
])('%s', (_, bytes, header, text) => {
  expect(decode(bytes, header)).toBe(text);
});

test('what Parley writes it reads', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!text.startsWith('\ufeff'));
      expect(decode([...encodeText(text)], plainTextType)).toBe(text);
    }),
  );
});

test('any bytes and any charset decode to some text', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), (bytes, charset) => {
      expect(
        typeof decodeText(bytes, { type: 'text/plain', parameters: new Map([['charset', charset]]) }),
      ).toBe('string');
    }),
  );
});
