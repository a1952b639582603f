import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';

/** What Echo does in one conversation. */
export interface EchoActions {
  /** Shows the peer that Echo is typing; holds for some three seconds. */
  compose(): void;
  /** Resolves when the message's fate is known; rejects when it failed. */
  send(text: string): Promise<void>;
}

const waitingTexts = 16;
const shownCharacters = 4000;
const shortestTyping = 1200;
const typingPerCharacter = 20;
const longestTyping = 6000;
/** The flow's typing state ends three seconds after it was last set. */
const composingRefresh = 2000;

const greeting =
  'Hello, I am Echo, a program on this computer. I answer whatever you write, ' +
  'so that you can see typing, delivery and your history at work.';

/** How long a person of some skill would type this answer, in milliseconds. */
export const typingTime = (text: string): number =>
  Math.min(longestTyping, shortestTyping + typingPerCharacter * [...text].length);

/** What Echo answers; null: to a message that was no text. */
export function answerTo(text: string | null, isFirst: boolean): string {
  const answer =
    text === null ? 'That was no plain text. I can only repeat plain text.' : `You said: ${shown(text)}`;
  return isFirst ? `${greeting}\n${answer}` : answer;
}

function shown(text: string): string {
  const characters = [...text];
  return characters.length <= shownCharacters ? text : `${characters.slice(0, shownCharacters).join('')}…`;
}

/** One conversation of Echo: answers one text after the other, typing as long as it takes. */
export class EchoTalk {
  readonly #clock: Clock;
  readonly #actions: EchoActions;
  #waiting: (string | null)[] = [];
  #unanswered = 0;
  /** Asked once a text: whether this peer has not been greeted yet. */
  readonly #isFirst: () => boolean;
  #isTyping = false;
  #isEnded = false;
  #stopTimer: Unsubscribe = () => undefined;

  constructor(clock: Clock, actions: EchoActions, isFirst: () => boolean) {
    this.#clock = clock;
    this.#actions = actions;
    this.#isFirst = isFirst;
  }

  receive(text: string | null): void {
    if (this.#isEnded) return;
    if (this.#waiting.length >= waitingTexts) this.#unanswered += 1;
    else this.#waiting.push(text);
    if (!this.#isTyping) this.#next();
  }

  end(): void {
    this.#isEnded = true;
    this.#waiting = [];
    this.#stopTimer();
  }

  #next(): void {
    const text = this.#waiting.shift();
    if (text !== undefined) {
      this.#type(answerTo(text, this.#isFirst()), typingTime(text ?? ''));
    } else if (this.#unanswered > 0) {
      const count = String(this.#unanswered);
      this.#unanswered = 0;
      this.#type(
        `You are faster than I am: ${count} more arrived, but I have not answered them.`,
        shortestTyping,
      );
    }
  }

  #type(answer: string, remaining: number): void {
    this.#isTyping = true;
    this.#actions.compose();
    const pause = Math.min(remaining, composingRefresh);
    this.#stopTimer = this.#clock.after(pause, () => {
      if (remaining > pause) this.#type(answer, remaining - pause);
      else void this.#send(answer);
    });
  }

  async #send(answer: string): Promise<void> {
    // What could not be sent is of no use later: Echo goes on with the next text.
    await this.#actions.send(answer).catch(() => undefined);
    this.#isTyping = false;
    if (!this.#isEnded) this.#next();
  }
}
