import { describe, expect, test } from 'vitest';
import { readHeaderBlock } from '../../../main/payload/header-block.ts';
import { encodeText } from '../../../main/payload/text.ts';

const read = (text: string, start = 0): ReturnType<typeof readHeaderBlock> =>
  readHeaderBlock(encodeText(text), start);

describe('a header block', () => {
  test.each([
    [
      'A: b\r\nc:d\r\n\r\nx',
      [
        ['A', ' b'],
        ['c', 'd'],
      ],
      13,
    ],
    ['A: b\n\nx', [['A', ' b']], 6],
    ['A: b\r\r\n\r\nx', [['A', ' b']], 9],
    ['A: b', [['A', ' b']], 4],
    ['A : b\r\n\tc\r\n  d\r\n\r\n', [['A', ' b c d']], 18],
    ['\r\nx', [], 2],
    ['', [], 0],
    ['ü: ü\r\n\r\n', [['ü', ' ü']], 10],
  ])('%j', (text, fields, end) => {
    expect(read(text)).toEqual({ fields, end });
  });

  test.each(['no colon\r\n\r\n', ': b\r\n\r\n', 'a b: c\r\n\r\n', ' a: b\r\n\r\n', '<a>: b\r\n\r\n'])(
    '%j is none',
    (text) => {
      expect(read(text)).toBeNull();
    },
  );

  test('it starts where it is told to', () => {
    expect(read('xx\r\nA:b\r\n\r\n', 4)).toEqual({ fields: [['A', 'b']], end: 11 });
    expect(read('xx', 9)).toEqual({ fields: [], end: 9 });
  });

  test('a hundred fields and 64 KiB are the most', () => {
    expect(read(`${'A:b\r\n'.repeat(100)}\r\n`)?.fields).toHaveLength(100);
    expect(read(`${'A:b\r\n'.repeat(101)}\r\n`)).toBeNull();
    expect(read(`A:${'b'.repeat(65_530)}\r\n\r\n`)).not.toBeNull();
    expect(read(`A:${'b'.repeat(65_540)}\r\n\r\n`)).toBeNull();
    expect(read(`A:b\r\n${' c\r\n'.repeat(30_000)}\r\n`)).toBeNull();
  });
});
