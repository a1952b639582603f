import { NameAddrHeader, URI } from 'sip.js/lib/core/index.js';
import { describe, expect, it } from 'vitest';
import {
  encodeDisplayName,
  fieldOf,
  headerFields,
  headerLines,
  participantOf,
} from '../../../main/sip/header-fields.ts';

describe('headerFields', () => {
  const fields = headerFields(
    [
      'MESSAGE sip:a@b SIP/2.0',
      'k: one',
      'Supported: two',
      'Subject: a',
      '\t folded line',
      's: b',
      'no field',
      '',
      'Body: none',
    ].join('\r\n'),
  );

  it('keeps the order, one field a line, compact names expanded, folded lines joined', () => {
    expect(fields).toEqual([
      ['Supported', 'one'],
      ['Supported', 'two'],
      ['Subject', 'a folded line'],
      ['Subject', 'b'],
    ]);
  });

  it('finds a field whatever its case', () => {
    expect(fieldOf(fields, 'SUBJECT')).toBe('a folded line');
    expect(fieldOf(fields, 'Body')).toBeNull();
  });
});

describe('headerLines', () => {
  it('lets no value begin another field', () => {
    expect(headerLines([['Subject', 'a\r\nRoute: <sip:evil>']])).toEqual(['Subject: a Route: <sip:evil>']);
  });

  it('refuses what is no name', () => {
    expect(() => headerLines([['Sub ject', 'a']])).toThrow(TypeError);
  });
});

describe('participantOf', () => {
  const uri = new URI('sip', 'Alice', 'Example.Test', 5070, { transport: 'tcp' });

  it('reads the address of record', () => {
    expect(participantOf(new NameAddrHeader(uri, '', {}))).toEqual({
      address: 'sip:Alice@example.test',
      displayName: null,
    });
  });

  it('decodes what encodeDisplayName wrote', () => {
    const name = 'Zoë "Z" \\ <b>👋</b>';
    expect(participantOf(new NameAddrHeader(uri, encodeDisplayName(name), {}))?.displayName).toBe(name);
  });

  it('takes out control characters and changes of the writing direction', () => {
    expect(participantOf(new NameAddrHeader(uri, 'A\u202elice\u0007', {}))?.displayName).toBe('Alice');
  });

  it('knows no address without a user', () => {
    expect(participantOf(new NameAddrHeader(new URI('sip', '', 'example.test'), '', {}))).toBeNull();
  });
});
