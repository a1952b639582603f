import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMarkup } from '../../../renderer/state/markup.ts';
import {
  applyEdit,
  asCodeBlock,
  looksLikeCode,
  toggleBlock,
  toggleInline,
  type InlineFormat,
} from '../../../renderer/state/writing/formatting.ts';

/** A text with its selection between brackets. */
const marked = (text: string, [start, end]: readonly [number, number]): string =>
  `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`;
function unmark(shown: string): { text: string; start: number; end: number } {
  const start = shown.indexOf('[');
  const end = shown.indexOf(']') - 1;
  return { text: shown.replace('[', '').replace(']', ''), start, end };
}

const inline = (shown: string, format: InlineFormat): string => {
  const { text, start, end } = unmark(shown);
  const edit = toggleInline(text, start, end, format);
  return marked(applyEdit(text, edit), edit.selection);
};
const block = (shown: string, format: Parameters<typeof toggleBlock>[3]): string => {
  const { text, start, end } = unmark(shown);
  const edit = toggleBlock(text, start, end, format);
  return marked(applyEdit(text, edit), edit.selection);
};

describe('formatting', () => {
  it.for([
    ['a [word] here', 'bold', 'a **[word]** here'],
    ['a **[word]** here', 'bold', 'a [word] here'],
    ['a [**word**] here', 'bold', 'a [word] here'],
    ['a [word ]here', 'italic', 'a _[word]_ here'],
    ['a [] here', 'code', 'a `[]` here'],
    ['a `[]` here', 'code', 'a [] here'],
    ['[alles]', 'strike', '~~[alles]~~'],
    ['[ ]', 'bold', '**[ ]**'],
    ['[**a** b **c**]', 'bold', '**[a b c]**'],
    ['[x **a** y]', 'bold', '**[x a y]**'],
    ['[***a***]', 'bold', '[*a*]'],
    ['[**a** b]', 'italic', '_[**a** b]_'],
    ['**[a]**', 'italic', '**_[a]_**'],
    ['*[a]*', 'italic', '[a]'],
    ['[*a **b** c*]', 'italic', '[a **b** c]'],
    ['[_snake_case_]', 'italic', '[snake_case]'],
    ['s[na]ke', 'italic', '_[snake]_'],
    ['_[snake]_', 'italic', '[snake]'],
    ['[2*3*4]', 'italic', '_[2*3*4]_'],
    ['s[na]ke', 'bold', 's**[na]**ke'],
    ['a [b`c] d', 'code', 'a ``[b`c]`` d'],
    ['a ``[b`c]`` d', 'code', 'a [b`c] d'],
    ['a [``b`c``] d', 'code', 'a [b`c] d'],
    ['[`a` b]', 'code', '`` [`a` b] ``'],
    ['`` [`a` b] ``', 'code', '[`a` b]'],
    ['`a` [b] `c`', 'code', '`a` `[b]` `c`'],
  ] as const)('makes of %j with %s %j', ([before, format, after]) => {
    expect(inline(before, format)).toBe(after);
  });

  it.for([
    ['one\nt[]wo', 'quote', 'one\n> t[]wo'],
    ['[one\ntwo]', 'bullets', '[- one\n- two]'],
    ['[- one\n- two]', 'bullets', '[one\ntwo]'],
    ['o[ne\ntw]o\nthree', 'numbers', '[1. one\n2. two]\nthree'],
    ['[> one\ntwo]', 'quote', '[> > one\n> two]'],
    ['a [b] c', 'codeBlock', 'a \n```\n[b]\n```\n c'],
    ['[a ``` b]', 'codeBlock', '````\n[a ``` b]\n````'],
  ] as const)('makes of %j with %s %j', ([before, format, after]) => {
    expect(block(before, format)).toBe(after);
  });

  it('gives the text and the selection back when it is done twice', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z ]{0,12}$/),
        fc.stringMatching(/^[a-z]{1,12}$/),
        fc.stringMatching(/^[a-z ]{0,12}$/),
        fc.constantFrom('bold' as const, 'italic' as const, 'strike' as const, 'code' as const),
        (before, selected, after, format) => {
          const text = before + selected + after;
          const once = toggleInline(text, before.length, before.length + selected.length, format);
          const changed = applyEdit(text, once);
          expect(changed).not.toBe(text);
          const twice = toggleInline(changed, ...once.selection, format);
          expect(applyEdit(changed, twice)).toBe(text);
          const [from, to] = twice.selection;
          // Italic takes whole words.
          if (format === 'italic') expect(text.slice(from, to)).toContain(selected);
          else expect([from, to]).toEqual([before.length, before.length + selected.length]);
        },
      ),
    );
  });

  it('marks what the reader of messages takes for marked, within words, too', () => {
    const kinds = { bold: 'strong', italic: 'emphasis', strike: 'struck', code: 'code' } as const;
    fc.assert(
      fc.property(
        fc.stringMatching(/^x[a-z ]{0,12}$/),
        fc.stringMatching(/^[a-z][a-z`]{0,11}$/),
        fc.stringMatching(/^[a-z ]{0,12}$/),
        fc.constantFrom('bold' as const, 'italic' as const, 'strike' as const, 'code' as const),
        (before, typed, after, format) => {
          const selected = format === 'code' ? typed : typed.replaceAll('`', 'b');
          const text = before + selected + after;
          const edit = toggleInline(text, before.length, before.length + selected.length, format);
          const [paragraph] = readMarkup(applyEdit(text, edit));
          const tokens = paragraph?.kind === 'paragraph' ? paragraph.children : [];
          const found = tokens.find(({ kind }) => kind === kinds[format]);
          expect(found).toBeDefined();
          if (found?.kind === 'code') expect(found.text).toBe(selected);
        },
      ),
    );
  });

  it('gives lines back when it is done twice, and changes only the lines that are touched', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z ]{1,10}$/), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('quote' as const, 'bullets' as const, 'numbers' as const),
        (lines, format) => {
          const text = lines.join('\n');
          const once = toggleBlock(text, 0, text.length, format);
          const changed = applyEdit(text, once);
          expect(changed.split('\n')).toHaveLength(lines.length);
          expect(applyEdit(changed, toggleBlock(changed, ...once.selection, format))).toBe(text);
          const first = toggleBlock(text, 0, 0, format);
          expect(applyEdit(text, first).split('\n').slice(1)).toEqual(lines.slice(1));
        },
      ),
    );
  });

  it('makes a block of code that holds exactly what was selected, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), (text, a, b) => {
        const [start, end] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y);
        if (start === undefined || end === undefined) return;
        const edit = asCodeBlock(text, start, end);
        const changed = applyEdit(text, edit);
        expect(changed.slice(...edit.selection)).toBe(text.slice(start, end));
        expect(changed.startsWith(text.slice(0, start))).toBe(true);
        expect(changed.endsWith(text.slice(end))).toBe(true);
      }),
    );
  });

  it.for([
    ['const a = 1;\nreturn a;', true],
    ['def f(x):\n    return x', true],
    ['<div>\n  <p>\n</div>', true],
    ['Hello Bob,\nshall we have lunch?\nAlice', false],
    ['one line;', false],
    ['', false],
  ] as const)('says of %j whether it is code: %s', ([text, code]) => {
    expect(looksLikeCode(text)).toBe(code);
  });
});
