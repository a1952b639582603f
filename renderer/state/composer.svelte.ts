import { SvelteMap } from 'svelte/reactivity';
import { longestText, type Message } from '../../shared/model/message.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { failureWords } from '../text/failures.ts';
import { text as words } from '../text/text.ts';

/** Typing is reported at most this often, milliseconds; the flow's own timers are several seconds. */
const reportInterval = 1_000;

/** What is being written, a draft for each conversation, so that no text can reach the wrong peer. */
export class Composer {
  readonly #bridge: Bridge;
  readonly #clock: Clock;
  readonly #drafts = new SvelteMap<ConversationId, string>();
  readonly #problems = new SvelteMap<ConversationId, string>();
  readonly #reportedAt = new Map<ConversationId, number>();

  constructor(bridge: Bridge, clock: Clock) {
    this.#bridge = bridge;
    this.#clock = clock;
  }

  draft(id: ConversationId): string {
    return this.#drafts.get(id) ?? '';
  }

  /** Why the last text was not taken; empty when it was. */
  problem(id: ConversationId): string {
    return this.#problems.get(id) ?? '';
  }

  /** Something else about this conversation was not taken. */
  fail(id: ConversationId, failure: Failure): void {
    this.#problems.set(id, failureWords(failure));
  }

  /** A keystroke: the draft is now `draft`. */
  type(id: ConversationId, draft: string): void {
    this.#set(id, draft);
    this.#problems.delete(id);
    this.#report(id, draft !== '');
  }

  /** Sends the draft. Resolves with the stored message; null when there is nothing to send or it was not taken. */
  async send(id: ConversationId): Promise<Message | null> {
    const text = this.draft(id).trim();
    if (text === '') return null;
    if (text.length > longestText) {
      this.#problems.set(id, words.failure.tooLong(longestText));
      return null;
    }
    this.#set(id, '');
    this.#problems.delete(id);
    const sending = this.#bridge.invoke('sendMessage', { id: newMessageId(), conversationId: id, text });
    this.#report(id, false);
    const result = await sending;
    if (result.ok) return result.value;
    const meanwhile = this.draft(id);
    this.#set(id, meanwhile === '' ? text : `${text}\n${meanwhile}`);
    this.#problems.set(id, `${words.composer.notAccepted} ${failureWords(result.failure)}`);
    return null;
  }

  clear(): void {
    this.#drafts.clear();
    this.#problems.clear();
    this.#reportedAt.clear();
  }

  #set(id: ConversationId, draft: string): void {
    if (draft === '') this.#drafts.delete(id);
    else this.#drafts.set(id, draft);
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
