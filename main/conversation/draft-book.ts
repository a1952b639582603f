import type { Clock } from '../../shared/model/clock.ts';
import type { Draft, NewDraft } from '../../shared/model/draft.ts';
import type { AccountId, ConversationId } from '../../shared/model/ids.ts';
import type { Store } from '../store/interface.ts';
import { CommandError } from './failure-error.ts';

/** What is being written in the conversations of one account, kept from key press to key press. */
export class DraftBook {
  readonly #store: Pick<Store, 'conversation' | 'drafts' | 'saveDraft'>;
  readonly #accountId: AccountId;
  readonly #clock: Clock;

  constructor(
    store: Pick<Store, 'conversation' | 'drafts' | 'saveDraft'>,
    accountId: AccountId,
    clock: Clock,
  ) {
    this.#store = store;
    this.#accountId = accountId;
    this.#clock = clock;
  }

  all(): Promise<readonly Draft[]> {
    return this.#store.drafts(this.#accountId);
  }

  async save(id: ConversationId, draft: NewDraft | null): Promise<void> {
    const conversation = await this.#store.conversation(id);
    if (conversation?.accountId !== this.#accountId) throw new CommandError({ code: 'unknown-conversation' });
    await this.#store.saveDraft(id, draft, this.#clock.now());
  }
}
