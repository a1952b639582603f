import { describe, expect, test } from 'vitest';
import { callReducer, CallState, type CallEvent } from '../../../main/flow/call-state.ts';
import {
  ComposingState,
  localComposingReducer,
  remoteComposingReducer,
  type LocalComposingEvent,
  type RemoteComposingEvent,
} from '../../../main/flow/composing.ts';
import {
  mediaFlowReducer,
  MediaFlowState,
  type MediaFlowEvent,
} from '../../../main/flow/media-flow-state.ts';

/** Every state × event; `-` means that nothing changes. */
function rows<S extends string, E extends string>(
  events: readonly E[],
  table: Record<S, readonly string[]>,
): [S, E, S][] {
  return (Object.entries(table) as [S, readonly string[]][]).flatMap(([state, cells]) => {
    expect(cells).toHaveLength(events.length);
    return events.map((event, at): [S, E, S] => [state, event, cells[at] === '-' ? state : (cells[at] as S)]);
  });
}

describe('the flow', () => {
  const events: MediaFlowEvent[] = ['activated', 'terminated'];
  const table = { Idle: ['Active', 'Terminated'], Active: ['-', 'Terminated'], Terminated: ['-', '-'] };
  test('the table has all states', () => {
    expect(Object.keys(table)).toEqual(Object.values(MediaFlowState));
  });
  test.each(rows<MediaFlowState, MediaFlowEvent>(events, table))('%s, %s → %s', (state, event, next) => {
    expect(mediaFlowReducer(state, event)).toBe(next);
  });
});

describe('the call', () => {
  const events: CallEvent[] = ['receive', 'establish', 'accept', 'established', 'terminate', 'ended'];
  const table = {
    Idle: ['Incoming', 'Establishing', '-', '-', 'Terminating', 'Terminated'],
    Incoming: ['-', '-', 'Establishing', '-', 'Terminating', 'Terminated'],
    Establishing: ['-', '-', '-', 'Established', 'Terminating', 'Terminated'],
    Established: ['-', '-', '-', '-', 'Terminating', 'Terminated'],
    Terminating: ['-', '-', '-', '-', '-', 'Terminated'],
    Terminated: ['-', '-', '-', '-', '-', '-'],
  };
  test('the table has all states', () => {
    expect(Object.keys(table)).toEqual(Object.values(CallState));
  });
  test.each(rows<CallState, CallEvent>(events, table))('%s, %s → %s', (state, event, next) => {
    expect(callReducer(state, event)).toBe(next);
  });
});

describe('local composing', () => {
  const cases: [ComposingState, LocalComposingEvent, ComposingState, string][] = [
    ['Idle', 'setComposing', 'Composing', 'notifyComposing startRefresh startTimeout'],
    ['Idle', 'setIdle', 'Idle', ''],
    ['Idle', 'timedOut', 'Idle', ''],
    ['Idle', 'refreshDue', 'Idle', ''],
    ['Idle', 'messageSent', 'Idle', ''],
    ['Idle', 'terminated', 'Idle', ''],
    ['Composing', 'setComposing', 'Composing', 'startTimeout'],
    ['Composing', 'setIdle', 'Idle', 'stopTimers notifyIdle'],
    ['Composing', 'timedOut', 'Idle', 'stopTimers notifyIdle'],
    ['Composing', 'refreshDue', 'Composing', 'notifyComposing startRefresh'],
    ['Composing', 'messageSent', 'Idle', 'stopTimers'],
    ['Composing', 'terminated', 'Idle', 'stopTimers'],
  ];
  test.each(cases)('%s, %s → %s, %s', (state, event, next, effects) => {
    const step = localComposingReducer(state, event);
    expect([step.state, step.effects.join(' ')]).toEqual([next, effects]);
  });
  test('nothing changed is the same object', () => {
    expect(localComposingReducer('Idle', 'setIdle')).toBe(localComposingReducer('Idle', 'timedOut'));
  });
});

describe('remote composing', () => {
  const cases: [ComposingState, RemoteComposingEvent, ComposingState, boolean][] = [
    ['Idle', 'type', 'Composing', true],
    ['Idle', 'idle', 'Idle', true],
    ['Idle', 'message', 'Idle', false],
    ['Idle', 'expired', 'Idle', false],
    ['Idle', 'terminated', 'Idle', false],
    ['Composing', 'type', 'Composing', true],
    ['Composing', 'idle', 'Idle', true],
    ['Composing', 'message', 'Idle', true],
    ['Composing', 'expired', 'Idle', true],
    ['Composing', 'terminated', 'Idle', true],
  ];
  test.each(cases)('%s, %s → %s, raised: %s', (state, event, next, raised) => {
    expect(remoteComposingReducer(state, event)).toEqual({ state: next, raise: raised });
  });
});

test('the constants of the API are their names', () => {
  expect(Object.entries(ComposingState).every(([name, value]) => name === value)).toBe(true);
});
