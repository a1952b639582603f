import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkTokens } from '../../../shared/text/links.ts';

const links = (text: string): string[] =>
  linkTokens(text).flatMap((token) => (token.kind === 'link' ? [token.href] : []));

describe('linkTokens', () => {
  test('joins to the very text again', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.emailAddress(),
      fc.constantFrom('<', '"', ' ', '\n', 'www.', 'javascript:', '://', '@'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        expect(
          linkTokens(text)
            .map((token) => token.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  test('links nothing but http, https and mailto', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom('javascript:', 'file:///', 'data:', 'ftp://')),
        ),
        (pieces) => {
          for (const href of links(pieces.join(''))) expect(href).toMatch(/^(?:https?:\/\/|mailto:)/i);
        },
      ),
    );
  });

  test.each([
    ['see https://example.com/a?b=1.', ['https://example.com/a?b=1']],
    ['(http://example.com/x)', ['http://example.com/x']],
    ['www.example.org', ['https://www.example.org']],
    ['write to anna@example.com, please', ['mailto:anna@example.com']],
    ['ftp://example.com/x and javascript:alert(1)', []],
    ['no links, 10:30, 3.5 and a/b', []],
    ['', []],
  ])('finds in %j the links %j', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });
});
