import { nativeImage, Notification, type NativeImage } from 'electron';
import { TypedEvent } from '../../shared/model/event.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Notice, NoticeBoard } from '../desktop/notice.ts';
import type { Log } from '../log/log.ts';
import { escapeMarkup } from './notice-markup.ts';

/** On Linux Electron passes no answers on. */
const hasReplies = process.platform === 'darwin' || process.platform === 'win32';

/** Of the picture in a notification, pixels: large enough for the densest screens. */
const pictureWidth = 96;

export interface ElectronNoticesOptions {
  /** Shown where the system does not know the application by itself; null: it does. */
  readonly icon: string | null;
  /** Some desktops on Linux read the text as markup: then it is escaped. */
  readonly readsMarkup: () => boolean;
  readonly log: Log;
}

/** Notifications by Electron: macOS, Windows, and on Linux libnotify. */
export class ElectronNotices implements NoticeBoard {
  readonly #options: ElectronNoticesOptions;
  /** Read once: a picture that each notification brings along stays in memory until somebody collects it. */
  #picture: NativeImage | null = null;
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
      ...(this.#options.icon === null ? {} : { icon: this.#pictureOf(this.#options.icon) }),
      ...(hasReplies && reply !== null ? { hasReply: true, replyPlaceholder: reply } : {}),
    });
    const isCurrent = (): boolean => this.#open.get(conversationId) === notification;
    notification.on('click', () => {
      if (isCurrent()) this.clicked.raise(conversationId);
    });
    notification.on('reply', (_details, text) => {
      if (isCurrent()) this.replied.raise({ conversationId, text });
    });
    notification.on('close', () => {
      if (!isCurrent()) return;
      this.#open.delete(conversationId);
      this.dismissed.raise(conversationId);
    });
    notification.on('failed', (_event, reason) => {
      this.#options.log.warn({ reason }, 'A notification was not shown');
    });
    this.#open.set(conversationId, notification);
    notification.show();
  }

  #pictureOf(path: string): NativeImage {
    this.#picture ??= nativeImage.createFromPath(path).resize({ width: pictureWidth });
    return this.#picture;
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
