import type { Failure } from '../../shared/contract/failure.ts';
import type { ConversationChange, ConversationSummary } from '../../shared/model/conversation.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { failureWords } from '../text/failures.ts';

/** What is asked before it is done. */
export interface Question {
  readonly kind: 'block' | 'delete';
  readonly conversationId: ConversationId;
}

/** What the user does with whole conversations. What changed comes back as an event. */
export class Organising {
  readonly #bridge: Bridge;
  readonly #leave: (id: ConversationId) => void;
  question = $state.raw<Question | null>(null);
  busy = $state(false);
  /** Why the last thing was not done; empty when it was. */
  problem = $state('');

  /** `leave` closes a conversation that is open. */
  constructor(bridge: Bridge, leave: (id: ConversationId) => void) {
    this.#bridge = bridge;
    this.#leave = leave;
  }

  /** What goes out of the way, or is to be seen as new again, is not before one's eyes any more. */
  async change(conversationId: ConversationId, change: ConversationChange): Promise<Failure | null> {
    if (change.archived === true || change.markedUnread === true) this.#leave(conversationId);
    const result = await this.#bridge.invoke('organiseConversation', { conversationId, change });
    this.problem = result.ok ? '' : failureWords(result.failure);
    return result.ok ? null : result.failure;
  }

  /** Who opens a conversation has come back to it. */
  opened(conversation: ConversationSummary | undefined): void {
    if (conversation?.markedUnread === true) void this.change(conversation.id, { markedUnread: false });
  }

  toggle(conversation: ConversationSummary, name: 'pinned' | 'muted' | 'archived'): Promise<Failure | null> {
    return this.change(conversation.id, { [name]: !conversation[name] });
  }

  /** To block is asked about first, to take it back is not. */
  async toggleBlock({ id, blocked }: ConversationSummary): Promise<Failure | null> {
    if (blocked) return this.change(id, { blocked: false });
    this.ask('block', id);
    return null;
  }

  ask(kind: Question['kind'], conversationId: ConversationId): void {
    this.problem = '';
    this.question = { kind, conversationId };
  }

  dismiss(): void {
    this.question = null;
  }

  /** Does what was asked about; the question stays when it could not be done. */
  async confirm(): Promise<void> {
    const { question } = this;
    if (question === null || this.busy) return;
    this.busy = true;
    const { conversationId } = question;
    if (question.kind === 'block') await this.change(conversationId, { blocked: true });
    else {
      const result = await this.#bridge.invoke('deleteConversation', { conversationId });
      this.problem = result.ok ? '' : failureWords(result.failure);
    }
    this.busy = false;
    if (this.problem === '') this.question = null;
  }

  clear(): void {
    this.question = null;
    this.problem = '';
  }
}
