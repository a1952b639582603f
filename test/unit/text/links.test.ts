import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linksIn, linkTokens } from '../../../shared/text/links.ts';

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

describe('an address of a person', () => {
  const found = (text: string): string[] =>
    linksIn(text).map(({ start, end, href }) => {
      expect(text.slice(start, end)).toBe(href);
      return href;
    });

  test.each([
    ['call sip:+49301234@example.com.', ['sip:+49301234@example.com']],
    ['sip:+49301234@192.168.1.5:5060, please', ['sip:+49301234@192.168.1.5:5060']],
    ['(sip:*98@example.com)', ['sip:*98@example.com']],
    ['<sips:dora@example.com;transport=tcp>', ['sips:dora@example.com;transport=tcp']],
    ['sip:a@[::1]:5060', ['sip:a@[::1]:5060']],
    ['Im:Anna@host and SIP:b@c', ['Im:Anna@host', 'SIP:b@c']],
    ['**sip:a@b.de** _sip:+1@b.de_', ['sip:a@b.de', 'sip:+1@b.de']],
    ['sip:a%20b;x=1@b.de?', ['sip:a%20b;x=1@b.de']],
    ['sip:a:secret@b.de', ['sip:a:secret@b.de']],
    ['sip:sip:a@b.de', ['sip:a@b.de']],
    ['https://x.de/?to=sip:+1@b.de sip:+2@b.de', ['https://x.de/?to=sip:+1@b.de', 'sip:+2@b.de']],
    ['https://x.de/(sip:+1@b.de) http://y.de', ['https://x.de/(sip:+1@b.de)', 'http://y.de']],
    ['sip:dora sip:+1@ sip:a b@', []],
  ])('is found in %j: %j', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test('takes time that grows with the text alone', () => {
    for (const piece of ['sip:', 'sip:a', 'sip:a@', 'sip:a@b.', 'sip:a@b;c=', 'sip:%20', 'im:a:', '+']) {
      const begun = performance.now();
      linksIn(piece.repeat(65_536 / piece.length));
      expect(performance.now() - begun, piece).toBeLessThan(2_000);
    }
  });
});

test.each([
  ['+49301234@example.com', ['mailto:+49301234@example.com']],
  ['mailto:+49301234@example.com', ['mailto:+49301234@example.com']],
  ['1+2@example.com', ['mailto:1+2@example.com']],
  ['README.md, config.py, z.B.so and run.sh', []],
  ['example.com and docs.example.org/a.md', ['https://example.com', 'https://docs.example.org/a.md']],
  ['www.example.pl https://docs.rs', ['https://www.example.pl', 'https://docs.rs']],
  ['anna@example.pl', ['mailto:anna@example.pl']],
])('in %j the links are %j', (text, expected) => {
  expect(links(text)).toEqual(expected);
});
