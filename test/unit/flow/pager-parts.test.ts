import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formsOf } from '../../../main/flow/pager-forms.ts';
import { patienceWithExtras, PagerLanes, type PagerUrgency } from '../../../main/flow/pager-lanes.ts';
import { callIdFor, messageIdFrom } from '../../../main/flow/pager-sender.ts';
import { wireReducer, type WireEvent, type WireState } from '../../../main/flow/pager-typing.ts';
import { unknownPeer, type PeerCapabilities } from '../../../main/flow/peer-capabilities.ts';
import { PeerDirectory } from '../../../main/flow/peer-directory.ts';
import type { RequestOutcome } from '../../../main/flow/ports.ts';
import { encodeText } from '../../../main/payload/text.ts';
import type { SipAddress } from '../../../shared/model/address.ts';
import { FakeClock, settled } from '../../support/fake-clock.ts';

const bob = 'sip:bob@example.test' as SipAddress;
const ended: RequestOutcome = { kind: 'no-answer' };

describe('the lane to one address', () => {
  test.each<[PagerUrgency[], PagerUrgency[]]>([
    [
      ['typing', 'report', 'text'],
      ['typing', 'text', 'report'],
    ],
    [
      ['text', 'typing', 'typing'],
      ['text', 'typing'],
    ],
    [
      ['text', 'typing', 'report', 'text'],
      ['text', 'text', 'report'],
    ],
    [
      ['report', 'typing', 'report'],
      ['report', 'report', 'typing'],
    ],
  ])('takes %j in the order %j', async (given, expected) => {
    const lanes = new PagerLanes(new FakeClock());
    const order: PagerUrgency[] = [];
    const all = given.map(async (urgency) =>
      lanes.run(bob, urgency, async () => {
        order.push(urgency);
        await settled();
        return ended;
      }),
    );
    await Promise.all(all);
    expect(order).toEqual(expected);
  });

  test.each(['typing', 'report'] as const)('does not let %s hold a text up for long', async (urgency) => {
    const clock = new FakeClock();
    const lanes = new PagerLanes(clock);
    void lanes.run(bob, urgency, async () => new Promise(() => undefined));
    let sent = false;
    void lanes.run(bob, 'text', () => {
      sent = true;
      return Promise.resolve(ended);
    });
    await clock.advance(patienceWithExtras - 1);
    expect(sent).toBe(false);
    await clock.advance(1);
    expect(sent).toBe(true);
    expect(clock.pending).toBe(0);
  });
});

describe('the forms of a message', () => {
  const at = { address: bob, displayName: null };
  const names = (
    contentType: string,
    text: string,
    known: Partial<PeerCapabilities>,
    messageId: string | null = 'id',
  ) =>
    formsOf(
      { body: { contentType, content: encodeText(text) }, messageId, replyTo: null, from: at, to: at, at: 0 },
      { ...unknownPeer, ...known },
    ).map(({ name }) => name);

  test.each<[string, Partial<PeerCapabilities>, string[]]>([
    ['text/plain', {}, ['text']],
    ['text/plain', { cpim: 'yes' }, ['cpim text', 'text']],
    ['text/html', {}, ['html', 'text']],
    ['text/html', { html: 'no', cpim: 'yes' }, ['cpim text', 'text']],
    ['text/html', { html: 'yes', cpim: 'yes' }, ['cpim html', 'html', 'cpim text', 'text']],
    ['text/html', { cpim: 'yes' }, ['html', 'cpim text', 'text']],
    ['image/gif', { cpim: 'yes' }, ['other']],
  ])('%s to a peer with %j', (contentType, known, expected) => {
    expect(names(contentType, '<p>x</p>', known)).toEqual(expected);
  });

  test('without an id there is no CPIM, without words no text', () => {
    expect(names('text/plain', 'x', { cpim: 'yes' }, null)).toEqual(['text']);
    expect(names('text/html', '<img src="x">', {})).toEqual(['html']);
    const parts =
      '--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n--b\r\nContent-Type: text/html\r\n\r\n<b>x</b>\r\n--b--';
    expect(names('multipart/alternative; boundary=b', parts, {})).toEqual(['multipart', 'text']);
    expect(names('multipart/alternative; boundary=b', 'broken', {})).toEqual(['multipart']);
  });

  test('a text is always among those of a text', () => {
    const knowledge = fc.constantFrom('unknown' as const, 'yes' as const, 'no' as const);
    fc.assert(
      fc.property(fc.record({ cpim: knowledge, html: knowledge, multipart: knowledge }), (known) => {
        expect(names('text/plain', 'x', known).at(-1)).toBe('text');
        expect(names('text/html', 'x', known).at(-1)).toBe('text');
      }),
    );
  });
});

test('a Call-ID gives the message id back, any other text itself', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/), (id) => {
      expect(messageIdFrom(callIdFor(id))).toBe(id);
      expect(callIdFor(id)).not.toBe(callIdFor(id));
    }),
  );
  expect(messageIdFrom('34jk324j')).toBe('34jk324j');
  expect(messageIdFrom('a.b')).toBe('a.b');
});

test('what the peer believes of typing', () => {
  const table: Record<WireState, Partial<Record<WireEvent, string>>> = {
    Idle: { type: 'Active tellActive startRefresh' },
    Active: {
      idle: 'Held startHold',
      refreshDue: 'Active tellActive startRefresh',
      messageSent: 'Idle stopTimers',
      ended: 'Idle stopTimers',
    },
    Held: {
      type: 'Active stopHold',
      refreshDue: 'Held tellActive startRefresh',
      holdOver: 'Idle stopTimers tellIdle',
      messageSent: 'Idle stopTimers',
      ended: 'Idle stopTimers',
    },
  };
  for (const state of ['Idle', 'Active', 'Held'] as const) {
    for (const event of ['type', 'idle', 'messageSent', 'holdOver', 'refreshDue', 'ended'] as const) {
      const step = wireReducer(state, event);
      expect([event, step.state, ...step.effects].join(' ')).toBe(`${event} ${table[state][event] ?? state}`);
    }
  }
});

test('2000 peers are remembered, those used last', () => {
  const clock = new FakeClock();
  const directory = new PeerDirectory(clock, () => undefined);
  const address = (at: number): SipAddress => `sip:s${String(at)}@example.test` as SipAddress;
  const learnOf = (at: number): void => {
    directory.learn(
      { address: address(at), displayName: null },
      { kind: 'answer', to: 'html', statusCode: 200, headers: [] },
    );
  };
  for (let at = 0; at < 2_000; at += 1) learnOf(at);
  learnOf(0);
  learnOf(2_000);
  expect(directory.of(address(0)).html).toBe('yes');
  expect(directory.of('sip:S0@example.test' as SipAddress).html).toBe('yes');
  expect(directory.of(address(1))).toBe(unknownPeer);
});
