import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FramingError, longestMessage, SipFramer } from '../../../main/sip/framing.ts';

const message = (body: string, name = 'Content-Length'): Buffer =>
  Buffer.from(
    `MESSAGE sip:bob@example.test SIP/2.0\r\nCall-ID: 1\r\n${name}: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`,
  );

function cut(stream: Buffer, at: readonly number[]): Buffer[] {
  const borders = [0, ...new Set(at.map((each) => each % (stream.length + 1))), stream.length].sort(
    (a, b) => a - b,
  );
  return borders.slice(1).map((end, index) => stream.subarray(borders[index], end));
}

const text = (messages: readonly Uint8Array[]): string[] =>
  messages.map((each) => Buffer.from(each).toString());

describe('SipFramer', () => {
  it('finds the same messages however the stream is cut', () => {
    const part = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }).map((body) => message(body)),
      fc.string({ unit: 'binary', maxLength: 50 }).map((body) => message(body, 'l')),
      fc.constantFrom(Buffer.from('\r\n'), Buffer.from('\r\n\r\n')),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }),
        fc.array(fc.nat(5000), { maxLength: 30 }),
        (parts, at) => {
          const framer = new SipFramer();
          const found = cut(Buffer.concat(parts), at).flatMap((chunk) => framer.push(chunk));
          expect(text(found)).toEqual(text(parts.filter((each) => each.length > 4)));
        },
      ),
    );
  });

  it('counts bytes, not characters', () => {
    const framer = new SipFramer();
    const sent = message('Grüß dich 👋');
    const border = sent.indexOf('👋') + 2;
    expect(framer.push(sent.subarray(0, border))).toEqual([]);
    expect(text(framer.push(sent.subarray(border)))).toEqual([sent.toString()]);
  });

  it('tells pings from pongs', () => {
    const framer = new SipFramer();
    framer.push(Buffer.from('\r\n\r\n'));
    expect(framer.takeKeepAlives()).toEqual({ pings: 1, pongs: 0 });
    framer.push(Buffer.from('\r\n'));
    expect(framer.takeKeepAlives()).toEqual({ pings: 0, pongs: 1 });
    framer.push(Buffer.concat([message('a'), Buffer.from('\r\n\r')]));
    framer.push(Buffer.concat([Buffer.from('\n'), message('b')]));
    expect(framer.takeKeepAlives()).toEqual({ pings: 1, pongs: 0 });
  });

  it('takes a message without Content-Length as one without body', () => {
    const bare = 'OPTIONS sip:a@b SIP/2.0\r\nCall-ID: 1\r\n\r\n';
    expect(text(new SipFramer().push(Buffer.from(bare + bare)))).toEqual([bare, bare]);
  });

  it.each([
    ['what is not SIP', '\u0016\u0003\u0001'],
    ['a Content-Length that is no number', 'A sip:a@b SIP/2.0\r\nContent-Length: 5x\r\n\r\n'],
    ['two that differ', 'A sip:a@b SIP/2.0\r\nContent-Length: 5\r\nl: 6\r\n\r\n'],
    ['a body that is too long', `A sip:a@b SIP/2.0\r\nContent-Length: ${String(longestMessage)}\r\n\r\n`],
    ['a header that never ends', `A sip:a@b SIP/2.0\r\n${'X: y\r\n'.repeat(20_000)}`],
  ])('refuses %s', (_name, stream) => {
    expect(() => new SipFramer().push(Buffer.from(stream))).toThrow(FramingError);
  });

  it('joins a long message that comes byte by byte in linear time', () => {
    const framer = new SipFramer();
    const sent = message('x'.repeat(200_000));
    const found: Uint8Array[] = [];
    for (const byte of sent) found.push(...framer.push(Uint8Array.of(byte)));
    expect(found.map((each) => each.length)).toEqual([sent.length]);
  });
});
