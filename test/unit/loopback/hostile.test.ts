import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMessage, splitList, writeMessage } from '../../../main/loopback/message.ts';
import { parseUri, uriText } from '../../../main/loopback/uri.ts';
import { Client, register, request, setUp, signedIn } from './harness.ts';

/** Messages that are nearly right: a good one with some bytes replaced. */
const damaged = fc
  .tuple(
    fc.constantFrom(
      request('MESSAGE', { body: 'text' }),
      request('INVITE', {
        headers: ['Record-Route: <sip:a.b@127.0.0.1:5070;lr>', 'Route: <sip:a.b@127.0.0.1:5070;lr>'],
      }),
      register('bob', '<sip:b@x.invalid>;expires=10;+sip.instance="<urn:uuid:1>"'),
      'SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP 127.0.0.1:5070;branch=z9hG4bKx\r\nCSeq: 1 INVITE\r\n\r\n',
    ),
    fc.array(
      fc.tuple(
        fc.nat(400),
        fc.constantFrom(
          '<',
          '>',
          '"',
          ';',
          ',',
          '@',
          ':',
          ' ',
          '\r',
          '\n',
          '\t',
          '\\',
          '*',
          '0',
          '\xff',
          '\0',
        ),
      ),
      { maxLength: 6 },
    ),
  )
  .map(([text, changes]) => {
    const bytes = Buffer.from(text, 'latin1');
    for (const [place, character] of changes) {
      if (place < bytes.length) bytes.write(character, place, 'latin1');
    }
    return bytes;
  });

describe('hostile input', () => {
  it('never throws, whatever arrives, and never harms another connection', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.uint8Array({ maxLength: 300 }), damaged), { maxLength: 12 }),
        async (inputs) => {
          const { clock, proxy } = setUp();
          const alice = signedIn(proxy, 'alice');
          const carol = signedIn(proxy, 'carol');
          const mallory = new Client(proxy);
          for (const input of inputs) proxy.received(mallory.connection, input);
          mallory.disconnect();
          alice.send(request('MESSAGE', { uri: 'sip:carol@localhost', body: 'still here' }));
          expect(Buffer.from(carol.last.body).toString()).toBe('still here');
          carol.respond(200);
          expect(alice.summary.at(-1)).toBe('200');
          await clock.advance(400_000);
          expect(clock.pending).toBe(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('closes a connection that speaks something else', () => {
    const { proxy } = setUp();
    const client = new Client(proxy);
    client.send('POST / HTTP/1.1\r\nHost: 127.0.0.1:5070\r\n\r\n');
    expect(client.isClosed).toBe(true);
  });

  it('answers 400 where it can, and nothing where it cannot', () => {
    const { proxy } = setUp();
    const client = new Client(proxy);
    client.send('MESSAGE sip:bob@localhost SIP/2.0\r\nVia: SIP/2.0/TCP x;branch=z9hG4bK1\r\n\r\n');
    expect(client.summary).toEqual(['400']);
    client.send('MESSAGE sip:bob@localhost SIP/2.0\r\nX: y\r\n\r\n');
    expect(client.isClosed).toBe(true);
  });
});

describe('the message model', () => {
  it('writes what it read', () => {
    const body = fc.uint8Array({ maxLength: 200 });
    const value = fc.stringMatching(/^[!-~]([ -~\xa0-\xff]{0,40}[!-~])?$/);
    fc.assert(
      fc.property(fc.array(value, { maxLength: 8 }), body, (values, bytes) => {
        const message = {
          start: { kind: 'request' as const, method: 'MESSAGE', uri: 'sip:bob@localhost' },
          headers: values.map((text, index) => ({ name: `X-${String(index)}`, value: text })),
          body: bytes,
        };
        const read = parseMessage(writeMessage(message));
        expect(read?.start).toEqual(message.start);
        expect(read?.headers).toEqual([
          ...message.headers,
          { name: 'Content-Length', value: String(bytes.length) },
        ]);
        expect(Buffer.from(read?.body ?? []).equals(bytes)).toBe(true);
      }),
    );
  });

  it('reads folded lines as one', () => {
    const read = parseMessage(Buffer.from('SIP/2.0 200 OK\r\nSubject: one\r\n two\r\n\tthree\r\n\r\n'));
    expect(read?.headers).toEqual([{ name: 'Subject', value: 'one two three' }]);
  });

  it('splits lists outside of quotes and brackets only', () => {
    expect(splitList('"a, \\"b" <sip:x,y@z>;q=1 , <sip:c@d>')).toEqual([
      '"a, \\"b" <sip:x,y@z>;q=1',
      '<sip:c@d>',
    ]);
  });

  it('reads addresses in their forms', () => {
    expect(uriText('"Bob; <x>" <sip:bob@host;lr>;tag=1')).toBe('sip:bob@host;lr');
    expect(uriText('sip:bob@host;tag=1')).toBe('sip:bob@host');
    expect(parseUri('sip:bob:secret@Host.Example:5070;Transport=ws?X=y')).toMatchObject({
      user: 'bob',
      host: 'host.example',
      port: 5070,
    });
    expect(parseUri('sip:[::1]:5060')).toMatchObject({ user: null, host: '[::1]', port: 5060 });
  });
});
