import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  DialogEnd,
  DialogHandlers,
  IncomingInvite,
  IncomingRequest,
  SignalingDialog,
} from '../../../main/flow/ports.ts';
import type { SipConnection } from '../../../main/sip/interface.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { address, client, plain, reached, textOf } from './client.ts';
import { FakeServer, fromBob, request, respond, welcome, type Seen } from './fake-server.ts';

const bob = address('bob@example.test');
const sdp = { contentType: 'application/sdp', content: Buffer.from('v=0\r\n') };
const bobContact = 'Contact: <sip:bob@192.0.2.1:5060;transport=tcp>';

let clock: FakeClock;
let server: FakeServer;
let alice: SipConnection;
beforeEach(async () => {
  clock = new FakeClock();
  server = await FakeServer.start(welcome());
  alice = client({ clock, port: server.port });
  alice.start();
  await reached(alice, 'registered');
});
afterEach(async () => {
  server.script = welcome();
  await alice.stop();
  await server.stop();
});

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

describe('an invitation to bob', () => {
  let ends: DialogEnd[];
  let inDialog: IncomingRequest[];
  let handlers: DialogHandlers;
  beforeEach(() => {
    ends = [];
    inDialog = [];
    handlers = {
      onRequest(each) {
        inDialog.push(each);
        each.respond(200);
      },
      onEnded: (end) => ends.push(end),
    };
    server.script = (sent) =>
      sent.method === 'INVITE'
        ? respond(sent, '200 OK', [bobContact, 'Content-Type: application/sdp'], 'v=0\r\n')
        : respond(sent, '200 OK');
  });
  const establish = async (): Promise<SignalingDialog> => {
    const outcome = await alice.signaling.invite(bob, sdp, [['Subject', 'Hi']], handlers).outcome;
    if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
    return outcome.dialog;
  };
  const toDialog = (method: string, sequence: number): string => {
    const invite = server.requests('INVITE')[0];
    return request(
      method,
      [
        `From: ${invite?.field('To') ?? ''};tag=server`,
        `To: ${invite?.field('From') ?? ''}`,
        `Call-ID: ${invite?.field('Call-ID') ?? ''}`,
        `CSeq: ${String(sequence)} ${method}`,
        ...(method === 'NOTIFY' ? [] : ['Content-Type: text/plain']),
      ],
      'x',
    );
  };

  it('is acknowledged, spoken over, and ended', async () => {
    const dialog = await establish();
    expect(server.requests('INVITE')[0]?.field('Contact')).toMatch(
      /^<sip:alice@127\.0\.0\.1:\d+;transport=tcp>;\+parley$/,
    );
    await server.next((seen) => seen.method === 'ACK');
    expect(dialog.remote).toEqual({ address: bob, displayName: null });
    const sent = await dialog.request({ method: 'MESSAGE', headers: [['X-A', 'b']], body: plain('hi') });
    expect(sent).toMatchObject({ kind: 'response', response: { statusCode: 200 } });
    expect(server.requests('MESSAGE')[0]?.text).toMatch(
      /^MESSAGE sip:bob@192\.0\.2\.1:5060;transport=tcp SIP/,
    );
    await dialog.bye();
    expect(server.requests('BYE')).toHaveLength(1);
    expect(ends).toEqual(['local-bye']);
    await dialog.bye();
    expect(await dialog.request({ method: 'INFO', headers: [], body: null })).toMatchObject({
      response: { statusCode: 481 },
    });
  });

  it('keeps its sequence when a request in the dialog is challenged', async () => {
    const dialog = await establish();
    const open = server.script;
    server.script = (sent, fake) =>
      sent.field('Proxy-Authorization') === null && sent.method !== 'BYE'
        ? respond(sent, '407 Proxy Authentication Required', [
            'Proxy-Authenticate: Digest realm="r", nonce="n", qop="auth"',
          ])
        : open(sent, fake);
    for (const method of ['MESSAGE', 'INFO', 'NOTIFY'] as const) {
      const outcome = await dialog.request({ method, headers: [], body: plain('a') });
      expect(outcome).toMatchObject({ response: { statusCode: 200 } });
    }
    const sequences = server.seen
      .filter((seen) => seen.field('Proxy-Authorization') !== null)
      .map((seen) => Number.parseInt(seen.field('CSeq') ?? '', 10));
    expect(sequences).toEqual([3, 5, 7]);
  });

  it('takes NOTIFY without an event and BENOTIFY, which it never answers', async () => {
    await establish();
    server.send(toDialog('NOTIFY', 1) + toDialog('BENOTIFY', 2) + toDialog('INFO', 3));
    await responseTo(server.requests('INVITE')[0]?.field('Call-ID') ?? '', 'INFO');
    expect(inDialog.map((each) => each.method)).toEqual(['NOTIFY', 'BENOTIFY', 'INFO']);
    expect(server.seen.filter((seen) => seen.status !== null).map((seen) => seen.method)).toEqual([
      'NOTIFY',
      'INFO',
    ]);
  });

  it('sends BENOTIFY without waiting for an answer', async () => {
    const dialog = await establish();
    server.script = () => null;
    const outcome = await dialog.request({ method: 'BENOTIFY', headers: [], body: plain('a') });
    expect(outcome.kind).toBe('response');
    expect((await server.next((seen) => seen.method === 'BENOTIFY')).field('Via')).toContain(
      'branch=z9hG4bK',
    );
    server.script = welcome();
  });

  it('hears what bob says right behind his 200, in the same packet', async () => {
    server.script = (sent) =>
      sent.method === 'INVITE'
        ? respond(sent, '200 OK', [bobContact]) + toDialog('MESSAGE', 1)
        : respond(sent, '200 OK');
    await establish();
    await server.next((seen) => seen.status === 200 && seen.method === 'MESSAGE');
    expect(inDialog.map((each) => textOf(each.body))).toEqual(['x']);
  });

  it('hears that bob hangs up', async () => {
    await establish();
    server.send(toDialog('BYE', 1));
    await server.next((seen) => seen.status === 200 && seen.method === 'BYE');
    expect(ends).toEqual(['remote-bye']);
  });

  it('ends with the connection', async () => {
    const dialog = await establish();
    server.script = () => null;
    const pending = dialog.request({ method: 'MESSAGE', headers: [], body: plain('a') });
    await server.next((seen) => seen.method === 'MESSAGE');
    server.hangUp();
    expect(await pending).toEqual({ kind: 'transport-lost', left: true });
    expect(ends).toEqual(['transport-lost']);
    expect(await dialog.request({ method: 'MESSAGE', headers: [], body: null })).toEqual({
      kind: 'transport-lost',
      left: false,
    });
  });

  it('says good-bye when the account signs out', async () => {
    await establish();
    await alice.stop();
    expect(server.requests('BYE')).toHaveLength(1);
    expect(ends).toEqual(['local-bye']);
  });

  it('may be refused', async () => {
    server.script = (sent) => respond(sent, '488 Not Acceptable Here', ['Warning: 304 x "y"']);
    const outcome = await alice.signaling.invite(bob, sdp, [], handlers).outcome;
    expect(outcome).toMatchObject({ kind: 'refused', response: { statusCode: 488 } });
  });

  it('may be canceled, and a 200 that crosses the CANCEL is ended', async () => {
    server.script = (sent) =>
      respond(sent, sent.method === 'INVITE' ? '180 Ringing' : '200 OK', [bobContact]);
    const outgoing = alice.signaling.invite(bob, sdp, [], handlers);
    const invite = await server.next((seen) => seen.method === 'INVITE');
    outgoing.cancel();
    expect(await outgoing.outcome).toEqual({ kind: 'canceled' });
    await server.next((seen) => seen.method === 'CANCEL');
    server.send(respond(invite, '200 OK', [bobContact]));
    await server.next((seen) => seen.method === 'ACK');
    await server.next((seen) => seen.method === 'BYE');
    expect(ends).toEqual([]);
  });
});

