import type { Account } from '../../shared/model/account.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import { longestQuote, type Message } from '../../shared/model/message.ts';
import type { Bridge } from '../bridge/bridge.ts';
import type { Composer, LeavingDraft } from './composer.svelte.ts';
import type { KeptTimelines } from './kept-timelines.ts';

/** What the user sends: it is drawn with the click, and has no tick before it is stored. */
export class Outgoing {
  readonly #bridge: Bridge;
  readonly #composer: Composer;
  readonly #timelines: KeptTimelines;
  readonly #account: () => Account | null;

  constructor(bridge: Bridge, composer: Composer, timelines: KeptTimelines, account: () => Account | null) {
    this.#bridge = bridge;
    this.#composer = composer;
    this.#timelines = timelines;
    this.#account = account;
  }

  /** Sends the draft of a conversation; the "New" divider has served its time then. */
  async send(id: ConversationId): Promise<void> {
    const drawn = { end: (): void => undefined };
    const loaded = (of: MessageId): Message | null =>
      this.#timelines.get(id)?.messages.find((each) => each.id === of) ?? null;
    try {
      const leaving = (draft: LeavingDraft): void => {
        drawn.end = this.#expect(id, draft);
      };
      const message = await this.#composer.send(id, leaving, loaded);
      const timeline = this.#timelines.get(id);
      if (message === null || timeline === undefined) return;
      timeline.unreadFrom = null;
      timeline.add(message);
    } finally {
      drawn.end();
    }
  }

  /** Draws it in the conversation; the result ends that. */
  #expect(id: ConversationId, draft: LeavingDraft): Unsubscribe {
    const [timeline, account] = [this.#timelines.get(id), this.#account()];
    if (timeline === undefined || account === null) return () => undefined;
    timeline.unreadFrom = null;
    return timeline.expect(asMessage(id, draft, account));
  }

  /** The last message of a conversation that has not gone out, also where it is not loaded; null when there is none. */
  async lastUnsent(id: ConversationId): Promise<Message | null> {
    const timeline = this.#timelines.get(id);
    const loaded = timeline?.messages.findLast(
      ({ receipt }) => receipt?.state === 'failed' || receipt?.state === 'queued',
    );
    // What is loaded may end before the newest ones.
    if (loaded !== undefined && timeline?.hasNewer === false) return loaded;
    const result = await this.#bridge.invoke('lastUnsent', { conversationId: id });
    if (result.ok) return result.value.message;
    this.#composer.fail(id, result.failure);
    return null;
  }
}

/** A draft as the message that it becomes, as far as that is known before it is stored. */
function asMessage(conversationId: ConversationId, draft: LeavingDraft, account: Account): Message {
  const { id, text, at, replyTo } = draft;
  return {
    id,
    conversationId,
    // It has no place yet: after all others.
    sequence: Number.MAX_SAFE_INTEGER,
    direction: 'outgoing',
    sender: { address: account.address, displayName: account.displayName },
    text,
    at,
    sentAt: null,
    replyTo: replyTo?.id ?? null,
    quote:
      replyTo === null
        ? null
        : {
            sequence: replyTo.sequence,
            direction: replyTo.direction,
            sender: replyTo.sender,
            text: replyTo.text.slice(0, longestQuote),
          },
    receipt: null,
  };
}
