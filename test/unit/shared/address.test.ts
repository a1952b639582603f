import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey, displayAddress, hostOf, parseAddress, userOf } from '../../../shared/model/address.ts';

describe('parseAddress', () => {
  it.each([
    ['alice@example.com', 'sip:alice@example.com'],
    ['  sip:Alice@EXAMPLE.com ', 'sip:Alice@example.com'],
    ['sips:alice@example.com:5061;transport=tls', 'sip:alice@example.com'],
    ['"Alice" <sip:alice@example.com;transport=tcp>', 'sip:alice@example.com'],
    ['im:alice@example.com', 'sip:alice@example.com'],
    ['+49301234@example.com', 'sip:+49301234@example.com'],
    ['sip:alice:secret@example.com', 'sip:alice@example.com'],
    ['a@[2001:db8::1]:5060', 'sip:a@[2001:db8::1]'],
    ['a@192.0.2.1', 'sip:a@192.0.2.1'],
  ])('reads %s', (text, canonical) => {
    expect(parseAddress(text)).toEqual({ ok: true, value: canonical });
  });

  it.each([
    ['', 'empty'],
    ['alice', 'no-host'],
    ['@example.com', 'no-user'],
    ['alice@', 'no-host'],
    ['tel:+4930', 'scheme'],
    ['mailto:alice@example.com', 'scheme'],
    ['a b@example.com', 'bad-user'],
    ['alice@exa mple.com', 'bad-host'],
    ['alice@-x.example', 'bad-host'],
  ])('refuses %j: %s', (text, problem) => {
    expect(parseAddress(text)).toEqual({ ok: false, failure: problem });
  });

  it('gives canonical addresses that read as themselves, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseAddress(text);
        if (parsed.ok) expect(parseAddress(parsed.value)).toEqual(parsed);
      }),
    );
  });

  it('takes an address apart', () => {
    const parsed = parseAddress('Alice.B@Example.com');
    if (!parsed.ok) throw new Error(parsed.failure);
    expect(displayAddress(parsed.value)).toBe('Alice.B@example.com');
    expect(userOf(parsed.value)).toBe('Alice.B');
    expect(hostOf(parsed.value)).toBe('example.com');
    expect(addressKey(parsed.value)).toBe('sip:alice.b@example.com');
  });
});
