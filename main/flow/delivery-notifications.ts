import { parseAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { MsImdn } from '../payload/ms-imdn.ts';
import { notificationReducer, type NotificationEvent, type NotificationState } from './delivery-state.ts';
import type { Participant } from './ports.ts';
import type { MessageDeliveryFailureData } from './send-result.ts';

export interface DeliveryNotificationReceivedEventArgs {
  /** The id that the peer gave to the message, as the send's result has it. */
  readonly messageId: string;
  /** False: all recipients have the message. */
  readonly failedDeliveryAttemptExists: boolean;
  readonly deliveryFailures: readonly MessageDeliveryFailureData[];
}

/** How long a send waits for its notification, in milliseconds. Then its result is tentative. */
const longestNotificationWait = 60_000;
/** Ids that are remembered; the oldest of those that no send waits for is forgotten first. */
const mostIds = 500;
/** Notifications that are kept for a 202 to come: there are few, unless the peer makes ids up. */
const mostEarly = 50;
/** For a recipient whose status the notification leaves out. */
const unknownFailure = 500;

interface Entry {
  state: NotificationState;
  failures: readonly MessageDeliveryFailureData[];
  waiting: Waiting | null;
}

interface Waiting {
  readonly resolve: (failures: readonly MessageDeliveryFailureData[] | null) => void;
  readonly reject: (error: Error) => void;
  readonly cancel: Unsubscribe;
}

/** Those whom a notification reports as not reached. One whose address cannot be read stands as the peer itself. */
function failuresOf({ recipients }: MsImdn, peer: Participant): MessageDeliveryFailureData[] {
  return recipients
    .filter(({ failed }) => failed)
    .map(({ uri, displayName, code }) => {
      const address = parseAddress(uri);
      return {
        recipient: address.ok ? { address: address.value, displayName } : peer,
        responseCode: code ?? unknownFailure,
      };
    });
}

/** Matches the peer's delivery notifications with the messages that it answered 202, in whichever order they come. */
export class DeliveryNotifications {
  readonly #clock: Clock;
  readonly #peer: Participant;
  readonly #raise: (event: DeliveryNotificationReceivedEventArgs) => void;
  /** In order of their last change. */
  readonly #entries = new Map<string, Entry>();
  readonly #raising = new Map<Unsubscribe, DeliveryNotificationReceivedEventArgs>();
  #endReason: (() => Error) | null = null;

  constructor(
    clock: Clock,
    peer: Participant,
    raise: (event: DeliveryNotificationReceivedEventArgs) => void,
  ) {
    this.#clock = clock;
    this.#peer = peer;
    this.#raise = raise;
  }

  /** Sends whose notification is awaited. */
  get busy(): boolean {
    return [...this.#entries.values()].some(({ waiting }) => waiting !== null);
  }

  /** Resolves with the failures that are reported, null when nothing is in time; rejects with the error of `end`. */
  async outcomeOf(messageId: string): Promise<readonly MessageDeliveryFailureData[] | null> {
    return new Promise((resolve, reject) => {
      if (this.#endReason !== null) {
        reject(this.#endReason());
        return;
      }
      const { entry, effect } = this.#step(messageId, 'await');
      if (effect === 'settle') resolve(entry.failures);
      else if (effect === 'giveUp') resolve(null);
      else {
        const cancel = this.#clock.after(longestNotificationWait, () => {
          entry.waiting = null;
          this.#step(messageId, 'expired');
          resolve(null);
        });
        entry.waiting = { resolve, reject, cancel };
      }
    });
  }

  /** The application is about to get the id: what is reported of it is raised, at the earliest after this turn. */
  announce(messageId: string): void {
    if (this.#endReason !== null) return;
    const { entry, effect } = this.#step(messageId, 'announce');
    if (effect !== 'raise') return;
    const event = eventOf(messageId, entry.failures);
    const cancel = this.#clock.after(0, () => {
      this.#raising.delete(cancel);
      this.#raise(event);
    });
    this.#raising.set(cancel, event);
  }

  receive(notification: MsImdn): void {
    if (this.#endReason !== null) return;
    const { messageId } = notification;
    const failures = failuresOf(notification, this.#peer);
    const { entry, effect } = this.#step(messageId, 'notified');
    // Of several that come before the 202 the first counts.
    if (entry.state === 'Early' && entry.failures === none) entry.failures = failures;
    if (effect === 'settle') {
      const { waiting } = entry;
      entry.waiting = null;
      waiting?.cancel();
      waiting?.resolve(failures);
    }
    if (effect === 'raise') this.#raise(eventOf(messageId, failures));
  }

  /** Rejects the sends that wait. @param reason makes the error */
  end(reason: () => Error): void {
    if (this.#endReason !== null) return;
    this.#endReason = reason;
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    for (const { waiting } of entries) {
      waiting?.cancel();
      waiting?.reject(reason());
    }
    const raising = [...this.#raising];
    this.#raising.clear();
    for (const [cancel, event] of raising) {
      cancel();
      this.#raise(event);
    }
  }

  #step(
    messageId: string,
    event: NotificationEvent,
  ): { readonly entry: Entry; readonly effect: ReturnType<typeof notificationReducer>['effect'] } {
    const entry = this.#entries.get(messageId) ?? { state: 'Unknown', failures: none, waiting: null };
    const { state, effect } = notificationReducer(entry.state, event);
    if (state !== entry.state && (state === 'Awaited' || state === 'Announced') && event !== 'expired')
      entry.failures = none;
    entry.state = state;
    this.#entries.delete(messageId);
    this.#entries.set(messageId, entry);
    this.#forgetOldest();
    return { entry, effect };
  }

  /** Sends are as many as the application makes; everything else is the peer's doing. */
  #forgetOldest(): void {
    const entries = [...this.#entries];
    const early = entries.filter(([, { state }]) => state === 'Early');
    const oldest =
      early.length > mostEarly
        ? early[0]
        : entries.length > mostIds
          ? entries.find(([, { state }]) => state !== 'Awaited')
          : undefined;
    if (oldest !== undefined) this.#entries.delete(oldest[0]);
  }
}

const none: readonly MessageDeliveryFailureData[] = [];

const eventOf = (
  messageId: string,
  deliveryFailures: readonly MessageDeliveryFailureData[],
): DeliveryNotificationReceivedEventArgs => ({
  messageId,
  failedDeliveryAttemptExists: deliveryFailures.length > 0,
  deliveryFailures,
});
