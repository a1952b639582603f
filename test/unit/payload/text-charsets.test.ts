import { expect, test } from 'vitest';
import { parseContentType } from '../../../main/payload/content-type.ts';
import { decodeText } from '../../../main/payload/text.ts';

/** Charsets that peers put on instant messages. */
test.each([
  ['text/plain; charset=us-ascii', [0x68, 0x69], 'hi'],
  ['text/plain; charset=UTF8', [0xe2, 0x82, 0xac], '€'],
  ['text/plain; charset=iso-8859-1', [0xe4, 0xf6, 0xdf], 'äöß'],
  ['text/plain; charset=ISO-8859-15', [0xa4], '€'],
  ['text/plain; charset=windows-1252', [0x80, 0x93, 0x94], '€\u201c\u201d'],
  ['text/plain; charset=windows-1251', [0xcf, 0xf0], 'Пр'],
  ['text/plain; charset=koi8-r', [0xf0, 0xd2], 'Пр'],
  ['text/plain; charset=shift_jis', [0x93, 0xfa], '日'],
  ['text/plain; charset=utf-16', [0xff, 0xfe, 0xfc, 0x00], 'ü'],
  ['text/plain; charset=utf-16', [0xfe, 0xff, 0x00, 0xfc], 'ü'],
  ['text/plain', [0xfe, 0xff, 0x00, 0xfc], 'ü'],
  ['text/plain; charset=utf-16le', [0xfc, 0x00], 'ü'],
  ['text/plain; charset=utf-16be', [0x00, 0xfc], 'ü'],
  ['text/plain', [0xef, 0xbb, 0xbf, 0x61], 'a'],
  ['text/plain; charset=', [0xc3, 0xbc], 'ü'],
  ['text/plain; charset=unknown-8bit', [0xc3, 0xbc], 'ü'],
  ['text/plain; charset=iso-2022-kr', [0x61], 'a'],
])('%s', (header, bytes, text) => {
  const contentType = parseContentType(header);
  expect(contentType === null ? null : decodeText(Uint8Array.from(bytes), contentType)).toBe(text);
});
