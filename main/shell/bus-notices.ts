import * as v from 'valibot';
import { TypedEvent } from '../../shared/model/event.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Notice, NoticeBoard } from '../desktop/notice.ts';
import type { DesktopWords } from '../desktop/text/words.ts';
import type { Log } from '../log/log.ts';
import { notificationServer, type DesktopBus } from './desktop-bus.ts';
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
const OwnerChanged = v.tuple([v.literal(notificationServer.name), v.string(), v.string()]);

export interface BusNoticesOptions {
  readonly bus: SessionBus;
  /** A name of the icon theme, or a file. */
  readonly icon: string;
  readonly server: Pick<DesktopBus, 'readsMarkup' | 'takesActions' | 'takesReplies'>;
  readonly words: () => DesktopWords;
  readonly log: Log;
}

/**
 * Notifications as the desktop itself takes them (Desktop Notifications Specification 1.2, and KDE's `inline-reply`):
 * Electron asks for neither sound nor silence, and takes no answers on Linux.
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
      else if (member === 'NameOwnerChanged') made.#ownerChanged(body);
    });
    await bus.listenForOwner(notificationServer.name);
    await bus.listen(`sender='${notificationServer.name}',interface='${notificationServer.name}'`);
    return made;
  }

  get takesReplies(): boolean {
    const { takesActions, takesReplies } = this.#options.server;
    return takesActions && takesReplies;
  }

  show(notice: Notice): void {
    const { conversationId } = notice;
    const posted = this.#posted.get(conversationId) ?? { id: 0, work: Promise.resolve() };
    this.#posted.set(conversationId, posted);
    posted.work = posted.work.then(async () => {
      if (this.#posted.get(conversationId) !== posted) return;
      const answer = v.safeParse(Id, await this.#notify(notice, posted.id));
      if (answer.success) [posted.id] = answer.output;
      else this.#options.log.warn({}, 'A notification was not shown');
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
    const { bus, icon, server, words } = this.#options;
    const answered = this.takesReplies ? reply : null;
    const normal = 1;
    const hints = {
      'desktop-entry': bus.variant('s', 'parley'),
      category: bus.variant('s', 'im.received'),
      urgency: bus.variant('y', normal),
      ...(silent
        ? { 'suppress-sound': bus.variant('b', true) }
        : { 'sound-name': bus.variant('s', 'message-new-instant') }),
      ...(answered === null ? {} : { 'x-kde-reply-placeholder-text': bus.variant('s', answered) }),
    };
    const actions = [
      ...(server.takesActions ? ['default', words().open] : []),
      ...(answered === null ? [] : ['inline-reply', words().reply]),
    ];
    const text = server.readsMarkup ? escapeMarkup(body) : body;
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

  /** What the server showed went with it, and another one counts anew: its numbers may be those of other programs. */
  #ownerChanged(body: readonly unknown[]): void {
    const changed = v.safeParse(OwnerChanged, body);
    if (!changed.success || changed.output[1] === '') return;
    const gone = [...this.#posted.keys()];
    this.#posted.clear();
    for (const id of gone) this.dismissed.raise(id);
  }

  /** The bus carries what was told to other programs too. */
  #conversationOf(id: number): ConversationId | null {
    for (const [conversation, posted] of this.#posted) if (posted.id === id && id !== 0) return conversation;
    return null;
  }
}
