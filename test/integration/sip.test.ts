import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DialogEnd, IncomingRequest, SignalingDialog, SipBody } from '../../main/flow/ports.ts';
import { silentLog } from '../../main/log/log.ts';
import { systemClock } from '../../main/shell/system-clock.ts';
import type { SipConnection } from '../../main/sip/interface.ts';
import { createSipConnection } from '../../main/sip/sip-connection.ts';
import { parseAddress, type SipAddress } from '../../shared/model/address.ts';
import type { ConnectionState } from '../../shared/model/connection.ts';
import { startKamailio, type Kamailio } from '../support/kamailio.ts';

type Kind = 'tcp' | 'ws';

function addressOf(user: string): SipAddress {
  const parsed = parseAddress(`${user}@example.test`);
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
}
const plain = (text: string): SipBody => ({
  contentType: 'text/plain; charset=UTF-8',
  content: Buffer.from(text),
});
const sdp: SipBody = { contentType: 'application/sdp', content: Buffer.from('v=0\r\n') };
const textOf = (body: SipBody | null): string => Buffer.from(body?.content ?? []).toString();
const longText = `Grüß dich 👋 ${'Ünïcödé 🎉 '.repeat(300)}`.slice(0, 4096);

const connections: SipConnection[] = [];
afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.stop()));
});

function user(kamailio: Kamailio, name: string, transport: Kind, password = `${name}-secret`): SipConnection {
  const connection = createSipConnection({
    address: addressOf(name),
    displayName: `${name} Ü`,
    password,
    server: {
      transport,
      host: kamailio.host,
      port: transport === 'tcp' ? kamailio.tcpPort : kamailio.wsPort,
      path: '/',
    },
    instanceId: `urn:uuid:${randomUUID()}`,
    userAgent: 'Parley-Test',
    clock: systemClock,
    log: silentLog,
  });
  connections.push(connection);
  return connection;
}

function reached<K extends ConnectionState['kind']>(
  connection: SipConnection,
  kind: K,
): Promise<Extract<ConnectionState, { kind: K }>> {
  const isIt = (state: ConnectionState): state is Extract<ConnectionState, { kind: K }> =>
    state.kind === kind;
  return new Promise((resolve) => {
    if (isIt(connection.state)) resolve(connection.state);
    const unsubscribe = connection.stateChanged.subscribe((state) => {
      if (!isIt(state)) return;
      unsubscribe();
      resolve(state);
    });
  });
}

async function signedIn(kamailio: Kamailio, name: string, transport: Kind): Promise<SipConnection> {
  const connection = user(kamailio, name, transport);
  connection.start();
  const state = await Promise.race([reached(connection, 'registered'), reached(connection, 'failed')]);
  if (state.kind === 'failed') throw new Error(JSON.stringify(state.failure));
  return connection;
}

/** Status of the answer, or what came in its place. */
async function send(from: SipConnection, to: string, text: string): Promise<number | string> {
  const outcome = await from.signaling.message(addressOf(to), plain(text), []);
  return outcome.kind === 'response' ? outcome.response.statusCode : outcome.kind;
}

function receiving(connection: SipConnection): IncomingRequest[] {
  const received: IncomingRequest[] = [];
  connection.signaling.messageReceived.subscribe((message) => {
    received.push(message);
    message.respond(200);
  });
  return received;
}

/** A way to the server that can be cut. */
async function startRelay(target: number): Promise<{ port: number; cut(): Promise<void> }> {
  const ends: Socket[] = [];
  const relay = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    ends.push(near, far);
    for (const end of [near, far]) end.on('error', () => undefined);
    near.pipe(far);
    far.pipe(near);
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  return {
    port: (relay.address() as AddressInfo).port,
    async cut() {
      if (!relay.listening) return;
      const closed = once(relay, 'close');
      relay.close();
      // The server has closed its side when the far end is through with its good-bye.
      await Promise.all(
        ends.map(async (end, index) => {
          if (end.closed) return;
          const gone = once(end, 'close');
          if (index % 2 === 0) end.destroy();
          else end.end();
          await gone;
        }),
      );
      await closed;
    },
  };
}

const pairs: [Kind, Kind][] = [
  ['tcp', 'ws'],
  ['ws', 'tcp'],
  ['tcp', 'tcp'],
  ['ws', 'ws'],
];

