import { SvelteMap } from 'svelte/reactivity';
import type { CommandResult } from '../../shared/contract/commands.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import type { ConversationSummary } from '../../shared/model/conversation.ts';
import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import { newMessageId } from '../../shared/model/new-message-id.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { Message } from '../../shared/model/message.ts';
import { succeed } from '../../shared/model/result.ts';
import type { Bridge } from '../bridge/bridge.ts';

interface Forwarded {
  /** The same id again is stored once, also when its first answer was lost. */
  readonly id: MessageId;
  went: boolean;
}

/** What is being done with messages: several are chosen, some are to be forwarded or deleted. */
export class MessageWork {
  readonly #bridge: Bridge;
  readonly #clock: Clock;
  readonly #open: (conversation: ConversationSummary) => void;
  readonly #chosen = new SvelteMap<MessageId, Message>();
  /** What became of these so far, by conversation and message. */
  readonly #tried = new WeakMap<readonly Message[], Map<string, Forwarded>>();
  /** Messages of the open conversation are being chosen. */
  selecting = $state(false);
  /** It is asked to whom these go. */
  forwarding = $state.raw<readonly Message[] | null>(null);
  /** They are being forwarded. */
  sending = $state(false);
  /** It is asked whether these go. */
  deleting = $state.raw<readonly Message[] | null>(null);
  /** In the order of the conversation. */
  readonly chosen: readonly Message[] = $derived(
    [...this.#chosen.values()].sort((a, b) => a.sequence - b.sequence),
  );

  constructor(bridge: Bridge, clock: Clock, open: (conversation: ConversationSummary) => void) {
    this.#bridge = bridge;
    this.#clock = clock;
    this.#open = open;
  }

  isChosen(id: MessageId): boolean {
    return this.#chosen.has(id);
  }

  begin(first: Message): void {
    this.#chosen.clear();
    this.#chosen.set(first.id, first);
    this.selecting = true;
  }

  toggle(message: Message): void {
    if (!this.#chosen.delete(message.id)) this.#chosen.set(message.id, message);
  }

  end(): void {
    this.selecting = false;
    this.#chosen.clear();
  }

  /** They were deleted. */
  drop(ids: ReadonlySet<MessageId>): void {
    for (const id of ids) this.#chosen.delete(id);
  }

  /** What is asked is asked no more. */
  dismiss(): void {
    this.forwarding = null;
    this.deleting = null;
  }

  clear(): void {
    this.end();
    this.dismiss();
  }

  /** Resolves with null, or with why nothing was deleted. */
  async delete(messages: readonly Message[]): Promise<Failure | null> {
    const ids = messages.map(({ id }) => id);
    const result = await this.#bridge.invoke('deleteMessages', { ids });
    return result.ok ? null : result.failure;
  }

  /**
   * Sends the texts as messages of the user, in their order, to a conversation or an address, and opens it. Resolves
   * with null, or with why not all of them went; another try with the same messages sends those that did not.
   */
  async forward(messages: readonly Message[], to: ConversationSummary | string): Promise<Failure | null> {
    this.sending = true;
    try {
      const target = await this.#target(to);
      if (!target.ok) return target.failure;
      const failure = await this.#send(messages, target.value.id);
      if (failure === null && this.forwarding === messages) this.#open(target.value);
      return failure;
    } finally {
      this.sending = false;
    }
  }

  #target(to: ConversationSummary | string): Promise<CommandResult<'startConversation'>> {
    return typeof to === 'string'
      ? this.#bridge.invoke('startConversation', { address: to })
      : Promise.resolve(succeed(to));
  }

  async #send(messages: readonly Message[], conversationId: ConversationId): Promise<Failure | null> {
    const tried = this.#tried.get(messages) ?? new Map<string, Forwarded>();
    this.#tried.set(messages, tried);
    for (const { id: of, text } of messages) {
      const key = `${conversationId} ${of}`;
      const one = tried.get(key) ?? { id: newMessageId(this.#clock.now()), went: false };
      tried.set(key, one);
      if (one.went) continue;
      const result = await this.#bridge.invoke('sendMessage', { id: one.id, conversationId, text });
      if (!result.ok) return result.failure;
      one.went = true;
    }
    this.#tried.delete(messages);
    return null;
  }
}
