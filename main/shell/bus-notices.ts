import * as v from 'valibot';
import { TypedEvent } from '../../shared/model/event.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Notice, NoticeBoard } from '../desktop/notice.ts';
import type { DesktopWords } from '../desktop/text/words.ts';
import { notificationServer } from './desktop-bus.ts';
import { escapeMarkup } from './notice-markup.ts';
import type { SessionBus } from './session-bus.ts';

/** One notification on its way: what is done with it is done in order. */
interface Posted {
  /** The server's number; 0 before it gave one. */
  id: number;
  work: Promise<void>;
}

const Id = v.tuple([v.number()]);
const Closed = v.tuple([v.number(), v.number()]);
const Told = v.tuple([v.number(), v.string()]);

export interface BusNoticesOptions {
  readonly bus: SessionBus;
  /** A name of the icon theme, or a file. */
  readonly icon: string;
  readonly readsMarkup: () => boolean;
  readonly words: () => DesktopWords;
}

/**
 * Notifications as the desktop itself takes them (Desktop Notifications Specification 1.2, and KDE's `inline-reply`),
 * for servers that can do more than Electron asks them for.
 */
export class BusNotices implements NoticeBoard {
  readonly #options: BusNoticesOptions;
  readonly #posted = new Map<ConversationId, Posted>();
  readonly clicked = new TypedEvent<ConversationId>();
  readonly replied = new TypedEvent<{ readonly conversationId: ConversationId; readonly text: string }>();
  readonly dismissed = new TypedEvent<ConversationId>();

  private constructor(options: BusNoticesOptions) {
    this.#options = options;
  }

  static async on(options: BusNoticesOptions): Promise<BusNotices> {
    const { bus } = options;
    const made = new BusNotices(options);
    bus.signals.subscribe(({ interface: name, member, body }) => {
      if (name === notificationServer.name) made.#take(member, body);
    });
    await bus.listen(`sender='${notificationServer.name}',interface='${notificationServer.name}'`);
    return made;
  }

  show(notice: Notice): void {
    const { conversationId } = notice;
    const posted = this.#posted.get(conversationId) ?? { id: 0, work: Promise.resolve() };
    this.#posted.set(conversationId, posted);
    posted.work = posted.work.then(async () => {
      if (this.#posted.get(conversationId) !== posted) return;
      const answer = v.safeParse(Id, await this.#notify(notice, posted.id));
      if (answer.success) [posted.id] = answer.output;
    });
  }

  close(conversationId: ConversationId): void {
    const posted = this.#posted.get(conversationId);
    if (posted === undefined) return;
    this.#posted.delete(conversationId);
    posted.work = posted.work.then(async () => {
      if (posted.id !== 0)
        await this.#options.bus.ask(notificationServer, 'CloseNotification', 'u', [posted.id]);
    });
  }

  async #notify({ title, body, silent, reply }: Notice, replaced: number): Promise<unknown> {
    const { bus, icon, readsMarkup, words } = this.#options;
    const normal = 1;
    const hints = {
      'desktop-entry': bus.variant('s', 'parley'),
      category: bus.variant('s', 'im.received'),
      urgency: bus.variant('y', normal),
      ...(silent
        ? { 'suppress-sound': bus.variant('b', true) }
        : { 'sound-name': bus.variant('s', 'message-new-instant') }),
      ...(reply === null ? {} : { 'x-kde-reply-placeholder-text': bus.variant('s', reply) }),
    };
    const actions = ['default', words().open, ...(reply === null ? [] : ['inline-reply', words().reply])];
    const text = readsMarkup() ? escapeMarkup(body) : body;
    const asTheServerLikes = -1;
    return bus.ask(notificationServer, 'Notify', 'susssasa{sv}i', [
      words().product,
      replaced,
      icon,
      title,
      text,
      actions,
      hints,
      asTheServerLikes,
    ]);
  }

  #take(member: string, body: readonly unknown[]): void {
    if (member === 'NotificationClosed') {
      const closed = v.safeParse(Closed, body);
      const id = closed.success ? this.#conversationOf(closed.output[0]) : null;
      if (id === null) return;
      this.#posted.delete(id);
      this.dismissed.raise(id);
      return;
    }
    const told = v.safeParse(Told, body);
    const id = told.success ? this.#conversationOf(told.output[0]) : null;
    if (!told.success || id === null) return;
    const [, text] = told.output;
    if (member === 'ActionInvoked' && text === 'default') this.clicked.raise(id);
    else if (member === 'NotificationReplied') this.replied.raise({ conversationId: id, text });
  }

  /** The bus carries what was told to other programs too. */
  #conversationOf(id: number): ConversationId | null {
    for (const [conversation, posted] of this.#posted) if (posted.id === id && id !== 0) return conversation;
    return null;
  }
}
