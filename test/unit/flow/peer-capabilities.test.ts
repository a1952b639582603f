import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dialectFor,
  extras,
  featuresHeader,
  isRefusal,
  learn,
  noDialogStatus,
  ownFeatures,
  readCapabilities,
  recall,
  refusedDialectAge,
  refusedExtraAge,
  stillKnown,
  unknownPeer,
  type PeerCapabilities,
  type PeerEvidence,
} from '../../../main/flow/peer-capabilities.ts';
import type { HeaderField } from '../../../main/flow/ports.ts';

const start = Date.UTC(2026, 10, 23);
const features: HeaderField = [featuresHeader, ownFeatures];

const answer = (
  to: Extract<PeerEvidence, { kind: 'answer' }>['to'],
  statusCode: number,
  ...headers: HeaderField[]
): PeerEvidence => ({ kind: 'answer', to, statusCode, headers });
const invited = (statusCode: number, session: boolean, ...headers: HeaderField[]): PeerEvidence => ({
  kind: 'invite-answer',
  statusCode,
  session,
  headers,
});
const sent = (
  carried: Extract<PeerEvidence, { kind: 'request' }>['carried'],
  inDialog: boolean,
  ...headers: HeaderField[]
): PeerEvidence => ({ kind: 'request', carried, inDialog, headers });

const parley = { parley: true, dialect: 'session', cpim: 'yes', imdn: 'yes', isComposing: 'yes' };
const plainOnly = { cpim: 'no', imdn: 'no', isComposing: 'no', html: 'no', multipart: 'no' };

describe('what is learned from one event', () => {
  test.each<[string, PeerEvidence, object]>([
    ['a text taken by a Parley', answer('text', 200, features), parley],
    ['a text taken by anybody', answer('text', 200), {}],
    [
      'a text taken with a list',
      answer('text', 200, ['Accept', 'text/plain, message/cpim']),
      { cpim: 'yes' },
    ],
    [
      'a text taken where nobody may invite',
      answer('text', 200, ['Allow', 'MESSAGE, ACK']),
      { dialect: 'pager' },
    ],
    ['a text taken where anybody may', answer('text', 200, ['Allow', 'INVITE'], ['Allow', 'MESSAGE']), {}],
    ['a text refused', answer('text', 405), {}],
    ['HTML refused', answer('html', 415), { html: 'no' }],
    ['HTML refused by a list', answer('html', 415, ['Accept', 'text/plain']), plainOnly],
    [
      'CPIM refused by a longer list',
      answer('cpim', 415, ['Accept', 'text/*;q=0.9,'], ['accept', 'message/IMDN+xml']),
      { cpim: 'no', imdn: 'yes', isComposing: 'no', html: 'yes', multipart: 'no' },
    ],
    ['what it says that it takes, but not so', answer('cpim', 415, ['Accept', 'message/cpim']), plainOnly],
    ['typing refused', answer('isComposing', 501), { isComposing: 'no' }],
    ['typing answered by an absence', answer('isComposing', 480), {}],
    ['typing taken', answer('isComposing', 200), { isComposing: 'yes' }],
    ['typing taken by a store', answer('isComposing', 202), {}],
    ["an INFO's list", answer('keyboardActivity', 415, ['Accept', 'x/y']), { keyboardActivity: 'no' }],
    ['an invitation taken', invited(200, true), { dialect: 'session', parley: false }],
    ['an invitation taken by a Parley', invited(200, true, features), parley],
    ['an invitation taken for MSRP', invited(200, false), { dialect: 'pager' }],
    ['an invitation refused', invited(488, false), { dialect: 'pager' }],
    ['an invitation declined', invited(480, false), {}],
    ['an invitation to nobody', invited(404, false), {}],
    ['an invitation', sent(['invite'], false), { dialect: 'session' }],
    ['a text', sent([], false), { dialect: 'pager' }],
    ['a text of a Parley', sent([], false, features), parley],
    ['CPIM with a report', sent(['cpim', 'imdn'], false), { cpim: 'yes', imdn: 'yes', dialect: 'pager' }],
    ['typing in a dialog', sent(['keyboardActivity'], true), { keyboardActivity: 'yes', dialect: 'unknown' }],
  ])('%s', (_, evidence, expected) => {
    const learned = learn(unknownPeer, evidence, start);
    expect({ ...unknownPeer, ...learned, learnedAt: 0, refusedAt: {} }).toEqual({
      ...unknownPeer,
      ...expected,
    });
    expect(learned === unknownPeer).toBe(Object.keys(expected).length === 0);
  });

  test.each([...noDialogStatus])(
    'a Parley that answers %i is none any more, unless it says so',
    (statusCode) => {
      const known = learn(unknownPeer, answer('text', 200, features), start);
      expect(learn(known, invited(statusCode, false), start)).toMatchObject({
        parley: false,
        dialect: 'pager',
      });
      expect(learn(known, invited(statusCode, false, features), start)).toMatchObject({ parley: true });
    },
  );

  test('a text outside dialogs does not make a pager of a peer that knows dialogs', () => {
    const known = learn(unknownPeer, sent(['invite'], false), start);
    expect(learn(known, sent([], false), start)).toBe(known);
  });
});

test('whom to call how', () => {
  const peer = (change: Partial<PeerCapabilities>): PeerCapabilities => ({ ...unknownPeer, ...change });
  expect(dialectFor(unknownPeer, 'pager')).toBe('pager');
  expect(dialectFor(unknownPeer, 'session')).toBe('session');
  expect(dialectFor(peer({ parley: true }), 'pager')).toBe('session');
  expect(dialectFor(peer({ dialect: 'session' }), 'pager')).toBe('session');
  expect(dialectFor(peer({ dialect: 'pager', parley: true }), 'session')).toBe('pager');
});

