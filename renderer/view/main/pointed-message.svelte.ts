import type { Clock } from '../../../shared/model/clock.ts';
import type { Unsubscribe } from '../../../shared/model/event.ts';
import { messageAt } from './timeline-keys.ts';

/** Scrolling has come to rest when nothing has moved for so long, milliseconds: a turning wheel stops often before. */
const rest = 120;

/** The message that the mouse points at. Messages that go by under it are not pointed at: each would get its buttons. */
export class PointedMessage {
  /** Its id; null while there is none, and while messages go by. */
  id = $state<string | null>(null);
  readonly #clock: Clock;
  /** Where the pointer is, in the window; null: not on the messages. */
  #pointer: { readonly x: number; readonly y: number } | null = null;
  #cancelRest: Unsubscribe = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  moved({ clientX: x, clientY: y, target }: PointerEvent): void {
    this.#pointer = { x, y };
    this.#pointAt(target);
  }

  left(): void {
    this.#cancelRest();
    this.#pointer = null;
    this.id = null;
  }

  scrolled(): void {
    this.#cancelRest();
    this.id = null;
  }

  /** Asking what is under the pointer has everything laid out: not at each stop of a wheel. */
  scrollEnded(): void {
    this.#cancelRest();
    this.#cancelRest = this.#clock.after(rest, () => {
      if (this.#pointer !== null) this.#pointAt(document.elementFromPoint(this.#pointer.x, this.#pointer.y));
    });
  }

  /** The messages are gone. */
  stop(): void {
    this.#cancelRest();
  }

  #pointAt(target: EventTarget | null): void {
    this.id = messageAt(target)?.dataset['messageId'] ?? null;
  }
}
