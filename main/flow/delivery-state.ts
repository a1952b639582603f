/**
 * What is known of one Message-Id that the peer gave to a message of ours. Early: its notification came before the
 * 202. Awaited: the send is pending. Announced: the application has the id, so it is told. Settled: reported.
 */
export const NotificationState = {
  Unknown: 'Unknown',
  Early: 'Early',
  Awaited: 'Awaited',
  Announced: 'Announced',
  Settled: 'Settled',
} as const;
export type NotificationState = (typeof NotificationState)[keyof typeof NotificationState];

/** `await`: a 202, and the send waits. `announce`: a 202, and it does not. `expired`: it has waited for too long. */
export type NotificationEvent = 'await' | 'announce' | 'notified' | 'expired';

/** `settle`: end the send with what was reported. `giveUp`: end it tentatively. `raise`: tell the application. */
export type NotificationEffect = 'settle' | 'giveUp' | 'raise' | null;

export interface NotificationStep {
  readonly state: NotificationState;
  readonly effect: NotificationEffect;
}

const step = (state: NotificationState, effect: NotificationEffect = null): NotificationStep => ({
  state,
  effect,
});

const notificationSteps: Record<NotificationState, Record<NotificationEvent, NotificationStep>> = {
  Unknown: {
    await: step('Awaited'),
    announce: step('Announced'),
    notified: step('Early'),
    expired: step('Unknown'),
  },
  Early: {
    await: step('Settled', 'settle'),
    announce: step('Settled', 'raise'),
    notified: step('Early'),
    expired: step('Early'),
  },
  // A second 202 with an id that is in use cannot be told apart from the first: it does not wait.
  Awaited: {
    await: step('Awaited', 'giveUp'),
    announce: step('Awaited'),
    notified: step('Settled', 'settle'),
    expired: step('Announced', 'giveUp'),
  },
  Announced: {
    await: step('Announced', 'giveUp'),
    announce: step('Announced'),
    notified: step('Settled', 'raise'),
    expired: step('Announced'),
  },
  // A peer that counts its ids anew after a while is served, one that repeats a notification is not listened to.
  Settled: {
    await: step('Awaited'),
    announce: step('Announced'),
    notified: step('Settled'),
    expired: step('Settled'),
  },
};

export const notificationReducer = (state: NotificationState, event: NotificationEvent): NotificationStep =>
  notificationSteps[state][event];

/**
 * A message of the peer whose fate the application will report. Fresh: its sender takes reports, and has no answer
 * yet. Held: its sender takes none, so that the answer waits for the fate. Accepted: answered 202. Done: for good.
 */
export const ProxiedState = { Fresh: 'Fresh', Held: 'Held', Accepted: 'Accepted', Done: 'Done' } as const;
export type ProxiedState = (typeof ProxiedState)[keyof typeof ProxiedState];

/**
 * `stored`, `notStored`: the application has taken it, or could not. `reported`: it tells the fate. `expired`: it did
 * not in time. `terminated`: the flow is over.
 */
export type ProxiedEvent = 'stored' | 'notStored' | 'reported' | 'expired' | 'terminated';

/**
 * `accept`: 202 with the id. `refuse`: 500. `answer`: the reported fate as the SIP answer. `report`: the same as a
 * notification. `giveUp`: 504, `reportLost` the same as a notification. `withdraw`: 480.
 */
export type ProxiedEffect = 'accept' | 'refuse' | 'answer' | 'report' | 'giveUp' | 'reportLost' | 'withdraw';

export interface ProxiedStep {
  readonly state: ProxiedState;
  readonly effects: readonly ProxiedEffect[];
}

const done = (...effects: ProxiedEffect[]): ProxiedStep => ({ state: 'Done', effects });
const stay = (state: ProxiedState): ProxiedStep => ({ state, effects: [] });

const proxiedSteps: Record<ProxiedState, Record<ProxiedEvent, ProxiedStep>> = {
  Fresh: {
    stored: { state: 'Accepted', effects: ['accept'] },
    notStored: done('refuse'),
    reported: done('accept', 'report'),
    expired: done('refuse'),
    terminated: done('withdraw'),
  },
  Held: {
    stored: stay('Held'),
    notStored: done('refuse'),
    reported: done('answer'),
    expired: done('giveUp'),
    terminated: done('withdraw'),
  },
  Accepted: {
    stored: stay('Accepted'),
    notStored: stay('Accepted'),
    reported: done('report'),
    expired: done('reportLost'),
    terminated: done(),
  },
  Done: {
    stored: stay('Done'),
    notStored: stay('Done'),
    reported: stay('Done'),
    expired: stay('Done'),
    terminated: stay('Done'),
  },
};

export const proxiedReducer = (state: ProxiedState, event: ProxiedEvent): ProxiedStep =>
  proxiedSteps[state][event];
