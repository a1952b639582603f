import type { Clock } from '../../shared/model/clock.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { startOfDay } from '../text/dates.ts';

/** How long it is said that another day is shown than the one that was asked for, milliseconds. */
const noteTime = 12_000;
/** Enough to hold the message that is asked for and the one before it. */
const pageSize = 4;

/** Goes to a day of a conversation. */
export class DateJump {
  readonly #bridge: Bridge;
  readonly #clock: Clock;
  readonly #show: (message: Message) => void;
  #cancel: Unsubscribe = () => undefined;
  /** The day that was asked for and the one that is shown instead, as local midnights; null when there is nothing to say. */
  note = $state.raw<{ readonly asked: number; readonly shown: number } | null>(null);

  constructor(bridge: Bridge, clock: Clock, show: (message: Message) => void) {
    this.#bridge = bridge;
    this.#clock = clock;
    this.#show = show;
  }

  /**
   * Shows the first message of the day that began at a local midnight, else the one that is nearest to that day.
   * Resolves with null, or with why it could not.
   */
  async go(conversationId: ConversationId, midnight: number): Promise<Failure | null> {
    this.forget();
    const at = await this.#bridge.invoke('sequenceAt', { conversationId, at: midnight });
    if (!at.ok) return at.failure;
    const { sequence } = at.value;
    const page =
      sequence === null
        ? await this.#bridge.invoke('messages', { conversationId, before: null, limit: 1 })
        : await this.#bridge.invoke('messagesAround', { conversationId, sequence, limit: pageSize });
    if (!page.ok) return page.failure;
    const { messages } = page.value;
    const place = messages.findIndex((each) => each.sequence === sequence);
    const [before, after] = place < 0 ? [messages.at(-1), undefined] : [messages[place - 1], messages[place]];
    const found = nearest(before, after, midnight);
    if (found === null) return null;
    this.#show(found);
    if (startOfDay(found.at) !== midnight) this.#tell(midnight, startOfDay(found.at));
    return null;
  }

  forget(): void {
    this.#cancel();
    this.note = null;
  }

  #tell(asked: number, shown: number): void {
    this.note = { asked, shown };
    this.#cancel = this.#clock.after(noteTime, () => {
      this.note = null;
    });
  }
}

/** `after` is the first message from the midnight on, `before` the one before it. */
function nearest(before: Message | undefined, after: Message | undefined, midnight: number): Message | null {
  if (before === undefined || after === undefined) return after ?? before ?? null;
  if (startOfDay(after.at) === midnight) return after;
  return midnight - before.at < after.at - midnight ? before : after;
}
