import { describe, expect, it } from 'vitest';
import { headersOf } from '../../../main/loopback/message.ts';
import { Client, register, request, setUp, signedIn } from './harness.ts';

const contacts = (client: Client): string[] => headersOf(client.last, 'Contact').map(({ value }) => value);

describe('the loopback registrar', () => {
  it('signs any name of the domain in and says for how long', () => {
    const { proxy } = setUp();
    const alice = new Client(proxy);
    alice.send(
      register('alice', '<sip:a1@x1.invalid;transport=tcp>;+sip.instance="<urn:uuid:1>"', {
        headers: ['Expires: 600'],
      }),
    );
    expect(alice.summary).toEqual(['200']);
    expect(contacts(alice)).toEqual([
      '<sip:a1@x1.invalid;transport=tcp>;expires=600;+sip.instance="<urn:uuid:1>"',
    ]);
  });

  it('prefers the expires of the contact, and gives no more than an hour', () => {
    const { proxy } = setUp();
    const alice = new Client(proxy);
    alice.send(
      register('alice', '<sip:a1@x1.invalid>;expires=30, <sip:a2@x1.invalid>;expires=90000', {
        headers: ['Expires: 600'],
      }),
    );
    expect(contacts(alice)).toEqual(['<sip:a1@x1.invalid>;expires=30', '<sip:a2@x1.invalid>;expires=3600']);
  });

  it('reads compact forms', () => {
    const { proxy } = setUp();
    const alice = new Client(proxy);
    alice.send(
      'REGISTER sip:localhost SIP/2.0\r\nv: SIP/2.0/TCP x;branch=z9hG4bKq\r\nf: <sip:alice@localhost>;tag=1\r\n' +
        't: <sip:alice@localhost>\r\ni: 1\r\nCSeq: 1 REGISTER\r\nm: <sip:a@x.invalid>\r\nl: 0\r\n\r\n',
    );
    expect(contacts(alice)).toEqual(['<sip:a@x.invalid>;expires=3600']);
  });

  it('answers a query without changing anything', () => {
    const { proxy } = setUp();
    const alice = signedIn(proxy, 'alice');
    alice.send(register('alice', ''));
    expect(contacts(alice)).toHaveLength(1);
    const other = new Client(proxy);
    other.send(register('nobody', ''));
    other.send(request('MESSAGE', { uri: 'sip:nobody@localhost' }));
    expect(other.summary).toEqual(['200', '404']);
  });

  it('removes one contact with expires 0, all with *', () => {
    const { proxy } = setUp();
    const alice = new Client(proxy);
    alice.send(register('alice', '<sip:a1@x.invalid>, <sip:a2@x.invalid>', { callId: 'r', sequence: 1 }));
    alice.send(register('alice', '<sip:a1@x.invalid>;expires=0', { callId: 'r', sequence: 2 }));
    expect(contacts(alice)).toEqual(['<sip:a2@x.invalid>;expires=3600']);
    alice.send(register('alice', '*', { callId: 'r', sequence: 3, headers: ['Expires: 0'] }));
    expect(contacts(alice)).toEqual([]);
    alice.send(register('alice', '*', { callId: 'r', sequence: 4, headers: ['Expires: 60'] }));
    expect(alice.summary.at(-1)).toBe('400');
  });

  it('ignores a REGISTER that was overtaken by a later one', () => {
    const { proxy } = setUp();
    const alice = new Client(proxy);
    alice.send(register('alice', '<sip:a1@x.invalid>', { callId: 'r', sequence: 5 }));
    alice.send(register('alice', '<sip:a1@x.invalid>;expires=0', { callId: 'r', sequence: 4 }));
    expect(alice.summary).toEqual(['200', '500']);
  });

  it('forgets a contact when its time is over', async () => {
    const { clock, proxy } = setUp();
    const bob = new Client(proxy);
    bob.send(register('bob', '<sip:b@x.invalid>', { headers: ['Expires: 60'] }));
    const alice = new Client(proxy);
    await clock.advance(59_000);
    alice.send(request('MESSAGE'));
    expect(bob.summary).toEqual(['200', 'MESSAGE sip:b@x.invalid']);
    await clock.advance(1_000);
    alice.send(request('MESSAGE'));
    expect(alice.summary).toEqual(['480']);
  });

  it('forgets the contacts of a closed connection', () => {
    const { proxy } = setUp();
    const bob = signedIn(proxy, 'bob');
    const alice = new Client(proxy);
    bob.disconnect();
    alice.send(request('MESSAGE'));
    expect(alice.summary).toEqual(['480']);
  });

  it('refuses foreign domains and bad contacts', () => {
    const { proxy } = setUp();
    const client = new Client(proxy);
    client.send(register('alice', '<sip:a@x.invalid>', { to: '<sip:alice@example.com>' }));
    client.send(register('alice', '<sip:a@x.invalid>', { to: '<sip:localhost>' }));
    client.send(register('alice', '<tel:+4930123>'));
    expect(client.summary).toEqual(['404', '404', '400']);
  });

  it('bounds the contacts of a user', () => {
    const { proxy } = setUp();
    const client = new Client(proxy);
    for (let index = 0; index < 17; index += 1)
      client.send(register('alice', `<sip:a${String(index)}@x.invalid>`));
    expect(client.summary.slice(-2)).toEqual(['200', '503']);
  });
});