test('refusals grow old, each from when it was learned', () => {
  let known = learn(unknownPeer, answer('html', 415), start);
  known = learn(known, invited(488, false), start + 1_000);
  known = learn(known, answer('imdn', 200), start + 2_000);
  expect(stillKnown(known, start + 1_000 + refusedDialectAge - 1)).toBe(known);
  const later = stillKnown(known, start + 1_000 + refusedDialectAge);
  expect(later).toMatchObject({ dialect: 'unknown', html: 'no' });
  const muchLater = stillKnown(later, start + refusedExtraAge);
  expect(muchLater).toMatchObject({ html: 'unknown', imdn: 'yes', refusedAt: {} });
  expect(stillKnown(muchLater, start + 100 * refusedExtraAge)).toBe(muchLater);
});

test('what was kept completes what is known, and does not overrule it', () => {
  const kept = learn(learn(unknownPeer, answer('html', 415), start), answer('cpim', 200), start);
  const known = learn(unknownPeer, answer('html', 200), start + 5);
  expect(recall(known, kept)).toEqual({ ...known, cpim: 'yes', refusedAt: {} });
  expect(recall(known, unknownPeer)).toBe(known);
  expect(recall(unknownPeer, kept)).toEqual(kept);
});

const headers = fc.array(
  fc.oneof(
    fc.tuple(fc.constantFrom('Accept', 'accept', featuresHeader, 'Allow'), fc.string()),
    fc.tuple(
      fc.constantFrom('Accept', featuresHeader),
      fc.constantFrom('text/plain', '*/*', 'message/cpim, text/html', ownFeatures, 'session', ''),
    ),
  ),
  { maxLength: 3 },
);
const statusCode = fc.constantFrom(200, 202, 400, 404, 405, 408, 415, 480, 481, 486, 488, 500, 501, 603, 606);
const evidence: fc.Arbitrary<PeerEvidence> = fc.oneof(
  fc.record({ kind: fc.constant('invite-answer' as const), session: fc.boolean(), statusCode, headers }),
  fc.record({
    kind: fc.constant('answer' as const),
    to: fc.constantFrom('text' as const, ...extras),
    statusCode,
    headers,
  }),
  fc.record({
    kind: fc.constant('request' as const),
    carried: fc.subarray(['invite' as const, 'text' as const, ...extras]),
    inDialog: fc.boolean(),
    headers,
  }),
);

test('the dialects that a Parley names beat its Allow, and do not change at the second look', () => {
  const answer: PeerEvidence = {
    kind: 'answer',
    to: 'text',
    statusCode: 200,
    headers: [
      ['Allow', 'MESSAGE'],
      [featuresHeader, ownFeatures],
    ],
  };
  const known = learn(unknownPeer, answer, start);
  expect(known.dialect).toBe('session');
  expect(learn(known, answer, start)).toBe(known);
});

test.each([
  ['<sip:bob@192.0.2.1;transport=tcp>;+parley', true],
  ['<sip:bob@192.0.2.1>;+sip.instance="<urn:uuid:1>" ; +parley;expires=60', true],
  ['<sip:bob@192.0.2.1>', false],
  ['<sip:+parley@192.0.2.1>', false],
  ['<sip:bob@192.0.2.1>;+parleying', false],
])('a Contact %s names a Parley: %s', (contact, parley) => {
  const invite: PeerEvidence = {
    kind: 'invite-answer',
    statusCode: 200,
    session: true,
    headers: [['Contact', contact]],
  };
  expect(learn(unknownPeer, invite, start)).toMatchObject({ parley, dialect: 'session' });
});

describe('whatever happens', () => {
  test('nothing new is the same object, and everything stands JSON', () => {
    fc.assert(
      fc.property(fc.array(evidence, { maxLength: 20 }), (events) => {
        let known = unknownPeer;
        events.forEach((each, at) => {
          const next = learn(known, each, start + at);
          expect(learn(next, each, start + at)).toBe(next);
          expect(next === known || next.learnedAt === start + at).toBe(true);
          expect(readCapabilities(JSON.parse(JSON.stringify(next)))).toEqual(next);
          for (const extra of extras) expect(extra in next.refusedAt).toBe(next[extra] === 'no');
          known = next;
        });
        const old = stillKnown(known, start + 20 + refusedExtraAge);
        expect(extras.filter((extra) => old[extra] === 'no')).toEqual([]);
        expect(old.dialect).not.toBe('pager');
      }),
    );
  });

  test('an extra is only lost by a refusal', () => {
    fc.assert(
      fc.property(fc.array(evidence, { maxLength: 10 }), evidence, (events, last) => {
        const known = events.reduce((all, each) => learn(all, each, start), unknownPeer);
        const next = learn(known, last, start);
        const lost = extras.filter((extra) => known[extra] === 'yes' && next[extra] !== 'yes');
        if (lost.length > 0) expect(last.kind === 'answer' && isRefusal(last.statusCode)).toBe(true);
      }),
    );
  });

  test('what is kept is read, be it what it may', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const read = readCapabilities(value);
        expect(['unknown', 'session', 'pager']).toContain(read.dialect);
      }),
    );
    expect(readCapabilities({ ...unknownPeer, cpim: 'perhaps', parley: 7, html: 'no' })).toEqual({
      ...unknownPeer,
      html: 'no',
    });
    expect(readCapabilities({ dialect: 'pager' })).toMatchObject({ dialect: 'pager', cpim: 'unknown' });
  });
});
