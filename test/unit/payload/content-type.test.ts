import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatContentType, parseContentType } from '../../../main/payload/content-type.ts';

const read = (text: string): [string, Record<string, string>] | null => {
  const parsed = parseContentType(text);
  return parsed === null ? null : [parsed.type, Object.fromEntries(parsed.parameters)];
};

describe('reading a content type', () => {
  test.each([
    ['text/plain', ['text/plain', {}]],
    ['Text/Plain; Charset=UTF-8', ['text/plain', { charset: 'UTF-8' }]],
    ['text/plain;charset="utf-8";msgr=WAAtAE0A', ['text/plain', { charset: 'utf-8', msgr: 'WAAtAE0A' }]],
    ['text/plain; charset=UTF-8;ms-body=YQ==', ['text/plain', { charset: 'UTF-8', 'ms-body': 'YQ==' }]],
    [' application/xml ; a = b ; flag', ['application/xml', { a: 'b', flag: '' }]],
    ['a/b; x="say \\"hi\\"; y=1"; y=2', ['a/b', { x: 'say "hi"; y=1', y: '2' }]],
    ['a/b; x="never closed', ['a/b', { x: 'never closed' }]],
    ['a/b; x=1; X=2;;', ['a/b', { x: '1' }]],
    ['', null],
    ['text', null],
    ['/plain', null],
    ['text/plain, text/html', null],
    ['text plain/x', null],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('a huge value and a flood of parameters are bounded', () => {
    expect(parseContentType(`a/b;x=${'y'.repeat(70_000)}`)).toBeNull();
    const flood = parseContentType(
      `a/b${Array.from({ length: 1_000 }, (_, i) => `;p${String(i)}=1`).join('')}`,
    );
    expect(flood?.parameters.size).toBe(32);
  });

  test('any text is read without throwing', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[a/;="\\ ]{0,60}$/)),
        (text) => {
          parseContentType(text);
        },
      ),
    );
  });
});

describe('writing a content type', () => {
  test('what is written reads back the same', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
    const value = fc.string({
      unit: fc.constantFrom(' ', 'a', 'Z', '9', ';', '=', '"', ',', '\\', '/', '@'),
    });
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 5 }), (parameters) => {
        expect(read(formatContentType('text/plain', parameters))).toEqual(['text/plain', { ...parameters }]);
      }),
    );
  });

  test('what would break the header is refused', () => {
    expect(() => formatContentType('text/plain\r\nX: y')).toThrow(RangeError);
    expect(() => formatContentType('text/plain', { 'a b': 'c' })).toThrow(RangeError);
    expect(() => formatContentType('text/plain', { a: 'c\r\nX: y' })).toThrow(RangeError);
  });
});
