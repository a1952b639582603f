import type { Failure } from '../../shared/contract/failure.ts';
import type { MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import type { Bridge } from '../bridge/bridge.ts';

const unsentStates: ReadonlySet<string> = new Set(['queued', 'sending', 'failed']);

/** Everything that has not gone out, in all conversations, while it is looked at. */
export class Unsent {
  readonly #bridge: Bridge;
  #watched = false;
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  /** By conversation, and in the order of each. */
  messages = $state.raw<readonly Message[]>([]);
  /** Why the last wish was not fulfilled. */
  problem = $state.raw<Failure | null>(null);
  busy = $state(false);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Call when they are to be shown, and when they may have changed unseen. */
  async load(): Promise<void> {
    this.#watched = true;
    if (this.state === 'failed') this.state = 'loading';
    const result = await this.#bridge.invoke('unsentMessages', {});
    if (!this.#isWatched()) return;
    if (result.ok) this.messages = result.value.messages;
    else this.problem = result.failure;
    this.state = result.ok ? 'ready' : 'failed';
  }

  #isWatched(): boolean {
    return this.#watched;
  }

  /** They are not looked at any more. */
  leave(): void {
    this.#watched = false;
    this.messages = [];
    this.problem = null;
    this.state = 'loading';
  }

  take(changed: readonly Message[]): void {
    if (this.state !== 'ready') return;
    const known = new Map(this.messages.map((message) => [message.id, message] as const));
    for (const message of changed) {
      if (message.receipt !== null && unsentStates.has(message.receipt.state)) known.set(message.id, message);
      else known.delete(message.id);
    }
    const order = [...new Set([...known.values()].map(({ conversationId }) => conversationId))];
    this.messages = [...known.values()].sort(
      (a, b) => order.indexOf(a.conversationId) - order.indexOf(b.conversationId) || a.sequence - b.sequence,
    );
  }

  drop(ids: ReadonlySet<MessageId>): void {
    if (this.messages.some(({ id }) => ids.has(id)))
      this.messages = this.messages.filter(({ id }) => !ids.has(id));
  }

  async retry(id: MessageId): Promise<void> {
    const result = await this.#bridge.invoke('retryMessage', { id });
    this.problem = result.ok ? null : result.failure;
  }

  async retryAll(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const result = await this.#bridge.invoke('retryAll', {});
    this.problem = result.ok ? null : result.failure;
    this.busy = false;
  }
}
