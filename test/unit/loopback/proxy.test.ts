import { describe, expect, it } from 'vitest';
import { headerOf, valuesOf } from '../../../main/loopback/message.ts';
import { Client, copyOf, register, request, setUp, signedIn, type RequestParts } from './harness.ts';

describe('the loopback proxy', () => {
  it('brings a MESSAGE to the connection of its user and the answer back', () => {
    const { clock, proxy } = setUp();
    const alice = signedIn(proxy, 'alice', 'WS');
    const bob = signedIn(proxy, 'bob');
    alice.send(
      request('MESSAGE', { body: 'Grüß dich 👋', headers: ['Max-Forwards: 70', 'Content-Type: text/plain'] }),
    );
    expect(bob.summary).toEqual([`MESSAGE sip:bob@${bob.connection.id}.invalid;transport=tcp`]);
    expect(Buffer.from(bob.last.body).toString('utf8')).toBe('Grüß dich 👋');
    expect(bob.header('Max-Forwards')).toBe('69');
    const [own, senders] = valuesOf(bob.last, 'Via');
    expect(own).toMatch(/^SIP\/2\.0\/TCP 127\.0\.0\.1:5070;branch=z9hG4bK/);
    expect(senders).toMatch(/^SIP\/2\.0\/TCP client\.invalid;branch=.*;received=127\.0\.0\.1$/);
    bob.respond(200, ['X-Extra: kept']);
    expect(alice.summary).toEqual(['200']);
    expect(valuesOf(alice.last, 'Via')).toEqual([senders]);
    expect(alice.header('X-Extra')).toBe('kept');
    expect(clock.pending).toBe(0);
  });

  it('finds users whatever the case, and by the address of the server', () => {
    const { proxy } = setUp();
    const alice = signedIn(proxy, 'alice');
    const bob = signedIn(proxy, 'Bob');
    alice.send(request('MESSAGE', { uri: 'sip:bOB@LOCALHOST' }));
    alice.send(request('MESSAGE', { uri: 'sip:bob@127.0.0.1:5071;transport=ws' }));
    expect(bob.received).toHaveLength(2);
  });

  it('tells users never seen from users that are away', () => {
    const { proxy } = setUp();
    const alice = signedIn(proxy, 'alice');
    const bob = new Client(proxy);
    bob.send(register('bob', '<sip:b@x.invalid>', { callId: 'r', sequence: 1 }));
    bob.send(register('bob', '<sip:b@x.invalid>;expires=0', { callId: 'r', sequence: 2 }));
    alice.send(request('MESSAGE', { uri: 'sip:carol@localhost' }));
    alice.send(request('INVITE', { uri: 'sip:bob@localhost' }));
    alice.send(request('MESSAGE', { uri: 'sip:bob@example.com' }));
    expect(alice.summary).toEqual(['404', '480', '404']);
    expect(alice.header('To')).toContain(';tag=');
  });

  it('takes the contact that signed in last, a refresh or not', () => {
    const { proxy } = setUp();
    const alice = signedIn(proxy, 'alice');
    const desk = new Client(proxy);
    desk.send(register('bob', '<sip:desk@x.invalid>', { callId: 'd', sequence: 1 }));
    const laptop = signedIn(proxy, 'bob');
    desk.send(register('bob', '<sip:desk@x.invalid>', { callId: 'd', sequence: 2 }));
    alice.send(request('MESSAGE'));
    expect(laptop.received).toHaveLength(1);
    laptop.disconnect();
    alice.send(request('MESSAGE'));
    expect(desk.summary.at(-1)).toBe('MESSAGE sip:desk@x.invalid');
  });

  it('counts hops, finds loops and refuses what it cannot do', () => {
    const { proxy } = setUp();
    const alice = signedIn(proxy, 'alice');
    const bob = signedIn(proxy, 'bob');
    alice.send(request('MESSAGE', { headers: ['Max-Forwards: 0'] }));
    alice.send(request('MESSAGE', { headers: ['Max-Forwards: many'] }));
    alice.send(request('MESSAGE', { headers: ['Proxy-Require: ms-benotify'] }));
    alice.send(request('MESSAGE', { uri: 'tel:+4930123' }));
    alice.send(request('MESSAGE', { headers: ['Route: <sip:proxy.example.com;lr>'] }));
    expect(alice.summary).toEqual(['483', '400', '420', '416', '403']);
    expect(bob.received).toEqual([]);
    alice.send(request('MESSAGE', { headers: [] }));
    expect(bob.header('Max-Forwards')).toBe('70');
    bob.send(copyOf(bob.last));
    expect(bob.summary.at(-1)).toBe('482');
  });

  it('answers OPTIONS for itself', () => {
    const { proxy } = setUp();
    const alice = new Client(proxy);
    alice.send(request('OPTIONS', { uri: 'sip:localhost' }));
    alice.send(request('MESSAGE', { uri: 'sip:localhost' }));
    expect(alice.summary).toEqual(['200', '404']);
  });

  it('tells the sender at once when the connection of the receiver dies', async () => {
    const { clock, proxy } = setUp();
    const alice = signedIn(proxy, 'alice');
    const bob = signedIn(proxy, 'bob');
    alice.send(request('MESSAGE'));
    alice.send(request('INVITE'));
    bob.disconnect();
    expect(alice.summary).toEqual(['100', '408', '408']);
    await clock.advance(32_000);
    expect(clock.pending).toBe(0);
  });

  it('gives up what nobody answers without a late 408', async () => {
    const { clock, proxy } = setUp();
    const alice = signedIn(proxy, 'alice');
    const bob = signedIn(proxy, 'bob');
    alice.send(request('MESSAGE'));
    await clock.advance(32_000);
    bob.respond(200);
    expect(alice.summary).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('drops responses that nobody waits for, and those of another connection', () => {
    const { proxy } = setUp();
    const alice = signedIn(proxy, 'alice');
    const bob = signedIn(proxy, 'bob');
    const mallory = signedIn(proxy, 'mallory');
    alice.send(request('MESSAGE'));
    mallory.received.push(bob.last);
    mallory.respond(200);
    expect(alice.summary).toEqual([]);
    bob.respond(200);
    bob.respond(200);
    expect(alice.summary).toEqual(['200']);
  });
});

describe('a dialog through the loopback proxy', () => {
  const invited = (): {
    alice: Client;
    bob: Client;
    route: string;
    clock: ReturnType<typeof setUp>['clock'];
  } => {
    const { clock, proxy } = setUp();
    const alice = signedIn(proxy, 'alice');
    const bob = signedIn(proxy, 'bob', 'WS');
    alice.send(
      request('INVITE', {
        callId: 'dialog',
        branch: 'z9hG4bKinv',
        headers: ['Contact: <sip:a@far.invalid>'],
      }),
    );
    return { alice, bob, route: headerOf(bob.last, 'Record-Route') ?? '', clock };
  };

  it('follows its two connections both ways', () => {
    const { alice, bob, route } = invited();
    expect(alice.summary).toEqual(['100']);
    bob.respond(100);
    bob.respond(180);
    bob.respond(200);
    expect(alice.summary).toEqual(['100', '180', '200']);
    expect(alice.header('Record-Route')).toBe(route);
    const inDialog = { callId: 'dialog', to: '<sip:bob@localhost>;tag=callee', headers: [`Route: ${route}`] };
    alice.send(request('ACK', { ...inDialog, uri: 'sip:b@unregistered.invalid' }));
    alice.send(request('MESSAGE', { ...inDialog, uri: 'sip:b@unregistered.invalid', sequence: 2 }));
    expect(bob.summary.slice(1)).toEqual([
      'ACK sip:b@unregistered.invalid',
      'MESSAGE sip:b@unregistered.invalid',
    ]);
    expect(bob.header('Route')).toBeUndefined();
    expect(bob.header('Record-Route')).toBeUndefined();
    bob.send(request('INFO', { ...inDialog, uri: 'sip:a@far.invalid' }));
    expect(alice.summary.at(-1)).toBe('INFO sip:a@far.invalid');
  });

  it('never answers BENOTIFY', () => {
    const { alice, bob, route, clock } = invited();
    bob.respond(200);
    const waiting = clock.pending;
    alice.send(request('BENOTIFY', { headers: [`Route: ${route}`] }));
    alice.send(request('BENOTIFY', { uri: 'sip:nobody@localhost' }));
    expect(bob.summary.at(-1)).toMatch(/^BENOTIFY/);
    expect(alice.summary).toEqual(['100', '200']);
    expect(clock.pending).toBe(waiting);
  });

  it('answers 480 when the other end is gone, and follows it no further', () => {
    const { alice, bob, route } = invited();
    bob.respond(200);
    bob.disconnect();
    alice.send(request('MESSAGE', { headers: [`Route: ${route}`] }));
    expect(alice.summary.at(-1)).toBe('480');
  });

  it('lets nobody else into the dialog', () => {
    const { proxy } = setUp();
    const alice = signedIn(proxy, 'alice');
    const bob = signedIn(proxy, 'bob');
    const mallory = new Client(proxy);
    alice.send(request('INVITE'));
    mallory.send(request('MESSAGE', { headers: [`Route: ${bob.header('Record-Route') ?? ''}`] }));
    expect(mallory.summary).toEqual(['403']);
  });

  it('acknowledges a refusal itself and takes the ACK of the sender', () => {
    const { alice, bob, clock } = invited();
    bob.respond(488);
    expect(bob.summary.at(-1)).toMatch(/^ACK /);
    expect(bob.header('CSeq')).toBe('1 ACK');
    expect(bob.header('To')).toContain(';tag=callee');
    expect(valuesOf(bob.last, 'Via')).toHaveLength(1);
    expect(alice.summary).toEqual(['100', '488']);
    const heard = bob.received.length;
    alice.send(request('ACK', { branch: 'z9hG4bKinv', callId: 'dialog' }));
    expect(bob.received).toHaveLength(heard);
    expect(clock.pending).toBe(0);
  });

  it('cancels, and not before something came back', () => {
    const { alice, bob } = invited();
    alice.send(request('CANCEL', { branch: 'z9hG4bKinv', callId: 'dialog' }));
    expect(alice.summary).toEqual(['100', '200']);
    expect(bob.received).toHaveLength(1);
    bob.respond(180);
    expect(bob.summary.at(-1)).toMatch(/^CANCEL /);
    expect(valuesOf(bob.last, 'Via')).toEqual([valuesOf(bob.received[0] ?? bob.last, 'Via')[0]]);
    alice.send(request('CANCEL', { branch: 'z9hG4bKother', callId: 'dialog' }));
    expect(alice.summary.at(-1)).toBe('481');
  });

  it('cancels when the caller disappears', async () => {
    const { alice, bob, clock } = invited();
    bob.respond(180);
    alice.disconnect();
    expect(bob.summary.at(-1)).toMatch(/^CANCEL /);
    await clock.advance(64_000);
    expect(clock.pending).toBe(0);
  });

  it('stops an INVITE that rings for ever', async () => {
    const { alice, bob, clock } = invited();
    bob.respond(180);
    await clock.advance(180_000);
    expect(alice.summary).toEqual(['100', '180', '408']);
    expect(bob.summary.at(-1)).toMatch(/^CANCEL /);
  });

  it('knows ACK and CANCEL of an INVITE without a branch, as SIPE sends it', () => {
    const { proxy } = setUp();
    const alice = signedIn(proxy, 'alice');
    const bob = signedIn(proxy, 'bob');
    const old = (method: string, parts: RequestParts): string =>
      request(method, { callId: 'old', ...parts }).replace(/;branch=\S+/, '');
    alice.send(old('INVITE', { sequence: 1 }));
    bob.respond(180);
    alice.send(old('CANCEL', { sequence: 1 }));
    expect(alice.summary).toEqual(['100', '180', '200']);
    bob.respond(200);
    bob.received.length = 0;
    alice.send(old('INVITE', { sequence: 2 }));
    bob.respond(488);
    alice.send(old('ACK', { sequence: 2 }));
    expect(bob.summary.map((line) => line.split(' ')[0])).toEqual(['INVITE', 'ACK']);
    bob.received.length = 0;
    alice.send(old('INVITE', { sequence: 3 }));
    const route = `Route: ${bob.header('Record-Route') ?? ''}`;
    bob.respond(200);
    alice.send(old('ACK', { sequence: 3, headers: [route] }));
    alice.send(old('MESSAGE', { sequence: 4, headers: [route] }));
    expect(bob.summary.map((line) => line.split(' ')[0])).toEqual(['INVITE', 'ACK', 'MESSAGE']);
  });
});
