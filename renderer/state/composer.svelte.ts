import { SvelteMap } from 'svelte/reactivity';
import { longestText, type Message } from '../../shared/model/message.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { Draft } from '../../shared/model/draft.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import { newMessageId } from '../../shared/model/new-message-id.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { failureWords } from '../text/failures.ts';
import { text as words } from '../text/text.ts';
import { Drafts } from './drafts.svelte.ts';
import { EmojiMemory } from './emoji/emoji-memory.ts';

/** Typing is reported at most this often, milliseconds; the flow's own timers are several seconds. */
const reportInterval = 1_000;

/** The field that shows a conversation's text, where there is one: what it inserts can be undone. */
interface Editor {
  readonly insert: (text: string) => void;
}

/** A message that has not gone out, being changed. The draft waits until that is over. */
interface Edit {
  readonly message: Message;
  readonly text: string;
  readonly caret: number;
}

/** A draft that becomes a message, before it is stored. */
export interface LeavingDraft {
  readonly id: MessageId;
  readonly text: string;
  /** When it was sent, milliseconds since 1970. */
  readonly at: number;
  readonly replyTo: Message | null;
}

/** Writing, in each conversation by itself. */
export class Composer {
  readonly #bridge: Bridge;
  readonly #clock: Clock;
  readonly #show: (id: ConversationId) => void;
  readonly #drafts: Drafts;
  readonly #edits = new SvelteMap<ConversationId, Edit>();
  readonly #problems = new SvelteMap<ConversationId, string>();
  readonly #reportedAt = new Map<ConversationId, number>();
  readonly #editors = new Map<ConversationId, Editor>();
  readonly emoji = new EmojiMemory();

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

  /** What stands in the composer: the message that is being changed, else the draft. */
  text(id: ConversationId): string {
    return this.#written(id).text;
  }

  caret(id: ConversationId): number {
    return this.#written(id).caret;
  }

  /** The unsent message that is being changed. */
  editing(id: ConversationId): Message | null {
    return this.#edits.get(id)?.message ?? null;
  }

  /** The message that the draft answers. */
  replyTo(id: ConversationId): Message | null {
    return this.#drafts.get(id).replyTo;
  }

  /** Why the last text was not taken; empty when it was. */
  problem(id: ConversationId): string {
    return this.#problems.get(id) ?? '';
  }

  /** Has a message that was not sent tried again; why not stands at the composer. */
  async retry({ id, conversationId }: Message): Promise<void> {
    const result = await this.#bridge.invoke('retryMessage', { id });
    if (!result.ok) this.fail(conversationId, result.failure);
  }

  /** Something else about this conversation was not taken. */
  fail(id: ConversationId, failure: Failure): void {
    this.#problems.set(id, failureWords(failure));
  }

  /** A keystroke: the text is now `text`. */
  type(id: ConversationId, text: string, caret = text.length): void {
    this.#write(id, text, caret);
    this.#problems.delete(id);
    this.#report(id, text !== '');
  }

  moveCaret(id: ConversationId, caret: number): void {
    const written = this.#written(id);
    if (written.text !== '' && written.caret !== caret) this.#write(id, written.text, caret);
  }

  /** Makes the draft an answer to a message, or to none. */
  reply(id: ConversationId, message: Message | null): void {
    this.#drafts.set(id, { ...this.#drafts.get(id), replyTo: message });
    this.#show(id);
  }

  /**
   * Takes a message that has not gone out back into the composer; sending puts the new text in its place. What was
   * changed of it already stays, and of another one becomes a draft.
   */
  edit(message: Message): void {
    const { conversationId: id, text } = message;
    const before = this.#edits.get(id);
    if (before?.message.id !== message.id) {
      if (before !== undefined && before.text.trim() !== before.message.text.trim())
        this.propose(id, before.text);
      this.#edits.set(id, { message, text, caret: text.length });
    }
    this.#problems.delete(id);
    this.#show(id);
  }

  /** Leaves the message as it is, and gives the draft back. */
  leaveEdit(id: ConversationId): void {
    this.#edits.delete(id);
    this.#problems.delete(id);
    this.#report(id, false);
  }

