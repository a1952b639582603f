import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutQuote, withQuote } from '../../../shared/text/reply-quote.ts';

describe('a quote before an answer', () => {
  test.each([
    ['a line', 'How are you?', '> How are you?\n\nFine'],
    ['lines', 'One\n\nTwo\r\n  three  ', '> One\n>\n> Two\n>   three\n\nFine'],
    ['more lines than four', '1\n2\n3\n4\n5', '> 1\n> 2\n> 3\n> 4\n> …\n\nFine'],
    ['an answer itself: without its own quote', '> Before\n\nAfter', '> After\n\nFine'],
    ['a quote alone', '> Only this', '> > Only this\n\nFine'],
  ])('of %s', (_, original, expected) => {
    expect(withQuote('Fine', original)).toBe(expected);
  });

  test('is shortened between characters', () => {
    const quote = withQuote('Fine', '👋'.repeat(300)).split('\n')[0] ?? '';
    expect(quote).toBe(`> ${'👋'.repeat(240)}…`);
    expect(withQuote('x', `${'a'.repeat(200)}\n${'b'.repeat(200)}\nc`)).toBe(
      `> ${'a'.repeat(200)}\n> ${'b'.repeat(40)}…\n\nx`,
    );
  });
});

describe('taking the quote off', () => {
  test.each([
    ['no quote', 'Fine', 'Fine'],
    ['a quote in the middle', 'Fine\n> x\n\ny', 'Fine\n> x\n\ny'],
    ['no empty line behind it', '> x\nFine', '> x\nFine'],
    ['nothing behind it', '> x\n\n  ', '> x\n\n  '],
    ['line ends of the network', '> x\r\n> y\r\n\r\nFine\r\nso far', 'Fine\nso far'],
    ['an answer that begins with a quote of its own', '> x\n\n> y\nz', '> y\nz'],
  ])('%s', (_, text, expected) => {
    expect(withoutQuote(text)).toBe(expected);
  });

  test('gives every text back that was sent with one', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((each) => each.trim() !== '' && !each.includes('\r'));
    const lines = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '>', '> a')));
    fc.assert(
      fc.property(text, lines, (answer, original) => {
        expect(withoutQuote(withQuote(answer, original.join('\n')))).toBe(answer);
      }),
    );
  });
});