describe('an invitation from bob', () => {
  let invites: IncomingInvite[];
  let arrived: Promise<IncomingInvite>;
  const silent: DialogHandlers = { onRequest: () => undefined, onEnded: () => undefined };
  beforeEach(() => {
    invites = [];
    arrived = new Promise((resolve) => {
      alice.signaling.inviteReceived.subscribe((invite) => {
        invites.push(invite);
        resolve(invite);
      });
    });
  });
  const inviteText = (callId: string): string =>
    request('INVITE', [...as(callId), bobContact, 'Content-Type: application/sdp'], 'v=0\r\n').replace(
      /branch=\w+/,
      'branch=z9hG4bKinvite',
    );
  const answered = (callId: string): Promise<Seen> => responseTo(callId, 'INVITE');
  const later = (method: string, sequence: number, answer: Seen): string =>
    request(
      method,
      [
        fromBob[0] ?? '',
        `To: ${answer.field('To') ?? ''}`,
        `Call-ID: ${answer.field('Call-ID') ?? ''}`,
        `CSeq: ${String(sequence)} ${method}`,
        ...(method === 'ACK' ? [] : ['Content-Type: text/plain']),
      ],
      method === 'ACK' ? '' : 'first',
    );

  it('is accepted, and what comes right behind its ACK is heard', async () => {
    server.send(inviteText('i1'));
    const invite = await arrived;
    expect(invite).toMatchObject({ callId: 'i1', from: { address: bob, displayName: 'Bob' } });
    expect(textOf(invite.body)).toBe('v=0\r\n');
    const heard: IncomingRequest[] = [];
    const accepted = invite.accept(sdp, [['Supported', 'ms-text-format']], {
      onRequest(each) {
        heard.push(each);
        each.respond(200);
      },
      onEnded: () => undefined,
    });
    const answer = await answered('i1');
    expect(answer.text).toContain('\r\nSupported: ms-text-format\r\n');
    expect(answer.field('To')).toMatch(/;tag=[0-9a-f]{16}$/);
    expect(answer.field('Contact')).toMatch(/^<sip:alice@127\.0\.0\.1:\d+;transport=tcp>;\+parley$/);
    server.send(later('ACK', 1, answer) + later('MESSAGE', 2, answer));
    const dialog = await accepted;
    expect((await server.next((seen) => seen.status === 200 && seen.method === 'MESSAGE')).status).toBe(200);
    expect(heard.map((each) => textOf(each.body))).toEqual(['first']);
    expect(dialog.remote.address).toBe(bob);
    expect(await dialog.request({ method: 'INFO', headers: [], body: plain('a') })).toMatchObject({
      response: { statusCode: 200 },
    });
  });

  it('may be refused with a reason', async () => {
    server.send(inviteText('i2'));
    (await arrived).reject(488, 'No Sound', [['Warning', '304 x "y"']]);
    const answer = await answered('i2');
    expect(answer.text).toMatch(/^SIP\/2\.0 488 No Sound\r\n/);
    expect(answer.field('Warning')).toBe('304 x "y"');
  });

  it('tells that bob has canceled it', async () => {
    server.send(inviteText('i3'));
    const invite = await arrived;
    const canceled = new Promise<void>((resolve) => {
      invite.onCanceled(resolve);
    });
    server.send(request('CANCEL', as('i3')).replace(/branch=\w+/, 'branch=z9hG4bKinvite'));
    await canceled;
    expect((await answered('i3')).status).toBe(487);
    await expect(invite.accept(sdp, [], silent)).rejects.toThrow('over');
  });

  it('that is hung up before its ACK was never accepted', async () => {
    server.send(inviteText('i4'));
    const accepted = (await arrived).accept(sdp, [], silent);
    const refused = expect(accepted).rejects.toThrow('acknowledged');
    server.send(later('BYE', 2, await answered('i4')));
    await refused;
  });

  it('is taken back when the connection is lost', async () => {
    server.send(inviteText('i5'));
    const invite = await arrived;
    const canceled = new Promise<void>((resolve) => {
      invite.onCanceled(resolve);
    });
    server.hangUp();
    await canceled;
    await reached(alice, 'failed');
  });

  it('does not wait for ever', async () => {
    // The fake clock leaves no time for pongs to arrive; a server that never sends one is not expected to.
    server.answersPings = false;
    server.send(inviteText('i6'));
    await arrived;
    await server.next((seen) => seen.status === 100);
    await clock.advance(180_000);
    expect((await answered('i6')).status).toBe(480);
  });
});
