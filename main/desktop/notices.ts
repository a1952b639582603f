import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { Notice, NoticeBoard, NoticeMark } from './notice.ts';
import { isTold, noticeOf, toldWith, type Arrival, type Circumstances, type Told } from './notice-rules.ts';
import type { DesktopWords } from './text/words.ts';

/** What follows a notification within this time waits and comes together, milliseconds. */
const gatheringTime = 1_500;
/** One ring is enough for messages of a conversation that come within this time, milliseconds. */
const ringPause = 10_000;
/** Sequences beyond the mark that are remembered one by one; arrivals come nearly in order. */
const mostRemembered = 5_000;

export interface NoticesOptions {
  readonly board: NoticeBoard;
  readonly clock: Clock;
  readonly circumstances: () => Circumstances;
  readonly words: () => DesktopWords;
}

/** Keeps a mark beyond the end of Parley, before it returns. */
export type KeepMark = (mark: NoticeMark) => void;

/** What one conversation's notification tells, and what waits to be told. */
interface Board {
  readonly told: Told | null;
  /** How it is told; null when nothing is. */
  readonly notice: Notice | null;
  readonly waiting: readonly Arrival[];
  readonly shownAt: number;
  readonly cancelTimer: Unsubscribe | null;
}

const nothing: Board = {
  told: null,
  notice: null,
  waiting: [],
  shownAt: Number.NEGATIVE_INFINITY,
  cancelTimer: null,
};

const upTo = ({ told, waiting }: Board): number =>
  Math.max(...[...(told?.newest ?? []), ...waiting].map(({ message }) => message.sequence));

/** A clock that was set back says nothing of when it was: then it is long ago, and nothing waits for the clock. */
const sinceShown = ({ shownAt }: Board, now: number): number =>
  now < shownAt ? Number.POSITIVE_INFINITY : now - shownAt;

/**
 * Tells of each message that arrives once at most, whatever order they come in and however often, and of none that was
 * told of or left untold in an earlier run. The mark is kept before a notification shows: a crash between the two
 * leaves an unread message in the list, never a second notification. Sequences are never used twice.
 */
export class Notices {
  readonly #options: NoticesOptions;
  readonly #boards = new Map<ConversationId, Board>();
  readonly #told = new Set<number>();
  /** Everything up to here is told of. */
  #floor = 0;
  #mark: NoticeMark = { sequence: 0, at: 0 };
  #kept = 0;
  #keep: KeepMark = () => undefined;

  constructor(options: NoticesOptions) {
    this.#options = options;
    options.board.dismissed.subscribe((id) => {
      const board = this.#boards.get(id);
      // What waits has not been told of.
      if (board !== undefined) this.#boards.set(id, { ...board, told: null, notice: null });
    });
  }

  /** Begins for an account: what is stored up to the mark is old. */
  begin(mark: NoticeMark, keep: KeepMark): void {
    this.end();
    this.#told.clear();
    this.#floor = mark.sequence;
    this.#mark = mark;
    this.#kept = mark.sequence;
    this.#keep = keep;
  }

