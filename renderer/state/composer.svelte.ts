import { SvelteMap } from 'svelte/reactivity';
import { longestText, type Message } from '../../shared/model/message.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { Draft } from '../../shared/model/draft.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { failureWords } from '../text/failures.ts';
import { text as words } from '../text/text.ts';
import { Drafts } from './drafts.svelte.ts';

/** Typing is reported at most this often, milliseconds; the flow's own timers are several seconds. */
const reportInterval = 1_000;

/** The field that shows a conversation's text, where there is one: what it inserts can be undone. */
interface Editor {
  readonly insert: (text: string) => void;
}

/** Writing, in each conversation by itself. */
export class Composer {
  readonly #bridge: Bridge;
  readonly #clock: Clock;
  readonly #show: (id: ConversationId) => void;
  readonly #drafts: Drafts;
  readonly #problems = new SvelteMap<ConversationId, string>();
  readonly #reportedAt = new Map<ConversationId, number>();
  readonly #editors = new Map<ConversationId, Editor>();

  /** `show` opens a conversation with the focus in its composer. */
  constructor(bridge: Bridge, clock: Clock, show: (id: ConversationId) => void) {
    this.#bridge = bridge;
    this.#clock = clock;
    this.#show = show;
    this.#drafts = new Drafts(bridge, clock);
  }

  draft(id: ConversationId): string {
    return this.#drafts.get(id).text;
  }

  caret(id: ConversationId): number {
    return this.#drafts.get(id).caret;
  }

  /** The message that the draft answers. */
  replyTo(id: ConversationId): Message | null {
    return this.#drafts.get(id).replyTo;
  }

  /** Why the last text was not taken; empty when it was. */
  problem(id: ConversationId): string {
    return this.#problems.get(id) ?? '';
  }

  /** Something else about this conversation was not taken. */
  fail(id: ConversationId, failure: Failure): void {
    this.#problems.set(id, failureWords(failure));
  }

  /** A keystroke: the text is now `text`. */
  type(id: ConversationId, text: string, caret = text.length): void {
    this.#drafts.set(id, { ...this.#drafts.get(id), text, caret });
    this.#problems.delete(id);
    this.#report(id, text !== '');
  }

  moveCaret(id: ConversationId, caret: number): void {
    const written = this.#drafts.get(id);
    if (written.text !== '' && written.caret !== caret) this.#drafts.set(id, { ...written, caret });
  }

  /** Makes the draft an answer to a message, or to none. */
  reply(id: ConversationId, message: Message | null): void {
    this.#drafts.set(id, { ...this.#drafts.get(id), replyTo: message });
    this.#show(id);
  }

  /** Puts a text in at the caret. */
  insert(id: ConversationId, inserted: string): void {
    const editor = this.#editors.get(id);
    if (editor !== undefined) {
      editor.insert(inserted);
      return;
    }
    const { text, caret } = this.#drafts.get(id);
    this.type(id, text.slice(0, caret) + inserted + text.slice(caret), caret + inserted.length);
  }

  /** Adds a text that came from elsewhere to what is written there. Nobody typed it, so nobody is told. */
  propose(id: ConversationId, proposed: string): void {
    const written = this.#drafts.get(id);
    const text = written.text === '' ? proposed : `${written.text}\n${proposed}`;
    this.#drafts.set(id, { ...written, text, caret: text.length });
    this.#problems.delete(id);
  }

  attach(id: ConversationId, editor: Editor): Unsubscribe {
    this.#editors.set(id, editor);
    return () => {
      if (this.#editors.get(id) === editor) this.#editors.delete(id);
    };
  }

  takeDrafts(drafts: readonly Draft[]): void {
    this.#drafts.take(drafts);
  }

  /** Has everything kept that is written. */
  flush(): void {
    this.#drafts.flush();
  }

  /** Sends the draft. Resolves with the stored message; null when there is nothing to send or it was not taken. */
  async send(id: ConversationId): Promise<Message | null> {
    const written = this.#drafts.get(id);
    const text = written.text.trim();
    if (text === '') return null;
    if (text.length > longestText) {
      this.#problems.set(id, words.failure.tooLong(longestText));
      return null;
    }
    this.#problems.delete(id);
    const result = await this.#drafts.leave(id, async () => {
      const sending = this.#bridge.invoke('sendMessage', {
        id: newMessageId(),
        conversationId: id,
        text,
        replyTo: written.replyTo?.id ?? null,
        fromDraft: true,
      });
      this.#report(id, false);
      return sending;
    });
    if (result.ok) return result.value;
    const meanwhile = this.#drafts.get(id);
    const both = meanwhile.text === '' ? written.text : `${written.text}\n${meanwhile.text}`;
    this.#drafts.set(id, {
      text: both,
      caret: both.length,
      replyTo: meanwhile.replyTo ?? written.replyTo,
    });
    this.#problems.set(id, `${words.composer.notAccepted} ${failureWords(result.failure)}`);
    return null;
  }

  /** The conversation is not there any more. */
  drop(id: ConversationId): void {
    this.#drafts.drop(id);
    this.#problems.delete(id);
    this.#reportedAt.delete(id);
  }

  clear(): void {
    this.#drafts.clear();
    this.#problems.clear();
    this.#reportedAt.clear();
  }

  #report(conversationId: ConversationId, composing: boolean): void {
    const reportedAt = this.#reportedAt.get(conversationId);
    if (composing) {
      const now = this.#clock.now();
      if (reportedAt !== undefined && now - reportedAt < reportInterval) return;
      this.#reportedAt.set(conversationId, now);
    } else {
      if (reportedAt === undefined) return;
      this.#reportedAt.delete(conversationId);
    }
    void this.#bridge.invoke('setComposing', { conversationId, composing });
  }
}

/** randomUUID's result is a UUID by construction. */
const newMessageId = (): MessageId => crypto.randomUUID() as string as MessageId;
