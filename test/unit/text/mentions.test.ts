import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionNames, mentionsAny } from '../../../shared/text/mentions.ts';
import { alice } from '../../support/store.ts';

const names = mentionNames(alice, 'Alice Müller');

describe('a mention', () => {
  it('is an @ with the name before the @ of the address, the address or the display name', () => {
    expect(names).toEqual(['alice@example.com', 'alice', 'alice müller']);
  });

  it.for([
    '@alice',
    'Ask @alice.',
    '(@Alice)',
    '@ALICE, please',
    '@alice: look',
    'bob and @Alice Müller!',
    '@alice@example.com knows',
    'Zeile\n@alice',
    'für @alice-',
    '👋@alice',
    '@alice müller'.normalize('NFD'),
    '> Who knows?\n\n@alice does',
    '>:( @alice',
    'a > b, @alice',
  ])('is in %j', (text) => {
    expect(mentionsAny(text, names)).toBe(true);
  });

  it.for([
    'alice',
    '@alicea',
    '@alice_b',
    '@alice.meyer',
    '@alice-b',
    '@alice@example.org',
    'bob@alice',
    'mail.@alice',
    '@ alice',
    '@Alicë',
    '',
    '@',
    '> Ask @alice.\n\nI will',
    '> @bob and\r\n>> so said @alice\r\n\r\nYes',
    '  > @alice',
    '>alice @alice',
  ])('is not in %j', (text) => {
    expect(mentionsAny(text, names)).toBe(false);
  });

  it('stands whatever surrounds it, and a text without an @ has none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        expect(mentionsAny(`${before}\n @alice ${after}`, names)).toBe(true);
        expect(mentionsAny(`${before}${after}`.replaceAll('@', ''), names)).toBe(false);
      }),
    );
  });
});