  /** Puts a text in at the caret. */
  insert(id: ConversationId, inserted: string): void {
    const editor = this.#editors.get(id);
    if (editor !== undefined) {
      editor.insert(inserted);
      return;
    }
    const { text, caret } = this.#written(id);
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

  /**
   * Sends the draft, which `leaving` sees on its way, or puts the message that is being changed in its place. Resolves
   * with the stored message; null when there is nothing to send or it was not taken. `loaded`: a message, if it is loaded.
   */
  async send(
    id: ConversationId,
    leaving: (draft: LeavingDraft) => void,
    loaded: (of: MessageId) => Message | null,
  ): Promise<Message | null> {
    const edit = this.#edits.get(id);
    const text = this.#written(id).text.trim();
    if (text === '') return null;
    if (text.length > longestText) {
      this.#problems.set(id, words.failure.tooLong(longestText));
      return null;
    }
    this.#problems.delete(id);
    return edit === undefined ? this.#sendDraft(id, text, leaving) : this.#replace(id, edit, text, loaded);
  }

  async #replace(
    id: ConversationId,
    edit: Edit,
    text: string,
    loaded: (of: MessageId) => Message | null,
  ): Promise<Message | null> {
    this.#report(id, false);
    // It leaves at once, as a draft does: another Enter must not send it again, and what is typed now is the draft's.
    this.#edits.delete(id);
    const result = await this.#bridge.invoke('replaceUnsent', {
      id: edit.message.id,
      newId: newMessageId(this.#clock.now()),
      text,
    });
    if (result.ok) return result.value;
    const { failure } = result;
    if (failure.code === 'already-sent' || failure.code === 'unknown-message') {
      const { replyTo } = edit.message;
      this.#loseEdited(id, edit, failure, replyTo === null ? null : loaded(replyTo));
      return null;
    }
    // Another message may be being changed by now.
    if (this.#edits.has(id)) this.propose(id, edit.text);
    else this.#edits.set(id, edit);
    this.#problems.set(id, `${words.composer.notAccepted} ${failureWords(failure)}`);
    return null;
  }

  /**
   * There is nothing to put the text in the place of: it is a draft, unless just that has gone out, and answers what it
   * answered before.
   */
  #loseEdited(id: ConversationId, { message, text }: Edit, failure: Failure, answered: Message | null): void {
    const gone = failure.code === 'already-sent' && text.trim() === message.text.trim();
    if (!gone) {
      this.propose(id, text);
      const draft = this.#drafts.get(id);
      this.#drafts.set(id, { ...draft, replyTo: draft.replyTo ?? answered });
    }
    this.#problems.set(
      id,
      gone ? failureWords(failure) : `${failureWords(failure)} ${words.composer.draftNow}`,
    );
  }

  async #sendDraft(
    id: ConversationId,
    text: string,
    leaving: (draft: LeavingDraft) => void,
  ): Promise<Message | null> {
    const pressedAt = this.#clock.now();
    const written = this.#drafts.get(id);
    const draft = { id: newMessageId(pressedAt), text, at: pressedAt, replyTo: written.replyTo };
    const result = await this.#drafts.leave(id, async () => {
      const sending = this.#bridge.invoke('sendMessage', {
        id: draft.id,
        conversationId: id,
        text,
        replyTo: written.replyTo?.id ?? null,
        fromDraft: true,
        pressedAt,
      });
      leaving(draft);
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

  /** Messages were deleted: what is written answers none of them any more. */
  lose(id: ConversationId, deleted: ReadonlySet<MessageId>): void {
    const written = this.#drafts.get(id);
    if (written.replyTo !== null && deleted.has(written.replyTo.id))
      this.#drafts.set(id, { ...written, replyTo: null });
  }

  /** The conversation is not there any more. */
  drop(id: ConversationId): void {
    this.#drafts.drop(id);
    this.#edits.delete(id);
    this.#problems.delete(id);
    this.#reportedAt.delete(id);
  }

  clear(): void {
    this.#drafts.clear();
    this.#edits.clear();
    this.#problems.clear();
    this.#reportedAt.clear();
  }

  #written(id: ConversationId): { readonly text: string; readonly caret: number } {
    return this.#edits.get(id) ?? this.#drafts.get(id);
  }

  #write(id: ConversationId, text: string, caret: number): void {
    const edit = this.#edits.get(id);
    if (edit === undefined) this.#drafts.set(id, { ...this.#drafts.get(id), text, caret });
    else this.#edits.set(id, { ...edit, text, caret });
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
