import { expect, it } from 'vitest';
import { connectionReducer, type ConnectionEvent } from '../../../main/sip/connection-state.ts';
import type { ConnectionState, ServerLocation } from '../../../shared/model/connection.ts';

const server: ServerLocation = { transport: 'tcp', host: 'sip.example.test', port: 5060, path: '/' };
const failure = { code: 'lost', status: null, detail: '' } as const;
const states: Record<ConnectionState['kind'], ConnectionState> = {
  offline: { kind: 'offline' },
  connecting: { kind: 'connecting', server },
  registered: { kind: 'registered', server },
  failed: { kind: 'failed', server, failure, retryAt: null },
};
const events: Record<ConnectionEvent['kind'], ConnectionEvent> = {
  connecting: { kind: 'connecting' },
  registered: { kind: 'registered' },
  failed: { kind: 'failed', failure, retryAt: 5 },
  stopped: { kind: 'stopped' },
};

it.each([
  ['offline', 'connecting', 'connecting'],
  ['offline', 'registered', null],
  ['offline', 'failed', null],
  ['offline', 'stopped', null],
  ['connecting', 'connecting', null],
  ['connecting', 'registered', 'registered'],
  ['connecting', 'failed', 'failed'],
  ['connecting', 'stopped', 'offline'],
  ['registered', 'connecting', 'connecting'],
  ['registered', 'registered', null],
  ['registered', 'failed', 'failed'],
  ['registered', 'stopped', 'offline'],
  ['failed', 'connecting', 'connecting'],
  ['failed', 'registered', null],
  ['failed', 'failed', null],
  ['failed', 'stopped', 'offline'],
] as const)('%s, then %s: %s', (from, event, to) => {
  const next = connectionReducer(states[from], events[event], server);
  if (to === null) expect(next).toBe(states[from]);
  else expect(next.kind).toBe(to);
});

it('keeps the reason and the time of the next attempt', () => {
  expect(connectionReducer(states.registered, events.failed, server)).toEqual({
    kind: 'failed',
    server,
    failure,
    retryAt: 5,
  });
});
