import { expect, it } from 'vitest';
import { speaksImDialogs, waitForRegistration } from '../../../main/conversation/sign-in.ts';
import type { ConnectionState } from '../../../shared/model/connection.ts';
import { TypedEvent } from '../../../shared/model/event.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const server = { transport: 'tcp', host: 'sip.example.com', port: 5060, path: '/' } as const;
const failure = { code: 'wrong-password', status: 403, detail: '' } as const;

it.each<[string, ConnectionState, unknown]>([
  ['registered', { kind: 'registered', server }, null],
  ['failed', { kind: 'failed', server, failure, retryAt: null }, failure],
])('a sign-in ends when the connection is %s', async (_kind, state, expected) => {
  const clock = new FakeClock();
  const stateChanged = new TypedEvent<ConnectionState>();
  const waiting = waitForRegistration({ stateChanged }, clock);
  stateChanged.raise({ kind: 'connecting', server });
  stateChanged.raise(state);
  expect(await waiting).toEqual(expected);
  expect(clock.pending).toBe(0);
  expect(stateChanged.size).toBe(0);
});

it('a sign-in does not wait longer than a person does', async () => {
  const clock = new FakeClock();
  const stateChanged = new TypedEvent<ConnectionState>();
  const waiting = waitForRegistration({ stateChanged }, clock);
  await clock.advance(15_000);
  expect(await waiting).toMatchObject({ code: 'no-answer' });
  expect(stateChanged.size).toBe(0);
});

it.each([
  ['RTC/6.0', true],
  ['RTC/5.0 (lync.example.com)', true],
  ['kamailio (5.6.3 (x86_64/linux))', false],
  ['Parley RTC/6.0', false],
  [null, false],
])('a server that calls itself %s: IM dialogs %s', (registrar, expected) => {
  expect(speaksImDialogs(registrar)).toBe(expected);
});
