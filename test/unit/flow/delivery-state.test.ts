import { describe, expect, test } from 'vitest';
import {
  notificationReducer,
  NotificationState,
  proxiedReducer,
  ProxiedState,
  type NotificationEvent,
  type ProxiedEvent,
} from '../../../main/flow/delivery-state.ts';
import { isLegal, requireLegal, type StatefulMember } from '../../../main/flow/legal-states.ts';
import { MediaFlowState } from '../../../main/flow/media-flow-state.ts';

describe('the notification of a message that was answered 202', () => {
  const events: NotificationEvent[] = ['await', 'announce', 'notified', 'expired'];
  const table: Record<NotificationState, readonly string[]> = {
    Unknown: ['Awaited', 'Announced', 'Early', 'Unknown'],
    Early: ['Settled settle', 'Settled raise', 'Early', 'Early'],
    Awaited: ['Awaited giveUp', 'Awaited', 'Settled settle', 'Announced giveUp'],
    Announced: ['Announced giveUp', 'Announced', 'Settled raise', 'Announced'],
    Settled: ['Awaited', 'Announced', 'Settled', 'Settled'],
  };
  test('the table has all states', () => {
    expect(Object.keys(table)).toEqual(Object.values(NotificationState));
  });
  const cases = Object.values(NotificationState).flatMap((state) =>
    events.map((event, at) => [state, event, table[state][at] ?? ''] as const),
  );
  test.each(cases)('%s, %s → %s', (state, event, expected) => {
    const step = notificationReducer(state, event);
    expect([step.state, step.effect ?? ''].join(' ').trim()).toBe(expected);
  });
  test('nothing doubled ends or raises anything', () => {
    for (const state of Object.values(NotificationState)) {
      const { state: next } = notificationReducer(state, 'notified');
      expect(notificationReducer(next, 'notified').effect).toBeNull();
    }
  });
});

describe('a message that is handed on', () => {
  const events: ProxiedEvent[] = ['stored', 'notStored', 'reported', 'expired', 'terminated'];
  const table: Record<ProxiedState, readonly string[]> = {
    Fresh: ['Accepted accept', 'Done refuse', 'Done accept report', 'Done refuse', 'Done withdraw'],
    Held: ['Held', 'Done refuse', 'Done answer', 'Done giveUp', 'Done withdraw'],
    Accepted: ['Accepted', 'Accepted', 'Done report', 'Done reportLost', 'Done'],
    Done: ['Done', 'Done', 'Done', 'Done', 'Done'],
  };
  test('the table has all states', () => {
    expect(Object.keys(table)).toEqual(Object.values(ProxiedState));
  });
  const cases = Object.values(ProxiedState).flatMap((state) =>
    events.map((event, at) => [state, event, table[state][at] ?? ''] as const),
  );
  test.each(cases)('%s, %s → %s', (state, event, expected) => {
    const step = proxiedReducer(state, event);
    expect([step.state, ...step.effects].join(' ')).toBe(expected);
  });
  test('each way to the end answers the message exactly once', () => {
    const answers = ['accept', 'refuse', 'answer', 'giveUp', 'withdraw'];
    const walk = (state: ProxiedState, answered: number, depth: number): void => {
      if (state === 'Done') expect(answered).toBe(1);
      if (depth === 0) return;
      for (const event of events) {
        const step = proxiedReducer(state, event);
        if (step.state === state) continue;
        const more = step.effects.filter((effect) => answers.includes(effect)).length;
        walk(step.state, answered + more, depth - 1);
      }
    };
    walk('Fresh', 0, 4);
    walk('Held', 0, 4);
  });
});

describe('what is legal in a state', () => {
  const table: Record<StatefulMember, string> = {
    initialize: 'Idle',
    'localComposingState = Composing': 'Active',
    'localComposingState = Idle': 'Idle Active Terminated',
    sendInstantMessage: 'Active',
    sendSuccessDeliveryNotification: 'Active',
    sendFailureDeliveryNotification: 'Active',
  };
  const cases = (Object.keys(table) as StatefulMember[]).flatMap((member) =>
    Object.values(MediaFlowState).map(
      (state) => [member, state, table[member].split(' ').includes(state)] as const,
    ),
  );
  test.each(cases)('%s while %s: %s', (member, state, legal) => {
    expect(isLegal(member, state)).toBe(legal);
    const use = (): void => {
      requireLegal(member, state);
    };
    if (legal) expect(use).not.toThrow();
    else expect(use).toThrow(`${member}: the flow must be ${table[member]}, it is ${state}`);
  });
});
