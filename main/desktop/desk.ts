import type { DesktopCommandName, WindowWish } from '../../shared/contract/command/desktop.ts';
import type { AppEvent, Phase } from '../../shared/contract/events.ts';
import { displayAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { ConversationSummary } from '../../shared/model/conversation.ts';
import { TypedEvent, type EventSource } from '../../shared/model/event.ts';
import type { AccountId, ConversationId } from '../../shared/model/ids.ts';
import { newMessageId } from '../../shared/model/new-message-id.ts';
import type { Message } from '../../shared/model/message.ts';
import type { SettingName } from '../../shared/model/settings.ts';
import { mentionNames, mentionsAny } from '../../shared/text/mentions.ts';
import type { CommandHandlers } from '../conversation/command-handlers.ts';
import type { Log } from '../log/log.ts';
import type { SettingsReader } from '../settings/settings-book.ts';
import type { NoticeMarks } from './mark-file.ts';
import type { NoticeBoard } from './notice.ts';
import type { Arrival, Circumstances } from './notice-rules.ts';
import { Notices } from './notices.ts';
import { Openings } from './openings.ts';
import type { DesktopWords } from './text/words.ts';
import { newestUnread, noneUnread, unreadSigns, type UnreadSigns } from './unread.ts';

/** What the desktop needs of the application. */
export interface DeskApplication {
  readonly events: EventSource<AppEvent>;
  /** Each message that arrived and was stored, once, after the summary of its conversation. */
  readonly arrivals: EventSource<Message>;
  readonly commands: Pick<
    CommandHandlers,
    'startConversation' | 'sendMessage' | 'markRead' | 'messagesAfter'
  >;
  conversations(): Promise<readonly ConversationSummary[]>;
  /** `certain`: what was connected before is gone, however alive it looks. */
  checkConnection(certain: boolean): void;
}

export interface DeskOptions {
  readonly application: DeskApplication;
  readonly board: NoticeBoard;
  readonly marks: NoticeMarks;
  readonly settings: SettingsReader;
  readonly words: () => DesktopWords;
  readonly clock: Clock;
  readonly log: Log;
}

/** What decides how much a notification tells. */
const tellingSettings: ReadonlySet<SettingName> = new Set([
  'notifications.show',
  'notifications.content',
  'notifications.hideWhenLocked',
]);

/** The most messages of a conversation that a start tells of. */
const mostMissed = 100;

/** What goes on between Parley and the desktop around it: what is told, what is shown next, what waits to be read. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #notices: Notices;
  readonly #events = new TypedEvent<AppEvent>();
  readonly #windowWished = new TypedEvent<WindowWish>();
  readonly #unreadChanged = new TypedEvent<UnreadSigns>();
  readonly #conversations = new Map<ConversationId, ConversationSummary>();
  readonly openings: Openings;
  readonly commands: Pick<CommandHandlers, DesktopCommandName> = {
    viewing: ({ conversationId }) => {
      this.#shown = conversationId;
      this.#attend();
      return Promise.resolve({});
    },
    takeOpening: () => Promise.resolve({ opening: this.openings.take() }),
    networkChanged: ({ online }) => {
      this.#options.log.info({ online }, 'The network came or went');
      this.#options.application.checkConnection(false);
      return Promise.resolve({});
    },
    askWindow: ({ wish }) => {
      this.#windowWished.raise(wish);
      return Promise.resolve({});
    },
  };
  #unread = noneUnread;
  #locked = false;
  #idle = false;
  #hidden = false;
  #focused = false;
  /** The conversation that the window says it shows. */
  #shown: ConversationId | null = null;
  #account: AccountId | null = null;
  /** What the user is called after an @. */
  #ownNames: readonly string[] = [];
  /** What arrives while it is found out what is old. */
  #early: Message[] | null = null;

  constructor(options: DeskOptions) {
    this.#options = options;
    const { application, board, clock, settings, words } = options;
    this.openings = new Openings(application.commands.startConversation);
    this.#notices = new Notices({ board, clock, words, circumstances: () => this.#circumstances() });
    application.events.subscribe((event) => {
      if (event.kind === 'phase') this.#setPhase(event.phase);
      else if (event.kind === 'conversation') {
        this.#note(event.conversation);
        this.#showUnread();
      } else if (event.kind === 'conversation-deleted') this.#remove(event.conversationId);
      else if (event.kind === 'messages-deleted') this.#notices.deleted(event.conversationId, event.ids);
    });
    application.arrivals.subscribe((message) => {
      if (this.#early === null) this.#notices.arrived(this.#arrival(message));
      else this.#early.push(message);
    });
    this.openings.wanted.subscribe(() => {
      this.#events.raise({ kind: 'opening' });
    });
    board.clicked.subscribe((id) => {
      this.#open(id);
    });
    board.replied.subscribe(({ conversationId, text }) => {
      void this.#reply(conversationId, text);
    });
    settings.changed.subscribe((names) => {
      // What is on the screen by the old rules may tell what the new ones hide.
      if (names.some((name) => tellingSettings.has(name))) this.#notices.clear();
    });
  }

  /** For the window. */
  get events(): EventSource<AppEvent> {
    return this.#events;
  }

  get windowWished(): EventSource<WindowWish> {
    return this.#windowWished;
  }

  get unread(): UnreadSigns {
    return this.#unread;
  }

  get unreadChanged(): EventSource<UnreadSigns> {
    return this.#unreadChanged;
  }

  /** Whether nobody can be looking at the window. */
  get away(): boolean {
    return this.#locked || this.#idle || this.#hidden;
  }

  setLocked(locked: boolean): void {
    if (locked === this.#locked) return;
    const before = this.away;
    this.#locked = locked;
    this.#awayMayHaveChanged(before);
    if (locked) this.#notices.cover();
    if (!locked) this.#options.application.checkConnection(false);
  }

  /** The window is minimised, or hidden in the tray, or it is shown again. */
  setHidden(hidden: boolean): void {
    const before = this.away;
    this.#hidden = hidden;
    this.#awayMayHaveChanged(before);
  }

  /** Nobody has touched anything for a while, or somebody is back. */
  setIdle(idle: boolean): void {
    const before = this.away;
    this.#idle = idle;
    this.#awayMayHaveChanged(before);
  }

  /** Whether the window has the focus. */
  setFocused(focused: boolean): void {
    this.#focused = focused;
    this.#attend();
  }

  /** The window is gone or begins anew: it shows nothing until it says so. */
  windowLeft(): void {
    this.#shown = null;
  }

  /** The computer slept: connections that look alive lead nowhere. */
  resumed(): void {
    this.#options.application.checkConnection(true);
  }

  /** Leads to what waits to be read. */
  openUnread(): void {
    const conversation = newestUnread(this.#conversations.values());
    if (conversation === undefined) return;
    this.openings.want({ kind: 'conversation', conversationId: conversation.id, draft: null });
  }

  /** Takes the notifications away and keeps what they told of. */
  end(): void {
    this.#notices.end();
  }

  #awayMayHaveChanged(before: boolean): void {
    if (this.away === before) return;
    this.#events.raise({ kind: 'away', away: this.away });
    this.#attend();
  }

  #circumstances(): Circumstances {
    const { clock, settings } = this.#options;
    return {
      now: clock.now(),
      locked: this.#locked,
      hideWhenLocked: settings.get('notifications.hideWhenLocked'),
      viewing: this.#focused && !this.away ? this.#shown : null,
      show: settings.get('notifications.show'),
      content: settings.get('notifications.content'),
      sound: settings.get('notifications.sound'),
      quietUntil: settings.get('notifications.quietUntil'),
    };
  }

  /** A conversation that is looked at needs no notification any more. */
  #attend(): void {
    const { viewing } = this.#circumstances();
    if (viewing !== null) this.#notices.close(viewing);
  }

  #setPhase(phase: Phase): void {
    const account = phase.kind === 'signed-in' ? phase.account.id : null;
    if (account === this.#account) return;
    this.#account = account;
    if (phase.kind === 'signed-in') {
      this.#ownNames = mentionNames(phase.account.address, phase.account.displayName);
    }
    this.#conversations.clear();
    this.#showUnread();
    this.#notices.end();
    void this.openings.setSignedIn(account !== null);
    if (account === null) return;
    this.#early = [];
    this.#begin(account).catch((error: unknown) => {
      this.#options.log.warn({ error }, 'What arrived before could not be looked through');
      if (account === this.#account) this.#takeEarly();
    });
  }

  /** Finds out what is old, and tells of what an earlier run received and ended before it could tell. */
  async #begin(account: AccountId): Promise<void> {
    const { application, clock, marks } = this.#options;
    const conversations = await application.conversations();
    if (account !== this.#account) return;
    for (const each of conversations) this.#note(each);
    this.#showUnread();
    const newest = Math.max(0, ...conversations.map((each) => each.lastMessage?.sequence ?? 0));
    const kept = marks.read(account);
    const firstEarly = Math.min(...(this.#early ?? []).map((each) => each.sequence));
    // A restored store may be older than the mark.
    const known = kept !== null && kept.sequence <= newest;
    const mark = known ? kept : { sequence: Math.min(newest, firstEarly - 1), at: clock.now() };
    this.#notices.begin(mark, (moved) => {
      marks.keep(account, moved);
    });
    if (!known) marks.keep(account, mark);
    for (const { id, unread, readUpTo, lastMessage } of conversations) {
      if (unread === 0 || (lastMessage?.sequence ?? 0) <= mark.sequence) continue;
      const { messages } = await application.commands.messagesAfter({
        conversationId: id,
        after: Math.max(mark.sequence, readUpTo),
        limit: mostMissed,
      });
      if (account !== this.#account) return;
      // What was written before the mark and stored after it was brought in from elsewhere: it is old.
      for (const each of messages) if (each.at >= mark.at) this.#notices.arrived(this.#arrival(each));
    }
    this.#takeEarly();
  }

  #takeEarly(): void {
    const early = this.#early ?? [];
    this.#early = null;
    for (const each of early) this.#notices.arrived(this.#arrival(each));
  }

  #arrival(message: Message): Arrival {
    const { address, displayName } = message.sender;
    return {
      message,
      name: displayName ?? displayAddress(address),
      muted: this.#conversations.get(message.conversationId)?.muted ?? false,
      mentioned: mentionsAny(message.text, this.#ownNames),
    };
  }

  #note(conversation: ConversationSummary): void {
    this.#conversations.set(conversation.id, conversation);
    const { id, muted, unread, readUpTo } = conversation;
    this.#notices.mute(id, muted);
    this.#notices.read(id, unread === 0 ? Number.POSITIVE_INFINITY : readUpTo);
  }

  #remove(id: ConversationId): void {
    this.#conversations.delete(id);
    this.#notices.close(id);
    this.#showUnread();
  }

  #showUnread(): void {
    const signs = unreadSigns(this.#conversations.values());
    if (signs.unread === this.#unread.unread) return;
    this.#unread = signs;
    this.#unreadChanged.raise(signs);
  }

  #open(id: ConversationId): void {
    const first = this.#notices.told(id)?.first.message;
    this.#notices.close(id);
    this.openings.want(
      first === undefined
        ? { kind: 'conversation', conversationId: id, draft: null }
        : { kind: 'message', conversationId: id, id: first.id, sequence: first.sequence },
    );
  }

  async #reply(conversationId: ConversationId, text: string): Promise<void> {
    const { commands } = this.#options.application;
    const upTo = this.#notices.told(conversationId)?.newest.at(-1)?.message.sequence;
    this.#notices.close(conversationId);
    if (text.trim() === '') return;
    try {
      const id = newMessageId(this.#options.clock.now());
      await commands.sendMessage({ id, conversationId, text, replyTo: null, fromDraft: false });
      if (upTo !== undefined) await commands.markRead({ conversationId, upTo });
    } catch (error) {
      this.#options.log.warn({ error }, 'An answer from a notification was not taken');
      this.openings.want({ kind: 'conversation', conversationId, draft: text });
    }
  }
}