  /** Nobody is signed in any more: takes all notifications away. */
  end(): void {
    this.flush();
    for (const id of [...this.#boards.keys()]) this.close(id);
  }

  /** Takes away what is shown. What waits will be told. */
  clear(): void {
    for (const [id, board] of this.#boards) {
      this.#boards.set(id, { ...board, told: null, notice: null });
      if (board.told !== null) this.#options.board.close(id);
    }
  }

  /** Shows without a sound once more what now tells more than it should. */
  cover(): void {
    const circumstances = this.#options.circumstances();
    for (const [id, board] of this.#boards) {
      const { told, notice: before } = board;
      if (told === null || before === null) continue;
      const notice = noticeOf(told, circumstances, this.#options.words(), true);
      const answered = notice.reply !== before.reply && this.#options.board.takesReplies;
      if (notice.title === before.title && notice.body === before.body && !answered) continue;
      this.#boards.set(id, { ...board, notice });
      this.#options.board.show(notice);
    }
  }

  arrived(arrival: Arrival): void {
    const { sequence, at, conversationId, direction } = arrival.message;
    if (direction !== 'incoming' || sequence <= this.#floor || this.#told.has(sequence)) return;
    this.#remember(sequence);
    this.#mark = {
      sequence: Math.max(this.#mark.sequence, sequence),
      at: Math.max(this.#mark.at, at),
    };
    if (!isTold(arrival, this.#options.circumstances())) return;
    const board = this.#boards.get(conversationId) ?? nothing;
    const { clock } = this.#options;
    const due = gatheringTime - sinceShown(board, clock.now());
    this.#boards.set(conversationId, {
      ...board,
      waiting: [...board.waiting, arrival],
      cancelTimer:
        board.cancelTimer ??
        (due <= 0
          ? null
          : clock.after(due, () => {
              this.#show(conversationId);
            })),
    });
    if (due <= 0) this.#show(conversationId);
  }

  /** Up to where the messages of a conversation are read: a notification of nothing else goes. */
  read(id: ConversationId, readUpTo: number): void {
    const board = this.#boards.get(id);
    if (board === undefined) return;
    if (upTo(board) <= readUpTo) this.close(id);
  }

  close(id: ConversationId): void {
    const board = this.#forget(id);
    if (board !== undefined && board.told !== null) this.#options.board.close(id);
  }

  /** A conversation is muted, or no more: what waits is told of, or not, by that. */
  mute(id: ConversationId, muted: boolean): void {
    const board = this.#boards.get(id);
    if (board === undefined || board.waiting.length === 0) return;
    this.#boards.set(id, { ...board, waiting: board.waiting.map((each) => ({ ...each, muted })) });
  }

  /** Messages of a conversation are deleted: a notification must not show them, and they are not told of any more. */
  deleted(id: ConversationId, gone: readonly MessageId[]): void {
    const board = this.#boards.get(id);
    if (board === undefined) return;
    const { told, waiting } = board;
    const isGone = ({ message }: Arrival): boolean => gone.includes(message.id);
    const showsGone = told !== null && [told.first, ...told.newest].some(isGone);
    this.#boards.set(id, {
      ...board,
      ...(showsGone ? { told: null, notice: null } : {}),
      waiting: waiting.filter((each) => !isGone(each)),
    });
    if (showsGone) this.#options.board.close(id);
  }

  /** The messages that the notification of a conversation tells of; null when it has none. */
  told(id: ConversationId): Told | null {
    return this.#boards.get(id)?.told ?? null;
  }

  /** Keeps the mark if it has moved. */
  flush(): void {
    if (this.#mark.sequence <= this.#kept) return;
    this.#kept = this.#mark.sequence;
    this.#keep(this.#mark);
  }

  #show(id: ConversationId): void {
    const board = this.#boards.get(id);
    if (board === undefined) return;
    board.cancelTimer?.();
    const circumstances = this.#options.circumstances();
    const fresh = board.waiting.filter((each) => isTold(each, circumstances));
    const told = toldWith(board.told, fresh);
    if (fresh.length === 0 || told === null) {
      this.#boards.set(id, { ...board, waiting: [], cancelTimer: null });
      return;
    }
    const silent = sinceShown(board, circumstances.now) < ringPause;
    this.flush();
    const notice = noticeOf(told, circumstances, this.#options.words(), silent);
    this.#boards.set(id, { told, notice, waiting: [], shownAt: circumstances.now, cancelTimer: null });
    this.#options.board.show(notice);
  }

  #forget(id: ConversationId): Board | undefined {
    const board = this.#boards.get(id);
    board?.cancelTimer?.();
    this.#boards.delete(id);
    return board;
  }

  #remember(sequence: number): void {
    this.#told.add(sequence);
    if (this.#told.size <= mostRemembered) return;
    const [...sequences] = this.#told;
    sequences.sort((a, b) => a - b);
    const dropped = sequences.slice(0, mostRemembered / 2);
    for (const each of dropped) this.#told.delete(each);
    this.#floor = dropped.at(-1) ?? this.#floor;
  }
}
