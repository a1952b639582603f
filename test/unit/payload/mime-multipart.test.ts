import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseContentType } from '../../../main/payload/content-type.ts';
import {
  bestAlternative,
  isSupported,
  readMultipart,
  writeMultipartAlternative,
  type MimePart,
} from '../../../main/payload/mime-multipart.ts';
import { encodeText } from '../../../main/payload/text.ts';
import { crlf, hostileBytes, textOf, truncations } from './hostile.ts';

const read = (text: string | Uint8Array, header = 'multipart/alternative; boundary=b'): MimePart | null => {
  const contentType = parseContentType(header);
  if (contentType === null) throw new Error(`No content type: ${header}`);
  return readMultipart(typeof text === 'string' ? encodeText(text) : text, contentType);
};

const listed = (part: MimePart | null): unknown =>
  part?.parts.map((one) =>
    one.parts.length > 0 ? [one.contentType.type, listed(one)] : [one.contentType.type, textOf(one.body)],
  );

const both = crlf(`--b
Content-Type: text/plain; charset=UTF-8

Hello
--b
Content-Type: text/html

<b>Hello</b>
--b--
`);

const bothParts = [
  ['text/plain', 'Hello'],
  ['text/html', '<b>Hello</b>'],
];

describe('writing', () => {
  test('the plainest first', () => {
    const written = writeMultipartAlternative(
      [
        { contentType: 'text/plain; charset=UTF-8', content: encodeText('Hello') },
        { contentType: 'text/html', content: encodeText('<b>Hello</b>') },
      ],
      'b',
    );
    expect(written.contentType).toBe('multipart/alternative; boundary=b');
    expect(textOf(written.content)).toBe(both);
  });

  test('what is written reads back the same', () => {
    const part = fc.record({
      contentType: fc.constantFrom('text/plain', 'text/html; charset=utf-8', 'a/b; c="d e"'),
      content: fc.oneof(
        fc.uint8Array({ maxLength: 100 }),
        fc.string({ unit: fc.constantFrom('\r', '\n', '-', 'b', ':') }).map(encodeText),
      ),
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 32 }), (parts) => {
        const written = writeMultipartAlternative(parts, 'boundary-1');
        const found = read(written.content, written.contentType);
        expect(found?.parts.map(({ contentType, body }) => [contentType, [...body]])).toEqual(
          parts.map(({ contentType, content }) => [parseContentType(contentType), [...content]]),
        );
      }),
    );
  });

  const content = encodeText('x\r\n--b\r\ny');
  test.each([
    ['a part with the boundary inside', [{ contentType: 'text/plain', content }], 'b'],
    ['no part', [], 'b'],
    ['an empty boundary', [{ contentType: 'text/plain', content }], ''],
    ['a boundary too long', [{ contentType: 'text/plain', content }], 'c'.repeat(71)],
    ['a boundary with a line break', [{ contentType: 'text/plain', content }], 'c\r\n'],
    ['no media type', [{ contentType: 'text', content }], 'c'],
    ['a line break in a type', [{ contentType: 'text/plain; a=b\r\nX: y', content }], 'c'],
  ])('%s is refused', (_, parts, boundary) => {
    expect(() => writeMultipartAlternative(parts, boundary)).toThrow(RangeError);
  });
});

