import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { Message } from '../../shared/model/message.ts';
import { text } from '../text/text.ts';
import { peerName } from './peer-name.ts';

/** How long what was said can be read again, milliseconds. */
const announcementTime = 4_000;
/** Of more at once nobody hears the first. */
const mostAtOnce = 3;

/** What a screen reader says of the open conversation: each message that arrives or fails, once. */
export class Announcer {
  readonly #clock: Clock;
  #cancel: Unsubscribe | null = null;
  words = $state('');

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  arrived(messages: readonly Message[]): void {
    this.#say(
      messages.slice(-mostAtOnce).map(({ sender, text: words }) => {
        const { displayName, address } = sender;
        return text.timeline.said(peerName(displayName, address), words.slice(0, 500));
      }),
    );
  }

  failed(messages: readonly Message[]): void {
    this.#say(
      messages.slice(-mostAtOnce).map(({ receipt, text: words }) => {
        const reason = text.timeline.deliveryFailures[receipt?.failure?.code ?? 'no-answer'];
        return text.message.failed(reason, words.slice(0, 100));
      }),
    );
  }

  /** That something which was asked for did not happen. */
  say(words: string): void {
    this.#say([words]);
  }

  #say(said: readonly string[]): void {
    if (said.length === 0) return;
    const next = said.join('. ');
    // The same words again are news too, and a region speaks only when it changes.
    this.words = next === this.words ? `${next}\u00a0` : next;
    this.#cancel?.();
    this.#cancel = this.#clock.after(announcementTime, () => {
      this.words = '';
    });
  }
}
