import { TypedEvent } from '../../../shared/model/event.ts';
import type { MessageId } from '../../../shared/model/ids.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { ReceiptState } from '../../../shared/model/receipt.ts';
import { numberOf, setBack, type SentText } from './history.ts';
import type { Side, Sight } from './schedule.ts';

const certain: ReadonlySet<ReceiptState> = new Set(['delivered', 'read']);
const sights: Partial<Record<ReceiptState, Sight>> = {
  sending: 'sending',
  sent: 'delivered',
  delivered: 'delivered',
};

/** What one side was made to send, and all that it ever showed: what of it must not have been is a problem, in words. */
export class Ledger {
  readonly sent: SentText[] = [];
  readonly problems: string[] = [];
  readonly seen = new TypedEvent<Sight>();
  readonly #side: Side;
  readonly #shown = new Map<MessageId, { readonly message: Message; readonly run: number }>();
  /** Deleted; an edited text has a new id. */
  readonly #gone = new Set<MessageId>();
  /** Brought back by an import, which may be told before the deletion is. */
  readonly #back = new Set<MessageId>();
  readonly #retried = new Set<MessageId>();
  #run = 0;

  constructor(side: Side) {
    this.#side = side;
  }

  /** The process was started (again): between its runs steps may be missing. */
  nextRun(): void {
    this.#run += 1;
  }

  /** A text of so many characters that is about to be sent. */
  write(size: number, { edited = false }: { readonly edited?: boolean } = {}): SentText {
    return this.#add(size, 'ä', { acknowledged: false, edited });
  }

  /** A text that was sent by an earlier Parley: its number, before all others. */
  recall(size: number): string {
    return this.#add(size, 'ö', { acknowledged: true, edited: false }).text;
  }

  get messages(): readonly Message[] {
    return [...this.#shown.values()].map(({ message }) => message);
  }

  get own(): readonly Message[] {
    return this.messages.filter(({ direction }) => direction === 'outgoing');
  }

  /** Own messages whose fate is certain and the same as it was then, and those of the other. */
  unchangedSince(fates: ReadonlyMap<MessageId, ReceiptState | null>): readonly MessageId[] {
    return this.messages.flatMap(({ id, receipt }) => {
      const then = fates.get(id);
      const same = receipt === null ? then === null : then === receipt.state && certain.has(receipt.state);
      return same ? [id] : [];
    });
  }

  retrying(id: MessageId): void {
    this.#retried.add(id);
  }

  /** `asEvent`: it was shown by itself, not as the answer to a command. */
  observe(message: Message, asEvent = false): void {
    if (this.#gone.has(message.id)) {
      // A page of the history that was read before it was deleted may come to its end after that.
      if (asEvent) this.problems.push(`#${numberOf(message.text)} was deleted, and is shown again`);
      return;
    }
    const before = this.#shown.get(message.id);
    if (message.receipt !== null) {
      const text = this.sentAs(message);
      const gap = before !== undefined && before.run !== this.#run;
      if (text !== undefined) {
        if (message.receipt.state === 'failed') text.everFailed = true;
        // What is queued again after a start may have left before it.
        if (message.receipt.state !== 'queued' || gap) text.everLeft = true;
      }
      const earlier = before?.message.receipt ?? null;
      if (earlier !== null) {
        const retried = this.#retried.has(message.id);
        // An answer to a command and an event may overtake each other on their way here; events do not.
        const back = setBack(earlier, message.receipt, { retried, gap });
        if (back !== null && (asEvent || gap)) this.problems.push(`#${numberOf(message.text)}: ${back}`);
        if (back !== null && !asEvent) return;
        if (earlier.state === 'failed' && message.receipt.state !== 'failed')
          this.#retried.delete(message.id);
      }
    }
    this.#shown.set(message.id, { message, run: this.#run });
    const sight = message.receipt === null ? 'incoming' : sights[message.receipt.state];
    if (asEvent && sight !== undefined) this.seen.raise(sight);
  }

  forget(ids: readonly MessageId[]): void {
    for (const id of ids) {
      this.#shown.delete(id);
      if (!this.#back.has(id)) this.#gone.add(id);
    }
  }

  /** Deleted ones that somebody brings back from an export: they may be shown again. */
  bringBack(ids: readonly MessageId[]): void {
    for (const id of ids) {
      this.#back.add(id);
      this.#gone.delete(id);
    }
  }

  sentAs(message: Message): SentText | undefined {
    return this.sent[(numberOf(message.text) ?? 0) - 1];
  }

  /** All that the store has was read: whatever was shown before that, and not deleted, must be among it. */
  compareWith(history: readonly Message[], shownBefore: readonly Message[]): void {
    for (const message of history) this.observe(message);
    const there = new Set(history.map(({ id }) => id));
    for (const message of shownBefore) {
      if (there.has(message.id)) continue;
      // It may have gone before the process died that would have told so.
      if (message.receipt !== null && (this.sentAs(message)?.withdrawn ?? null) !== null)
        this.forget([message.id]);
      else this.problems.push(`"${message.text.slice(0, 20)}" was shown, but is not in the store`);
    }
  }

  #add(size: number, filling: string, how: Pick<SentText, 'acknowledged' | 'edited'>): SentText {
    const number = this.sent.length + 1;
    const text = `${this.#side} #${String(number)} `.padEnd(size, filling);
    const written = { number, text, everFailed: false, everLeft: false, withdrawn: null, ...how };
    this.sent.push(written);
    return written;
  }
}