describe('reading', () => {
  test.each([
    ['as written', both],
    ['with LF', both.replaceAll('\r\n', '\n')],
    ['with text before and behind', `This is MIME.\r\n${both}Bye\r\n--b\r\nContent-Type: a/b\r\n\r\nx`],
    ['without the closing line', both.replace('\r\n--b--\r\n', '')],
    ['without the last line end', both.trimEnd()],
    ['with blanks behind the boundary', both.replaceAll('--b\r\n', '--b \t\r\n')],
    ['with a line that starts like the boundary', both.replace('--b\r\n', '--bb\r\n--b\r\n')],
  ])('%s', (_, text) => {
    expect(listed(read(text))).toEqual(bothParts);
  });

  test('a boundary in quotes, with other characters, or not told at all', () => {
    const text = both.replaceAll('--b', "--a b'()+_,./:=?z");
    expect(listed(read(text, 'multipart/mixed; boundary="a b\'()+_,./:=?z"'))).toEqual(bothParts);
    expect(listed(read(both, 'multipart/mixed'))).toEqual(bothParts);
    expect(read(both, 'multipart/mixed; boundary=other')).toBeNull();
    expect(read(both, 'multipart/mixed; boundary=""')).toBeNull();
  });

  test('a boundary counts at the start of its line only', () => {
    expect(listed(read('--b\r\n\r\nx --b\r\ny\r\n--b--'))).toEqual([['text/plain', 'x --b\r\ny']]);
  });

  test('parts without a header, with an empty one, and with a broken one', () => {
    const text =
      '--b\r\n\r\none\r\n--b\r\n\r\n--b\r\nbroken\r\n\r\nx\r\n--b\r\nContent-Type: what\r\n\r\ntwo\r\n--b--';
    expect(listed(read(text))).toEqual([
      ['text/plain', 'one'],
      ['text/plain', ''],
      ['text/plain', 'two'],
    ]);
  });

  test('transfer encodings are undone', () => {
    const text =
      '--b\r\nContent-Transfer-Encoding: base64\r\n\r\nR3LDvMOf\r\n--b\r\n' +
      'Content-Transfer-Encoding: Quoted-Printable\r\n\r\nGr=C3=BC=\r\n=C3=9F=\r\n--b--';
    expect(listed(read(text))).toEqual([
      ['text/plain', 'Grüß'],
      ['text/plain', 'Grüß='],
    ]);
  });

  test.each([
    ['another type', both, 'text/plain; boundary=b'],
    ['no boundary line', 'Hello', 'multipart/mixed; boundary=b'],
    ['nothing', '', 'multipart/mixed; boundary=b'],
    ['nothing but the end', '--b--', 'multipart/mixed; boundary=b'],
    ['a boundary too long', `--${'b'.repeat(201)}\r\n\r\nx`, `multipart/mixed; boundary=${'b'.repeat(201)}`],
  ])('%s is none', (_, text, header) => {
    expect(read(text, header)).toBeNull();
  });

  const nested = (depth: number): string =>
    depth === 0
      ? 'Content-Type: text/plain\r\n\r\nx'
      : `Content-Type: multipart/mixed; boundary=n${String(depth)}\r\n\r\n` +
        `--n${String(depth)}\r\n${nested(depth - 1)}\r\n--n${String(depth)}--`;
  const depthOf = (part: MimePart): number => 1 + Math.max(0, ...part.parts.map(depthOf));

  test('a multipart is taken apart to the fourth level', () => {
    const four = read(`--b\r\n${nested(3)}\r\n--b--`);
    expect(four === null ? 0 : depthOf(four)).toBe(5);
    expect(four === null ? null : bestAlternative(four, ['text/plain'])).not.toBeNull();
    const five = read(`--b\r\n${nested(4)}\r\n--b--`);
    expect(five === null ? 0 : depthOf(five)).toBe(5);
    expect(five === null ? null : bestAlternative(five, ['text/plain'])).toBeNull();
    const many = read(`--b\r\n${nested(500)}\r\n--b--`);
    expect(many === null ? 0 : depthOf(many)).toBe(5);
  });

  test('32 parts are read, at all levels together', () => {
    expect(read('--b\r\n\r\nx\r\n'.repeat(50))?.parts).toHaveLength(32);
    const inner = `Content-Type: multipart/mixed; boundary=i\r\n\r\n${'--i\r\n\r\nx\r\n'.repeat(20)}`;
    const count = (part: MimePart): number =>
      part.parts.reduce((sum, one) => sum + count(one), part.parts.length);
    const found = read(`--b\r\n${inner}--b\r\n${inner}--b\r\n${inner}--b--`);
    expect(found === null ? 0 : count(found)).toBe(32);
  });

  test.each(['--b', '--b ', '--b\r\n', '\n--b', '--b\r', '--', '\r\n'])(
    'a megabyte of %j does not hang',
    (piece) => {
      const flood = piece.repeat(1_000_000 / piece.length);
      expect(read(flood)?.parts.length ?? 0).toBeLessThanOrEqual(32);
      read(flood, 'multipart/mixed');
    },
  );

  test('each beginning is read without throwing', () => {
    for (const part of truncations(encodeText(both))) {
      expect(read(part)?.parts.length ?? 0).toBeLessThanOrEqual(2);
    }
  });

  test('any bytes are read without throwing', () => {
    const pieces = [
      '--b',
      '--',
      '\r\n',
      '\n',
      'Content-Type: ',
      'multipart/mixed; boundary=b',
      'text/plain',
      ':',
      ' ',
      'x',
    ];
    fc.assert(
      fc.property(hostileBytes(pieces), fc.constantFrom('; boundary=b', ''), (body, boundary) => {
        read(body, `multipart/alternative${boundary}`);
      }),
    );
  });
});

describe('the best part', () => {
  const part = (type: string, parts: readonly MimePart[] = []): MimePart => ({
    contentType: { type, parameters: new Map() },
    headers: new Map(),
    body: new Uint8Array(),
    parts,
  });
  const [plain, html, rtf, image] = ['text/plain', 'text/html', 'text/rtf', 'image/gif'].map((type) =>
    part(type),
  );
  if (plain === undefined || html === undefined || rtf === undefined || image === undefined)
    throw new Error();

  test.each([
    [
      'the last that is supported',
      part('multipart/alternative', [plain, html, rtf]),
      ['text/plain', 'text/html'],
      html,
    ],
    [
      'the only one that is supported',
      part('multipart/alternative', [plain, html, rtf]),
      ['text/plain'],
      plain,
    ],
    ['none', part('multipart/alternative', [html, rtf]), ['text/plain'], null],
    [
      'the first of another multipart',
      part('multipart/mixed', [image, plain, html]),
      ['text/html', 'text/plain'],
      plain,
    ],
    [
      'inside of what is nested',
      part('multipart/alternative', [plain, part('multipart/related', [html, image])]),
      ['text/*'],
      html,
    ],
    [
      'what is nested has none',
      part('multipart/alternative', [plain, part('multipart/related', [image])]),
      ['text/plain', 'multipart/related'],
      plain,
    ],
    ['a part that is no multipart', plain, ['*'], plain],
  ])('%s', (_, root, supported, expected) => {
    expect(bestAlternative(root, supported)).toBe(expected);
  });

  test.each([
    ['text/plain', ['text/plain'], true],
    ['text/plain', ['text/*'], true],
    ['text/plain', ['*/*'], true],
    ['text/plain', ['*'], true],
    ['text/plain', ['text/html', 'tex/*'], false],
    ['textual/plain', ['text/*'], false],
    ['text/plain', [], false],
  ])('%s among %j: %s', (type, supported, expected) => {
    expect(isSupported(type, supported)).toBe(expected);
  });
});
