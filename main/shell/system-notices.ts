import { TypedEvent } from '../../shared/model/event.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Notice, NoticeBoard } from '../desktop/notice.ts';

/** The system's notifications: by Electron, or where the desktop can do more, by the desktop's own protocol. */
export class SystemNotices implements NoticeBoard {
  readonly #usual: NoticeBoard;
  #richer: { readonly board: NoticeBoard; readonly serves: () => boolean } | null = null;
  readonly clicked = new TypedEvent<ConversationId>();
  readonly replied = new TypedEvent<{ readonly conversationId: ConversationId; readonly text: string }>();
  readonly dismissed = new TypedEvent<ConversationId>();
  readonly shown = new TypedEvent<Notice>();

  constructor(usual: NoticeBoard) {
    this.#usual = usual;
    this.#forward(usual);
  }

  /** `serves`: whether it can be used now. */
  prefer(board: NoticeBoard, serves: () => boolean): void {
    this.#richer = { board, serves };
    this.#forward(board);
  }

  get takesReplies(): boolean {
    return this.#board.takesReplies;
  }

  show(notice: Notice): void {
    const board = this.#board;
    for (const other of [this.#usual, this.#richer?.board]) {
      if (other !== board) other?.close(notice.conversationId);
    }
    board.show(notice);
    this.shown.raise(notice);
  }

  close(conversationId: ConversationId): void {
    this.#usual.close(conversationId);
    this.#richer?.board.close(conversationId);
  }

  get #board(): NoticeBoard {
    return this.#richer?.serves() === true ? this.#richer.board : this.#usual;
  }

  #forward({ clicked, replied, dismissed }: NoticeBoard): void {
    clicked.subscribe((id) => {
      this.clicked.raise(id);
    });
    replied.subscribe((reply) => {
      this.replied.raise(reply);
    });
    dismissed.subscribe((id) => {
      this.dismissed.raise(id);
    });
  }
}
