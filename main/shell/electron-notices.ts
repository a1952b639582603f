import { Notification } from 'electron';
import { TypedEvent } from '../../shared/model/event.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Notice, NoticeBoard } from '../desktop/notice.ts';
import type { Log } from '../log/log.ts';
import { escapeMarkup } from './notice-markup.ts';

export interface ElectronNoticesOptions {
  /** Some desktops on Linux read the text as markup: then it is escaped. */
  readonly readsMarkup: () => boolean;
  readonly log: Log;
}

/**
 * Notifications by Electron: macOS, Windows, and on Linux libnotify. Without a picture, which the system knows by the
 * application (on Linux by its desktop entry): each one that Electron takes there stays in memory, 70 kB.
 */
export class ElectronNotices implements NoticeBoard {
  /** On Linux Electron passes no answers on. */
  readonly takesReplies = process.platform === 'darwin' || process.platform === 'win32';
  readonly #options: ElectronNoticesOptions;
  readonly #open = new Map<ConversationId, Notification>();
  readonly clicked = new TypedEvent<ConversationId>();
  readonly replied = new TypedEvent<{ readonly conversationId: ConversationId; readonly text: string }>();
  readonly dismissed = new TypedEvent<ConversationId>();

  constructor(options: ElectronNoticesOptions) {
    this.#options = options;
  }

  show(notice: Notice): void {
    const { conversationId, title, body, silent, reply } = notice;
    this.close(conversationId);
    if (!Notification.isSupported()) return;
    const notification = new Notification({
      title,
      body: this.#options.readsMarkup() ? escapeMarkup(body) : body,
      silent,
      ...(this.takesReplies && reply !== null ? { hasReply: true, replyPlaceholder: reply } : {}),
    });
    const isCurrent = (): boolean => this.#open.get(conversationId) === notification;
    notification.on('click', () => {
      if (isCurrent()) this.clicked.raise(conversationId);
    });
    notification.on('reply', (_details, text) => {
      if (isCurrent()) this.replied.raise({ conversationId, text });
    });
    notification.on('close', ({ reason }) => {
      // Windows has taken it off the screen and keeps it in its notification centre, where it is clicked and withdrawn.
      if (!isCurrent() || reason === 'timedOut') return;
      this.#open.delete(conversationId);
      this.dismissed.raise(conversationId);
    });
    notification.on('failed', (_event, reason) => {
      this.#options.log.warn({ reason }, 'A notification was not shown');
    });
    this.#open.set(conversationId, notification);
    notification.show();
  }

  close(conversationId: ConversationId): void {
    const notification = this.#open.get(conversationId);
    this.#open.delete(conversationId);
    notification?.close();
  }

  /** A word of Parley itself, not of a conversation. */
  tell(title: string, body: string, onClick: () => void): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body, silent: true });
    notification.on('click', onClick);
    notification.show();
  }
}
