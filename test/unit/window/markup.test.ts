import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMarkup, type BlockToken, type InlineToken } from '../../../renderer/state/markup.ts';

const signs = { strong: 'b', emphasis: 'i', struck: 's' } as const;

/** A short notation: b(bold), i(italic), s(struck), c(code), a(link), pre(code), q(quote), ul[…], ol3.[…]. */
const inline = (tokens: readonly InlineToken[]): string =>
  tokens
    .map((token) => {
      if (token.kind === 'text') return token.text;
      if (token.kind === 'code') return `c(${token.text})`;
      if (token.kind === 'link') return `a(${token.href})`;
      return `${signs[token.kind]}(${inline(token.children)})`;
    })
    .join('');

const block = (tokens: readonly BlockToken[]): string =>
  tokens
    .map((token) => {
      if (token.kind === 'paragraph') return inline(token.children);
      if (token.kind === 'code') return `pre(${token.text})`;
      if (token.kind === 'quote') return `q(${block(token.children)})`;
      const sign = token.start === null ? 'ul' : `ol${String(token.start)}${token.mark}`;
      return `${sign}[${token.items.map(block).join(' | ')}]`;
    })
    .join(' / ');

const read = (text: string): string => block(readMarkup(text));

describe('markup', () => {
  test.each([
    ['**bold** and __bold__', 'b(bold) and b(bold)'],
    ['*italic* and _italic_', 'i(italic) and i(italic)'],
    ['~~gone~~', 's(gone)'],
    ['***both***', 'i(b(both))'],
    ['`code *not italic*`', 'c(code *not italic*)'],
    ['``a ` b``', 'c(a ` b)'],
    ['强调**文字**的', '强调b(文字)的'],
    ['```\nlet a;\n\n  b\n```', 'pre(let a;\n\n  b)'],
    ['```js\nx\n```\nafter', 'pre(x) / after'],
    ['```\nnot closed', 'pre(not closed)'],
    ['```', '```'],
    ['so:\n```\n\n```\nend', 'so: / ```\n\n``` / end'],
    ['> quote\nanswer', 'q(quote) / answer'],
    ['> one\n>\n> two\n\nanswer', 'q(one\n\ntwo) / answer'],
    ['> > older\n> newer', 'q(q(older) / newer)'],
    ['>no blank', 'q(no blank)'],
    ['- a\n- b\nno item', 'ul[a | b] / no item'],
    ['* a\n  second line\n* b', 'ul[a\nsecond line | b]'],
    ['- a\n  - b\n- c', 'ul[a / ul[b] | c]'],
    ['1. a\n2. b', 'ol1.[a | b]'],
    ['3) c\n4) d', 'ol3)[c | d]'],
    ['Do:\n- a\n\n- b\n\nThanks', 'Do: / ul[a | b] / Thanks'],
    ['> ```\n> x\n> ```\nend', 'q(pre(x)) / end'],
    ['**see https://example.com/a_b_c**', 'b(see a(https://example.com/a_b_c))'],
    ['**https://example.com**', 'b(a(https://example.com))'],
    ['`https://example.com`', 'c(https://example.com)'],
    [
      'ring sip:bob@example.com or im:eve@example.com',
      'ring a(sip:bob@example.com) or a(im:eve@example.com)',
    ],
  ])('%j', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    'plain',
    '  spaces   and\n\n\nlines\n end',
    '    four spaces',
    '2*3*4 = 24, 5 * 3 and snake_case_name',
    '# no heading\n---\n===',
    '<b>bold</b> &amp; &lt; \\*',
    '![image](x.png)',
    '>:( and >_<',
    '>',
    '>>>',
    '-',
    '1.',
    '- ',
    '+ 1',
    '-5 degrees',
    '* * *',
    '|a|b|\n|-|-|',
    '`',
    '**',
    '**open',
    'sip:1234 and sip: nothing',
  ])('%j is the text that it is', (text) => {
    expect(read(text)).toBe(text);
  });

  test('a link shows its target, whatever is put before it', () => {
    expect(read('[your bank](https://evil.example/x)')).toBe('[your bank](a(https://evil.example/x))');
    expect(read('[a]: https://evil.example "b"')).toBe('[a]: a(https://evil.example) "b"');
    expect(read('<https://evil.example>')).toBe('<a(https://evil.example)>');
  });
});

/** The text that the tokens show. */
const shown = (tokens: readonly (BlockToken | InlineToken)[]): string =>
  tokens
    .map((token) => {
      if ('text' in token) return token.text;
      if ('children' in token) return shown(token.children);
      return token.items.map(shown).join('');
    })
    .join('');

const depth = (tokens: readonly (BlockToken | InlineToken)[]): number =>
  Math.max(
    0,
    ...tokens.map((token) => {
      if ('children' in token) return 1 + depth(token.children);
      return token.kind === 'list' ? 1 + Math.max(0, ...token.items.map(depth)) : 1;
    }),
  );

const pieces = [
  '*',
  '**',
  '_',
  '~~',
  '`',
  '```',
  '\n',
  '> ',
  '>',
  '- ',
  '1. ',
  '  ',
  '\t',
  'word',
  '[',
  '](',
];
const hostile = fc.array(
  fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme' }), fc.webUrl(), fc.emailAddress()),
  { maxLength: 60 },
);

describe('whatever comes', () => {
  test('it is read without throwing, nests no deeper than a screen can show, and loses no letter', () => {
    fc.assert(
      fc.property(hostile, (parts) => {
        const text = parts.join('');
        const tokens = readMarkup(text);
        expect(depth(tokens)).toBeLessThan(16);
        // Marks go, and the words behind ``` that name the language; letters stay where there are no such.
        if (text.includes('```') || text.includes('~~~')) return;
        const letters = (of: string): string => of.replace(/[^\p{L}]/gu, '');
        expect(letters(shown(tokens))).toBe(letters(text));
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    '[',
    '*',
    '**a',
    '_a',
    '> ',
    '>',
    '- ',
    '`',
    '`a``',
    '~~a',
    '1. ',
    '\n',
    '> a\n',
    '- a\n',
    '```\n',
    '*a_',
    '***a ',
    '_a *b ~~c ',
    '- a\n\n',
    '  - a\n',
    'https://a*',
    'a@a.',
    '- > ',
    '\t',
  ])('%j over and over takes time in proportion to its length', (piece) => {
    const time = (length: number): number => {
      const text = piece.repeat(length / piece.length);
      return Math.min(
        ...[1, 2, 3].map(() => {
          const started = performance.now();
          readMarkup(text);
          return performance.now() - started;
        }),
      );
    };
    time(4 * 1024);
    const [short, long] = [time(4 * 1024), time(64 * 1024)];
    // Sixteen times as long: 256 times the time would be quadratic. The rest is room for a busy machine.
    expect(long).toBeLessThan(Math.max(short, 2) * 100);
  });

  test('is not looked for in a text that can hold none, with the same result', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'Hello',
        'ja',
        'ok.',
        '1.',
        '-',
        'a.b',
        '3',
        'x@y',
        'www',
        'Ünï',
        '你好。',
        '(so)',
        '"q"',
        '',
        'end.',
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        const text = words.join(' ');
        // The quotation behind it leads past the short way.
        const whole = readMarkup(`${text}\n\n> quoted`);
        const alone = readMarkup(text);
        expect(whole.slice(0, alone.length)).toEqual(alone);
      }),
      { numRuns: 3000 },
    );
  });
});
