import { longestText } from '../../../shared/model/message.ts';
import { textOnWire } from '../../../shared/text/reply-quote.ts';
import { utf8Size } from '../../../shared/text/utf8-size.ts';

/** How much more can be written; below 0: how much is too much. */
export interface Room {
  /** In UTF-16 code units; `about` so many where bytes are what counts. */
  readonly characters: number;
  /** Whose limit comes first: Parley's own, which holds, or one that the other side has shown, which is only known of. */
  readonly limit: 'own' | 'peer';
}

/**
 * The room behind a text. `original`: the text of the message that it answers. `refusedSize`: as in ConversationSummary.
 * What is still to come is taken to need as many bytes as what is there: one for a Latin letter, two for an Arabic one.
 */
export function roomBehind(text: string, original: string | null, refusedSize: number | null): Room {
  const own: Room = { characters: longestText - text.length, limit: 'own' };
  if (refusedSize === null) return own;
  const bytes = refusedSize - 1 - utf8Size(textOnWire(text, original));
  const each = text === '' ? 1 : utf8Size(text) / text.length;
  // Away from nothing: one byte too many is one character too many.
  const characters = bytes < 0 ? -Math.ceil(-bytes / each) : Math.floor(bytes / each);
  return characters < own.characters ? { characters, limit: 'peer' } : own;
}
