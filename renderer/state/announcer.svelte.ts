import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { Message } from '../../shared/model/message.ts';
import { text } from '../text/text.ts';
import { peerName } from './peer-name.ts';

/** How long what was said can be read again, milliseconds. */
const announcementTime = 4_000;
/** Of more at once nobody hears the first. */
const mostAtOnce = 3;

/** The newest in words, and how many there are besides. */
function newestOf(messages: readonly Message[], words: (message: Message) => string): string[] {
  const more = messages.length - mostAtOnce;
  const said = messages.slice(-mostAtOnce).map(words);
  return more > 0 ? [...said, text.timeline.andMore(more)] : said;
}

export const arrivedWords = (messages: readonly Message[]): string[] =>
  newestOf(messages, ({ sender, text: words }) =>
    text.timeline.said(peerName(sender.displayName, sender.address), words.slice(0, 500)),
  );

export const failedWords = (messages: readonly Message[]): string[] =>
  newestOf(messages, ({ receipt, text: words }) => {
    const reason = text.timeline.deliveryFailures[receipt?.failure?.code ?? 'no-answer'];
    return text.message.failed(reason, words.slice(0, 100));
  });

/** What a screen reader says by itself: each message of the open conversation that arrives or fails, and the connection. */
export class Announcer {
  readonly #clock: Clock;
  #cancel: Unsubscribe | null = null;
  words = $state('');

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** All that happened at once: what is said takes the place of what was said before. */
  say(said: readonly string[]): void {
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
