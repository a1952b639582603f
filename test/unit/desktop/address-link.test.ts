import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAddressLink, parseAddressLink } from '../../../main/desktop/address-link.ts';
import { longestText } from '../../../shared/model/message.ts';

describe('a link', () => {
  it.each([
    ['sip:bob@example.com', 'sip:bob@example.com', null],
    ['SIP:bob@Example.COM', 'sip:bob@example.com', null],
    ['sip:bob@example.com:5070;transport=tcp', 'sip:bob@example.com', null],
    ['sip:bob@example.com?body=Hello%20there', 'sip:bob@example.com', 'Hello there'],
    ['sip:bob@example.com;transport=tls?subject=x&body=a%26b%0D%0Ac', 'sip:bob@example.com', 'a&b\nc'],
    ['sip:bob@example.com?Body=1+1', 'sip:bob@example.com', '1+1'],
    ['sip:bob@example.com?body=%20%0A', 'sip:bob@example.com', null],
    ['sip:bob@example.com?body=%00x%1By', 'sip:bob@example.com', 'xy'],
    ['sip:bob@example.com?body=mail%20carol@example.com', 'sip:bob@example.com', 'mail carol@example.com'],
    ['sip:what?@example.com', 'sip:what?@example.com', null],
    ['im:bob@example.com', 'sip:bob@example.com', null],
    ['im:bob%2Bwork@example.com?body=Hi', 'sip:bob+work@example.com', 'Hi'],
    ['im://bob@example.com', 'sip:bob@example.com', null],
    ['sip:bob@[2001:db8::1]:5060', 'sip:bob@[2001:db8::1]', null],
  ])('%s names %s', (link, address, body) => {
    expect(parseAddressLink(link)).toEqual({ ok: true, value: { address, body } });
  });

  it.each([
    'sip:',
    'sip:bob',
    'sip:@example.com',
    'sip:bob@',
    'sip:bob@exa mple.com',
    'sip:bob@example.com>',
    'sip:<bob@example.com>',
    'sips:bob@example.com',
    'tel:+49123',
    'https://example.com/sip:bob@example.com',
    'sip:bob@example..com',
    'im:bob%0A@example.com',
    'im:bob%40evil.example@example.com',
    'im:%zz@example.com',
    '-sip:bob@example.com',
  ])('%s leads nowhere', (link) => {
    expect(parseAddressLink(link)).toEqual({ ok: false, failure: 'address' });
  });

  it('takes no text that could not be sent, and no link without end', () => {
    const link = (length: number): string => `sip:bob@example.com?body=${'x'.repeat(length)}`;
    expect(parseAddressLink(link(longestText)).ok).toBe(true);
    expect(parseAddressLink(link(longestText + 1))).toEqual({ ok: false, failure: 'too-long' });
    expect(parseAddressLink(link(10 * longestText))).toEqual({ ok: false, failure: 'too-long' });
  });

  it('is told from the other arguments of a command line', () => {
    const args = ['--profile=/x', '/app', 'IM:bob@example.com', 'sip:carol@example.com', '--sip:x@y'];
    expect(args.filter(isAddressLink)).toEqual(['IM:bob@example.com', 'sip:carol@example.com']);
  });

  it('gives for any text an address in its canonical form or nothing, and a text without controls', () => {
    const any = fc.oneof(
      fc.string(),
      fc
        .string({
          unit: fc.constantFrom(
            's',
            ':',
            '@',
            '.',
            ';',
            '?',
            '=',
            '%',
            '/',
            'a',
            '0',
            '<',
            '"',
            '[',
            ']',
            '\n',
            ' ',
          ),
        })
        .map((rest) => `sip:${rest}`),
      fc
        .tuple(fc.string(), fc.string({ unit: 'binary' }))
        .map(
          ([user, body]) =>
            `im:${encodeURIComponent(user)}@example.com?body=${encodeURIComponent(body.toWellFormed())}`,
        ),
    );
    fc.assert(
      fc.property(any, (link) => {
        const parsed = parseAddressLink(link);
        if (!parsed.ok) return;
        expect(parsed.value.address).toMatch(/^sip:[^@\s<>"]+@[^@\s<>"?;]+$/);
        expect(parsed.value.body ?? '').not.toMatch(/(?![\n\t])\p{Cc}/u);
      }),
      { numRuns: 2000 },
    );
  });
});
