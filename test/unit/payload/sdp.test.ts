import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMessageSdp, speaksSip, writeMessageSdp } from '../../../main/payload/sdp.ts';
import { encodeText } from '../../../main/payload/text.ts';

const read = (text: string): ReturnType<typeof readMessageSdp> => readMessageSdp(encodeText(text));

describe('writing', () => {
  test('an offer as Lync writes it', () => {
    const bytes = writeMessageSdp({
      host: '192.0.2.10',
      port: 5060,
      format: 'null',
      acceptTypes: ['text/plain', 'text/html'],
    });
    expect(new TextDecoder().decode(bytes)).toBe(
      'v=0\r\no=- 0 0 IN IP4 192.0.2.10\r\ns=session\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\n' +
        'm=message 5060 sip null\r\na=accept-types:text/plain text/html\r\n',
    );
  });

  test('an address of version 6 is named as such', () => {
    const bytes = writeMessageSdp({ host: '2001:db8::1', port: 5060, format: 'null', acceptTypes: [] });
    expect(new TextDecoder().decode(bytes)).toContain('c=IN IP6 2001:db8::1\r\n');
  });

  test('an answer to the older name has that name', () => {
    const offer = read('v=0\r\nm=x-ms-message 5060 sip null\r\n');
    expect(offer?.media).toBe('x-ms-message');
    expect(read('m=message 5060 sip null')?.media).toBe('message');
    const bytes = writeMessageSdp({
      media: 'x-ms-message',
      host: '192.0.2.10',
      port: 5060,
      format: 'sip:bob@example.test',
      acceptTypes: [],
    });
    expect(new TextDecoder().decode(bytes)).toContain('m=x-ms-message 5060 sip sip:bob@example.test\r\n');
  });

  test('a line break inside a value is refused', () => {
    expect(() =>
      writeMessageSdp({ host: '192.0.2.10', port: 5060, format: 'null\r\na=x', acceptTypes: [] }),
    ).toThrow(RangeError);
  });
});

describe('reading', () => {
  test.each([
    [
      'an answer',
      'v=0\r\nm=message 5060 sip sip:bob@example.test\r\na=accept-types:text/plain Text/HTML \r\n',
      'sip',
      5060,
      ['text/plain', 'text/html'],
    ],
    ['the older name', 'v=0\nm=x-ms-message 5060 sip null\n', 'sip', 5060, []],
    ['without a format', 'm=message 1 sip', 'sip', 1, []],
    ['MSRP', 'm=message 2855 TCP/MSRP *\r\na=accept-types:*\r\n', 'TCP/MSRP', 2855, ['*']],
    ['refused', 'm=message 0 sip null', 'sip', 0, []],
    [
      'the types of another medium',
      'm=message 5060 sip null\r\nm=audio 9 RTP/AVP 0\r\na=accept-types:a/b',
      'sip',
      5060,
      [],
    ],
    ['MSRP before sip', 'm=message 2855 TCP/MSRP *\r\nm=message 5060 sip null', 'sip', 5060, []],
  ])('%s', (_, text, protocol, port, acceptTypes) => {
    expect(read(text)).toMatchObject({ protocol, port, acceptTypes });
  });

  test.each([
    ['audio only', 'v=0\r\nm=audio 9 RTP/AVP 0\r\n'],
    ['nothing', ''],
    ['a broken line', 'm=message sip null'],
    ['too large', `m=message 5060 sip null\r\n${'a=x\r\n'.repeat(20_000)}`],
  ])('%s is none', (_, text) => {
    expect(read(text)).toBeNull();
  });

  test('only sip on an open port is an IM dialog', () => {
    expect(speaksSip({ protocol: 'SIP', port: 5060 })).toBe(true);
    expect(speaksSip({ protocol: 'sip', port: 0 })).toBe(false);
    expect(speaksSip({ protocol: 'TCP/MSRP', port: 2855 })).toBe(false);
  });

  test('a flood of types is cut', () => {
    const sdp = read(`m=message 1 sip null\na=accept-types:${'a/b '.repeat(5_000)}`);
    expect(sdp?.acceptTypes).toHaveLength(100);
  });

  test('any bytes are read without throwing', () => {
    const line = fc.constantFrom(
      'm=message ',
      '5060 ',
      'sip',
      '\r\n',
      'a=accept-types:',
      'm=',
      '/',
      '99999',
      '\0',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 500 }),
      fc.array(line, { maxLength: 40 }).map((parts) => encodeText(parts.join(''))),
    );
    fc.assert(
      fc.property(bytes, (body) => {
        readMessageSdp(body);
      }),
    );
  });

  test('what is written reads back the same', () => {
    const type = fc.stringMatching(/^[a-z]{1,5}\/[a-z+-]{1,8}$/);
    fc.assert(
      fc.property(
        fc.array(type, { maxLength: 10 }),
        fc.integer({ min: 1, max: 65535 }),
        (acceptTypes, port) => {
          const bytes = writeMessageSdp({ host: '192.0.2.1', port, format: 'sip:a@b.test', acceptTypes });
          expect(readMessageSdp(bytes)).toEqual({ media: 'message', protocol: 'sip', port, acceptTypes });
        },
      ),
    );
  });
});
