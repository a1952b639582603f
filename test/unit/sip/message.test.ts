import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingRequest } from '../../../main/flow/ports.ts';
import type { SipConnection } from '../../../main/sip/interface.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { address, client, plain, reached, textOf } from './client.ts';
import { FakeServer, fromBob, request, respond, welcome, type Seen } from './fake-server.ts';

const bob = address('bob@example.test');

let clock: FakeClock;
let server: FakeServer;
let alice: SipConnection;
let received: IncomingRequest[];
beforeEach(async () => {
  clock = new FakeClock();
  server = await FakeServer.start(welcome());
  alice = client({ clock, port: server.port, displayName: 'Alice "A" Ü' });
  alice.start();
  await reached(alice, 'registered');
  received = [];
});
afterEach(async () => {
  server.script = welcome();
  await alice.stop();
  await server.stop();
});

const answerAll = (): void => {
  alice.signaling.messageReceived.subscribe((message) => {
    received.push(message);
    message.respond(200);
  });
};
const statusOf = async (callId: string): Promise<number | null> =>
  (
    await server.next(
      (seen) => seen.status !== null && seen.status >= 200 && seen.field('Call-ID') === callId,
    )
  ).status;
const as = (callId: string): string[] =>
  fromBob.map((line) => (line.startsWith('Call-ID') ? `Call-ID: ${callId}` : line));
const responseTo = (callId: string, method: string): Promise<Seen> =>
  server.next(
    (seen) =>
      seen.status !== null &&
      seen.status >= 200 &&
      seen.method === method &&
      seen.field('Call-ID') === callId,
  );

describe('a message outside dialogs', () => {
  it('goes out with its headers, each on its own line, and its bytes counted', async () => {
    const text = 'Grüß dich 👋';
    const outcome = await alice.signaling.message(bob, plain(text), [
      ['Supported', 'one'],
      ['Supported', 'two'],
    ]);
    expect(outcome).toMatchObject({ kind: 'response', response: { statusCode: 200, reasonPhrase: 'OK' } });
    const [sent] = server.requests('MESSAGE');
    expect(sent?.text).toMatch(/^MESSAGE sip:bob@example\.test SIP\/2\.0\r\n/);
    expect(sent?.text).toContain('\r\nSupported: one\r\nSupported: two\r\n');
    expect(sent?.text).toContain('\r\nFrom: "Alice \\"A\\" Ü" <sip:alice@example.test>;tag=');
    expect(sent?.field('Content-Length')).toBe(String(Buffer.byteLength(text)));
    expect(sent?.text.endsWith(`\r\n\r\n${text}`)).toBe(true);
    expect(sent?.field('Contact')).toBeNull();
  });

  it('hands the response over with its headers and body', async () => {
    server.script = (sent) =>
      respond(sent, '202 Accepted', ['Message-Id: 7', 'Content-Type: text/plain'], 'später');
    const outcome = await alice.signaling.message(bob, plain('a'), []);
    if (outcome.kind !== 'response') throw new Error('no response');
    expect(outcome.response.statusCode).toBe(202);
    expect(outcome.response.headers).toContainEqual(['Message-Id', '7']);
    expect(textOf(outcome.response.body)).toBe('später');
  });

  it('draws ids that do not repeat and cannot be guessed', async () => {
    await Promise.all(Array.from({ length: 50 }, () => alice.signaling.message(bob, plain('a'), [])));
    const sent = server.requests('MESSAGE');
    const distinct = (pick: (seen: Seen) => string | undefined): number => new Set(sent.map(pick)).size;
    expect(distinct((seen) => /branch=(z9hG4bK[0-9a-f]{24})/.exec(seen.text)?.[1])).toBe(50);
    expect(distinct((seen) => /From:.*;tag=([0-9a-f]{16})/.exec(seen.text)?.[1])).toBe(50);
    expect(distinct((seen) => /Call-ID: ([0-9a-f]{32})\r/.exec(seen.text)?.[1])).toBe(50);
  });

  it('that arrives is handed over, and answered as the receiver says', async () => {
    alice.signaling.messageReceived.subscribe((message) => {
      received.push(message);
      message.respond(202, 'Taken', [['Message-Id', '9']]);
      message.respond(500);
    });
    server.send(
      request('MESSAGE', [...as('m1'), 'Content-Type: text/plain; charset=UTF-8', 's: Hi'], 'Grüß dich 👋'),
    );
    const answer = await responseTo('m1', 'MESSAGE');
    expect(answer.text).toMatch(/^SIP\/2\.0 202 Taken\r\n/);
    expect(answer.field('Message-Id')).toBe('9');
    expect(answer.field('Server')).toBe('Parley/0.1.0');
    expect(received[0]).toMatchObject({
      method: 'MESSAGE',
      callId: 'm1',
      from: { address: 'sip:bob@example.test', displayName: 'Bob' },
      body: { contentType: 'text/plain; charset=UTF-8' },
    });
    expect(received[0]?.headers).toContainEqual(['Subject', 'Hi']);
    expect(textOf(received[0]?.body ?? null)).toBe('Grüß dich 👋');
  });

  it('that nobody takes is answered 480', async () => {
    server.send(request('MESSAGE', as('m2'), 'a'));
    expect(await statusOf('m2')).toBe(480);
  });

  it('whose handler fails is answered 500', async () => {
    alice.signaling.messageReceived.subscribe(() => {
      throw new Error('disk full');
    });
    server.send(request('MESSAGE', as('m3'), 'a'));
    expect(await statusOf('m3')).toBe(500);
  });

  it('that is left without an answer gets 504 before its sender gives up', async () => {
    const arrived = new Promise<void>((resolve) => {
      alice.signaling.messageReceived.subscribe(() => {
        resolve();
      });
    });
    server.send(request('MESSAGE', as('m4'), 'a'));
    await arrived;
    await clock.advance(31_000);
    expect(await statusOf('m4')).toBe(504);
  });

  it('comes out of its compression', async () => {
    answerAll();
    const body = deflateSync('Grüße von Linphone');
    const head = request('MESSAGE', [...as('m5'), 'Content-Type: text/plain', 'Content-Encoding: deflate']);
    server.send(
      Buffer.concat([
        Buffer.from(head.replace('Content-Length: 0', `Content-Length: ${String(body.length)}`)),
        body,
      ]),
    );
    expect(await statusOf('m5')).toBe(200);
    expect(textOf(received[0]?.body ?? null)).toBe('Grüße von Linphone');
  });

  it('may go to oneself', async () => {
    answerAll();
    server.script = (sent, fake) => {
      fake.send(
        sent.text.replace(/\r\nVia: /, '\r\nVia: SIP/2.0/TCP proxy.example.test;branch=z9hG4bKp1\r\nVia: '),
      );
      return null;
    };
    const outcome = alice.signaling.message(address('alice@example.test'), plain('note'), []);
    const answer = await server.next((seen) => seen.status === 200);
    server.send(answer.text.replace(/\r\nVia: SIP\/2\.0\/TCP proxy[^\r\n]*/, ''));
    expect(await outcome).toMatchObject({ kind: 'response', response: { statusCode: 200 } });
    expect(received[0]?.from.displayName).toBe('Alice "A" Ü');
  });
});