describe.each([
  ['that trusts a registered connection', false],
  ['that asks for the password each time', true],
])('a Kamailio %s', (_name, challengeAll) => {
  let kamailio: Kamailio;
  beforeAll(async () => {
    kamailio = await startKamailio({ challengeAll });
  });
  afterAll(() => kamailio.dispose());

  it.each(['tcp', 'ws'] as const)('registers over %s, and forgets who has stopped', async (transport) => {
    const bob = await signedIn(kamailio, 'bob', transport);
    receiving(bob);
    const alice = await signedIn(kamailio, 'alice', 'tcp');
    expect(await send(alice, 'bob', 'a')).toBe(200);
    await bob.stop();
    expect(bob.state.kind).toBe('offline');
    expect(await send(alice, 'bob', 'a')).toBe(480);
  });

  it('tells the absent from the unknown', async () => {
    const alice = await signedIn(kamailio, 'alice', 'tcp');
    expect(await send(alice, 'carol', 'a')).toBe(480);
    expect(await send(alice, 'nobody', 'a')).toBe(404);
  });

  it.each(['tcp', 'ws'] as const)(
    'refuses a wrong password and an unknown user over %s',
    async (transport) => {
      for (const [name, password] of [
        ['alice', 'wrong'],
        ['nobody', 'nobody-secret'],
      ] as const) {
        const connection = user(kamailio, name, transport, password);
        connection.start();
        const failed = await reached(connection, 'failed');
        expect(failed).toMatchObject({ failure: { code: 'wrong-password', status: 401 }, retryAt: null });
      }
    },
  );

  describe.each(pairs)('between %s and %s', (first, second) => {
    it('carries messages both ways, umlauts, emoji and 4 kB', async () => {
      const [alice, bob] = await Promise.all([
        signedIn(kamailio, 'alice', first),
        signedIn(kamailio, 'bob', second),
      ]);
      const atAlice = receiving(alice);
      const atBob = receiving(bob);
      for (const text of ['Grüß dich 👋', longText]) {
        expect(await send(alice, 'bob', text)).toBe(200);
        expect(await send(bob, 'alice', text)).toBe(200);
      }
      expect(atBob.map(({ body }) => textOf(body))).toEqual(['Grüß dich 👋', longText]);
      expect(atAlice.map(({ body }) => textOf(body))).toEqual(['Grüß dich 👋', longText]);
      const sequence = atBob[0]?.headers.find(([name]) => name === 'CSeq')?.[1];
      expect(sequence).toBe(challengeAll ? '2 MESSAGE' : '1 MESSAGE');
      expect(atBob[0]?.from).toEqual({ address: addressOf('alice'), displayName: 'alice Ü' });
    });

    it('carries a dialog both ways, from the first message right behind the ACK to the BYE', async () => {
      const [alice, bob] = await Promise.all([
        signedIn(kamailio, 'alice', first),
        signedIn(kamailio, 'bob', second),
      ]);
      const atAlice: string[] = [];
      const atBob: string[] = [];
      const noting = (list: string[], ended: (end: DialogEnd) => void) => ({
        onRequest(request: IncomingRequest): void {
          list.push(`${request.method} ${textOf(request.body)}`);
          request.respond(200);
        },
        onEnded: ended,
      });
      let bobsEnd: (end: DialogEnd) => void = () => undefined;
      const bobEnded = new Promise<DialogEnd>((resolve) => (bobsEnd = resolve));
      const accepted = new Promise<SignalingDialog>((resolve, reject) => {
        bob.signaling.inviteReceived.subscribe((invite) => {
          invite.accept(sdp, [['Supported', 'ms-text-format']], noting(atBob, bobsEnd)).then(resolve, reject);
        });
      });
      let alicesEnd: DialogEnd | null = null;
      const outcome = await alice.signaling.invite(
        addressOf('bob'),
        sdp,
        [['Supported', 'ms-sender']],
        noting(atAlice, (end) => (alicesEnd = end)),
      ).outcome;
      if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
      expect(outcome.response.headers).toContainEqual(['Supported', 'ms-text-format']);
      const status = async (dialog: SignalingDialog, method: 'MESSAGE' | 'INFO' | 'NOTIFY', text: string) => {
        const answer = await dialog.request({ method, headers: [], body: plain(text) });
        return answer.kind === 'response' ? answer.response.statusCode : answer.kind;
      };
      // At once: it may overtake the moment in which bob learns that he has a dialog.
      expect(await status(outcome.dialog, 'MESSAGE', 'first')).toBe(200);
      const bobs = await accepted;
      expect(await status(bobs, 'MESSAGE', 'Grüß zurück 👋')).toBe(200);
      expect(await status(outcome.dialog, 'INFO', 'typing')).toBe(200);
      expect(await status(bobs, 'INFO', 'typing')).toBe(200);
      expect(await status(outcome.dialog, 'NOTIFY', 'report')).toBe(200);
      await bobs.request({ method: 'BENOTIFY', headers: [], body: plain('report') });
      expect(await status(bobs, 'MESSAGE', longText)).toBe(200);
      expect(await status(outcome.dialog, 'MESSAGE', longText)).toBe(200);
      expect(atBob).toEqual(['MESSAGE first', 'INFO typing', 'NOTIFY report', `MESSAGE ${longText}`]);
      // A BENOTIFY has no answer that would keep it in order.
      expect(atAlice.filter((each) => !each.startsWith('BENOTIFY'))).toEqual([
        'MESSAGE Grüß zurück 👋',
        'INFO typing',
        `MESSAGE ${longText}`,
      ]);
      await outcome.dialog.bye();
      expect(alicesEnd).toBe('local-bye');
      expect(await bobEnded).toBe('remote-bye');
    });
  });

  it('carries a refusal and a cancellation', async () => {
    const [alice, bob] = await Promise.all([
      signedIn(kamailio, 'alice', 'ws'),
      signedIn(kamailio, 'bob', 'tcp'),
    ]);
    const silent = { onRequest: () => undefined, onEnded: () => undefined };
    const stopRefusing = bob.signaling.inviteReceived.subscribe((invite) => {
      invite.reject(488);
    });
    const refused = await alice.signaling.invite(addressOf('bob'), sdp, [], silent).outcome;
    expect(refused).toMatchObject({ kind: 'refused', response: { statusCode: 488 } });
    stopRefusing();
    const outgoing = await new Promise<ReturnType<typeof alice.signaling.invite>>((resolve, reject) => {
      const canceled = new Promise<void>((done) => {
        bob.signaling.inviteReceived.subscribe((invite) => {
          invite.onCanceled(done);
          calling.cancel();
        });
      });
      const calling = alice.signaling.invite(addressOf('bob'), sdp, [], silent);
      canceled.then(() => {
        resolve(calling);
      }, reject);
    });
    expect(await outgoing.outcome).toEqual({ kind: 'canceled' });
  });

  it('takes nobody else for a registered user', async () => {
    const bob = await signedIn(kamailio, 'bob', 'tcp');
    const received = receiving(bob);
    const forged = [
      'MESSAGE sip:bob@example.test SIP/2.0',
      'Via: SIP/2.0/TCP forger.invalid;branch=z9hG4bKforged',
      'Max-Forwards: 70',
      'From: <sip:bob@example.test>;tag=f1',
      'To: <sip:bob@example.test>',
      'Call-ID: forged',
      'CSeq: 1 MESSAGE',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n');
    const socket = connect(kamailio.tcpPort, kamailio.host);
    socket.write(forged);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^SIP\/2\.0 407 /);
    expect(received).toEqual([]);
  });

  it.each(['tcp', 'ws'] as const)('forgets who has gone without a word over %s', async (transport) => {
    const relay = await startRelay(transport === 'tcp' ? kamailio.tcpPort : kamailio.wsPort);
    try {
      const bob = await signedIn({ ...kamailio, tcpPort: relay.port, wsPort: relay.port }, 'bob', transport);
      receiving(bob);
      const alice = await signedIn(kamailio, 'alice', 'tcp');
      expect(await send(alice, 'bob', 'a')).toBe(200);
      await relay.cut();
      expect((await reached(bob, 'failed')).failure.code).toBe('lost');
      expect(await send(alice, 'bob', 'a')).toBe(480);
    } finally {
      await relay.cut();
    }
  });

  it('carries a note to oneself', async () => {
    const alice = await signedIn(kamailio, 'alice', 'tcp');
    const received = receiving(alice);
    expect(await send(alice, 'alice', 'note')).toBe(200);
    expect(received.map(({ body }) => textOf(body))).toEqual(['note']);
  });

  it('reaches every device of a user', async () => {
    const alice = await signedIn(kamailio, 'alice', 'tcp');
    const [desk, laptop] = await Promise.all([
      signedIn(kamailio, 'bob', 'tcp'),
      signedIn(kamailio, 'bob', 'ws'),
    ]);
    const both = Promise.all(
      [desk, laptop].map(
        (device) =>
          new Promise<void>((resolve) => {
            device.signaling.messageReceived.subscribe((message) => {
              message.respond(200);
              resolve();
            });
          }),
      ),
    );
    expect(await send(alice, 'bob', 'a')).toBe(200);
    await both;
  });
});

