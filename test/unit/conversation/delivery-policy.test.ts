import { describe, expect, it } from 'vitest';
import {
  failureOfStatus,
  judgeFailure,
  pauseBefore,
  type DeliveryStage,
} from '../../../main/conversation/delivery-policy.ts';
import {
  FailureResponseError,
  FlowTerminatedError,
  InvalidOperationError,
  OperationTimeoutError,
  TransportLostError,
} from '../../../main/flow/errors.ts';

const answered = (statusCode: number, retryAfter?: string): Error =>
  new FailureResponseError({
    statusCode,
    reasonPhrase: 'Because',
    headers: retryAfter === undefined ? [] : [['Retry-After', retryAfter]],
  });

/** error, stage, dialog was in use before, peer recognises repeats → verdict, reason. */
const rows: readonly [string, Error, DeliveryStage, boolean, boolean, string, string?][] = [
  ['no connection', new TransportLostError(false), 'sending', true, false, 'wait'],
  ['no connection for the INVITE', new TransportLostError(true), 'establishing', false, false, 'wait'],
  ['lost after it left', new TransportLostError(true), 'sending', true, false, 'failed', 'interrupted'],
  ['lost after it left, repeatable', new TransportLostError(true), 'sending', true, true, 'wait'],
  [
    'ended before it left',
    new FlowTerminatedError('remote', false),
    'sending',
    true,
    false,
    'again',
    'no-answer',
  ],
  [
    'ended after it left',
    new FlowTerminatedError('remote', true),
    'sending',
    true,
    false,
    'failed',
    'interrupted',
  ],
  [
    'ended after it left, repeatable',
    new FlowTerminatedError('remote', true),
    'sending',
    true,
    true,
    'again',
  ],
  [
    'flow no longer active',
    new InvalidOperationError('sendInstantMessage', 'x'),
    'sending',
    true,
    false,
    'renew',
  ],
  ['INVITE unanswered', new OperationTimeoutError(), 'establishing', false, false, 'again', 'no-answer'],
  ['MESSAGE unanswered', new OperationTimeoutError(), 'sending', true, false, 'failed', 'no-answer'],
  [
    'MESSAGE unanswered, repeatable',
    new OperationTimeoutError(),
    'sending',
    true,
    true,
    'again',
    'no-answer',
  ],
  ['481 in an old dialog', answered(481), 'sending', true, false, 'renew'],
  ['481 in a new dialog', answered(481), 'sending', false, false, 'again'],
  ['408 in a dialog', answered(408), 'sending', true, false, 'failed', 'no-answer'],
  ['408 in a dialog, repeatable', answered(408), 'sending', true, true, 'renew', 'no-answer'],
  ['404 in an old dialog', answered(404), 'sending', true, false, 'renew', 'not-found'],
  [
    '477: the connection to the peer of an old dialog is gone',
    answered(477),
    'sending',
    true,
    false,
    'renew',
    'absent',
  ],
  [
    '500 in an old dialog: the way to the peer may be gone',
    answered(500),
    'sending',
    true,
    false,
    'renew',
    'server-error',
  ],
  ['500 in a new dialog', answered(500), 'sending', false, false, 'again', 'server-error'],
  ['477 to the INVITE', answered(477), 'establishing', false, false, 'again', 'absent'],
  ['430 in an old dialog', answered(430), 'sending', true, false, 'renew', 'absent'],
  ['404 to the INVITE', answered(404), 'establishing', false, false, 'failed', 'not-found'],
  ['480 to the INVITE', answered(480), 'establishing', false, false, 'again', 'absent'],
  ['503', answered(503), 'establishing', false, false, 'again', 'server-error'],
  ['504 after it left', answered(504), 'sending', false, false, 'failed', 'no-answer'],
  ['403', answered(403), 'establishing', false, false, 'failed', 'refused'],
  ['415', answered(415), 'sending', true, false, 'failed', 'unsupported'],
  ['486', answered(486), 'sending', true, false, 'failed', 'busy'],
  ['603', answered(603), 'establishing', false, false, 'failed', 'refused'],
];

describe('judgeFailure', () => {
  it.each(rows)('%s', (_name, error, stage, established, repeats, kind, code) => {
    const verdict = judgeFailure(error, stage, established, repeats);
    expect(verdict.kind).toBe(kind);
    if (code !== undefined) expect(verdict).toMatchObject({ failure: { code } });
  });

  it('passes on what is no failure of delivery', () => {
    expect(() => judgeFailure(new TypeError('bug'), 'sending', false, false)).toThrow('bug');
  });
});

describe('Retry-After', () => {
  it.each([404, 413, 480, 486, 500, 503, 600, 603])('is honoured of %i', (status) => {
    expect(judgeFailure(answered(status, '120'), 'sending', true, false)).toMatchObject({
      kind: 'again',
      after: 120_000,
    });
  });

  it('turns no other refusal into one that passes', () => {
    expect(judgeFailure(answered(403, '120'), 'sending', true, false).kind).toBe('failed');
    expect(judgeFailure(answered(415, '120'), 'sending', true, false).kind).toBe('failed');
  });

  it('does not make an unknown fate a known one', () => {
    expect(judgeFailure(answered(504, '5'), 'sending', false, false).kind).toBe('failed');
    expect(judgeFailure(answered(504, '5'), 'sending', false, true)).toMatchObject({ after: 5_000 });
  });

  it.each([
    ['18000;duration=3600', 18_000_000],
    ['120 (I am in a meeting)', 120_000],
    ['0', 0],
    ['soon', null],
    ['-5', null],
    ['1e9', null],
    ['99999999999', null],
  ])('%s', (value, after) => {
    expect(judgeFailure(answered(480, value), 'establishing', false, false)).toMatchObject({
      kind: 'again',
      after,
    });
  });
});

describe('failureOfStatus', () => {
  it('has a reason for every status and keeps it', () => {
    for (let status = 300; status < 700; status += 1) {
      expect(failureOfStatus(status).status).toBe(status);
    }
    expect(failureOfStatus(413).code).toBe('too-large');
    expect(failureOfStatus(606).code).toBe('unsupported');
  });
});

describe('pauseBefore', () => {
  it('doubles up to five minutes', () => {
    const pauses = Array.from({ length: 12 }, (_unused, index) => pauseBefore(index + 1, () => 0));
    expect(pauses.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(pauses.at(-1)).toBe(300_000);
    expect(pauseBefore(10_000, () => 0)).toBe(300_000);
  });

  it('is shortened by up to half', () => {
    expect(pauseBefore(3, () => 0.999_999)).toBe(2_000);
  });
});
