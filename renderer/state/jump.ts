import type { MessageId } from '../../shared/model/ids.ts';

/** How somebody came to a message that was jumped to. */
export interface Jump {
  /** It takes the focus, unless what led there keeps that. */
  readonly takesFocus: boolean;
  /** The words that it was found by, as typed; none where it was not looked for. */
  readonly terms: readonly string[];
}

/** The message that somebody jumped to. */
export interface JumpTarget extends Jump {
  readonly id: MessageId;
}