describe('a Kamailio that goes away', () => {
  it.each(['tcp', 'ws'] as const)(
    'and comes back finds the user registered again over %s',
    async (transport) => {
      const kamailio = await startKamailio();
      try {
        const [alice, bob] = await Promise.all([
          signedIn(kamailio, 'alice', transport),
          signedIn(kamailio, 'bob', transport === 'tcp' ? 'ws' : 'tcp'),
        ]);
        const received = receiving(bob);
        const { signaling } = alice;
        await kamailio.stop();
        await Promise.all([reached(alice, 'failed'), reached(bob, 'failed')]);
        expect(await send(alice, 'bob', 'a')).toBe('transport-lost');
        await kamailio.start();
        await Promise.all([reached(alice, 'registered'), reached(bob, 'registered')]);
        expect(alice.signaling).toBe(signaling);
        expect(await send(alice, 'bob', 'back again')).toBe(200);
        expect(received.map(({ body }) => textOf(body))).toEqual(['back again']);
      } finally {
        await Promise.all(connections.splice(0).map((connection) => connection.stop()));
        await kamailio.dispose();
      }
    },
  );

  it('is refused while it is away', async () => {
    const kamailio = await startKamailio();
    await kamailio.stop();
    const alice = user(kamailio, 'alice', 'ws');
    alice.start();
    expect((await reached(alice, 'failed')).failure.code).toBe('connection-refused');
    await alice.stop();
    await kamailio.dispose();
  });
});