describe('what a hostile or broken peer sends', () => {
  const stillWorks = async (): Promise<void> => {
    answerAll();
    server.send(request('MESSAGE', as('after'), 'a'));
    expect(await statusOf('after')).toBe(200);
    expect(alice.state.kind).toBe('registered');
  };

  it.each([
    ['an address that is none', 'From: <tel:+123>;tag=x'],
    ['an address without user', 'From: <sip:example.test>;tag=x'],
  ])('is answered 400 when From has %s', async (_name, from) => {
    answerAll();
    server.send(request('MESSAGE', [from, ...as('bad').slice(1)], 'a'));
    expect(await statusOf('bad')).toBe(400);
    expect(received).toEqual([]);
    await stillWorks();
  });

  it.each([
    ['a start line that is none', 'HELLO\r\nContent-Length: 0\r\n\r\n'],
    ['a response without CSeq', 'SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n'],
    [
      'a response to nothing',
      `SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP x;branch=z9hG4bK1\r\n${fromBob.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`,
    ],
    ['a CSeq that is none', request('MESSAGE', [...fromBob.slice(0, 3), 'CSeq: many'])],
    ['a PRACK outside dialogs', request('PRACK', as('p1'))],
    ['a CANCEL of nothing', request('CANCEL', as('c1'))],
    ['a method that nobody knows', request('FROBNICATE', as('f1'))],
    ['a BENOTIFY outside dialogs', request('BENOTIFY', as('b1'))],
    ['a header named __proto__', request('MESSAGE', [...as('h1'), '__proto__: a', 'constructor: b'])],
  ])('does no harm: %s', async (_name, text) => {
    server.send(text);
    await stillWorks();
  });

  it('ends the connection when it can no longer be cut into messages', async () => {
    server.send('MESSAGE sip:alice@example.test SIP/2.0\r\nContent-Length: 9999999\r\n\r\n');
    expect((await reached(alice, 'failed')).failure.code).toBe('lost');
  });
});
