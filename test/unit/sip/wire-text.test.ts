import fc from 'fast-check';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bodyToText, decodeMessage, encodeMessage, textToBody } from '../../../main/sip/wire-text.ts';

const start = 'MESSAGE sip:bob@example.test SIP/2.0';

function splitMessage(bytes: Uint8Array): { header: string; body: Buffer } {
  const buffer = Buffer.from(bytes);
  const end = buffer.indexOf('\r\n\r\n');
  return { header: buffer.toString('utf8', 0, end), body: buffer.subarray(end + 4) };
}

describe('encodeMessage', () => {
  it('carries any bytes there and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (content) => {
        const text = `${start}\r\nSubject: Grüß 👋\r\nContent-Length: 7\r\n\r\n${bodyToText(content)}`;
        const sent = encodeMessage(text);
        expect(splitMessage(sent).header).toContain(`\r\nContent-Length: ${String(content.length)}`);
        const received = decodeMessage(sent) ?? '';
        const border = received.indexOf('\r\n\r\n');
        expect(received.slice(0, border)).toContain('Subject: Grüß 👋');
        expect([...textToBody(received.slice(border + 4))]).toEqual([...content]);
      }),
    );
  });

  it('names the software of a response in Server, and drops an empty Supported', () => {
    const sent = encodeMessage(
      'SIP/2.0 200 OK\r\nSupported: \r\nUser-Agent: Parley/1\r\nContent-Length: 0\r\n\r\n',
    );
    expect(splitMessage(sent).header.split('\r\n')).toEqual([
      'SIP/2.0 200 OK',
      'Server: Parley/1',
      'Content-Length: 0',
    ]);
  });

  it('keeps a Supported that says something', () => {
    const sent = encodeMessage(`${start}\r\nSupported: ms-sender\r\nContent-Length: 0\r\n\r\n`);
    expect(splitMessage(sent).header).toContain('Supported: ms-sender');
  });
});

describe('decodeMessage', () => {
  const compressed = (body: Uint8Array, fields = 'Content-Encoding: deflate'): Buffer =>
    Buffer.concat([
      Buffer.from(`${start}\r\n${fields}\r\nContent-Length: ${String(body.length)}\r\n\r\n`),
      body,
    ]);

  it.each(['Content-Encoding: deflate', 'e: Deflate'])('inflates a body with %s', (field) => {
    const text = decodeMessage(compressed(deflateSync('Grüß dich'), field)) ?? '';
    expect(textToBody(text.slice(text.indexOf('\r\n\r\n') + 4)).toString()).toBe('Grüß dich');
    expect(text).not.toMatch(/encoding|\ne:/i);
    expect(text).toContain(`Content-Length: ${String(Buffer.byteLength('Grüß dich'))}`);
  });

  it.each([
    ['too much comes out', compressed(deflateSync(Buffer.alloc(2 * 1024 * 1024)))],
    ['the body is not deflated', compressed(Buffer.from('plain'))],
    ['the body is cut short', Buffer.from(`${start}\r\nContent-Length: 10\r\n\r\nabc`)],
    ['the header has no end', Buffer.from(start)],
  ])('gives up when %s', (_name, bytes) => {
    expect(decodeMessage(bytes)).toBeNull();
  });

  it('cuts off what follows the announced body', () => {
    expect(decodeMessage(Buffer.from(`${start}\r\nl: 2\r\n\r\nabcd`))).toMatch(/\r\n\r\nab$/);
  });

  it('quotes a display name that SIP.js would refuse', () => {
    const text = decodeMessage(
      Buffer.from(`${start}\r\nFrom: Zoë \\ Müller <sip:z@example.test>;tag=1\r\nTo: Bob <sip:b@c>\r\n\r\n`),
    );
    expect(text).toContain('From: "Zoë \\\\ Müller" <sip:z@example.test>;tag=1');
    expect(text).toContain('To: Bob <sip:b@c>');
  });

  it('survives a long hostile header', () => {
    const header = `${start}\r\nFrom: ${'ü'.repeat(30_000)}\r\nContent-Length:${' '.repeat(30_000)}x\r\n\r\n`;
    expect(decodeMessage(Buffer.from(header))).toContain('ü');
  });
});
