import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastLine } from '../../../renderer/state/last-line.ts';
import { readMarkup, type BlockToken, type InlineToken } from '../../../renderer/state/markup.ts';

const inline = (tokens: readonly InlineToken[]): string =>
  tokens.map((token) => ('text' in token ? token.text : inline(token.children))).join('');
const read = (tokens: readonly BlockToken[]): string =>
  tokens
    .map((token) => {
      if (token.kind === 'paragraph') return inline(token.children);
      return token.kind === 'code' ? token.text : '';
    })
    .join('\n');

describe('the last line', () => {
  test.each([
    ['**Ship** it *today*', 'Ship it today'],
    ['__Ship__ it _today_', 'Ship it today'],
    ['***both***, ~~gone~~', 'both, gone'],
    ['**bold _in_ bold**', 'bold in bold'],
    ['run `npm *test*` now', 'run npm *test* now'],
    ['``a ` b``', 'a ` b'],
    ['强调**文字**的', '强调文字的'],
    ['```\nlet *a* = 1;\n```', 'let *a* = 1;'],
    ['```js\nx_y_z\n```\nso **there**', 'x_y_z\nso there'],
    ['```\nnot closed', 'not closed'],
    ['```', '```'],
    ['2*3*4 and snake_case_name', '2*3*4 and snake_case_name'],
    ['so * not this * and ** nor this **', 'so * not this * and ** nor this **'],
    ['https://example.com/_a_/*b', 'https://example.com/_a_/*b'],
    ['**https://example.com/a_b_c**', 'https://example.com/a_b_c'],
    ['**not closed', '**not closed'],
    ['>:( no', '>:( no'],
  ])('of %j is %j, as the timeline has it', (text, expected) => {
    expect(lastLine(text)).toBe(expected);
    expect(read(readMarkup(text))).toBe(expected);
  });

  test.each([
    ['> How **are** you?\n\nFine', 'Fine'],
    ['> Only *this*', 'Only this'],
    ['> > Before\n> After', 'Before\nAfter'],
    ['- **one**\n- two', '- one\n- two'],
    ['plain', 'plain'],
  ])('of %j is %j', (text, expected) => {
    expect(lastLine(text)).toBe(expected);
  });

  test('is short, has nothing that was not written, and something where anything was', () => {
    const mark = fc.constantFrom('*', '**', '_', '__', '~~', '`', '```', '\n', '> ', ' ', 'a', 'b c', '://');
    const text = fc.oneof(fc.array(mark, { maxLength: 400 }), fc.array(fc.string({ unit: 'binary' })));
    fc.assert(
      fc.property(text, (parts) => {
        const written = parts.join('');
        const line = lastLine(written);
        expect(line.length).toBeLessThanOrEqual(200);
        // Its characters stand in the text in the same order; line ends may be others.
        const [shown, all] = [line, written].map((each) => each.replace(/\r\n?/g, '\n'));
        let at = -1;
        for (const unit of shown ?? '') {
          at = (all ?? '').indexOf(unit, at + 1);
          expect(at).toBeGreaterThanOrEqual(0);
        }
        if (written.slice(0, 100).trim() !== '') expect(line.trim()).not.toBe('');
      }),
    );
  });

  test('takes no time for a text that is made to take it', () => {
    const begun = performance.now();
    for (const each of ['*', '_', '`', '~~a', '**a', '_a ', '`` ', '> ', '*a**b'])
      lastLine(each.repeat(70_000));
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
