import { foldText } from '../../../shared/model/search-fold.ts';
import { linkTokens } from '../../../shared/text/links.ts';
import { gramsOfText } from './grams.ts';

/** Begins what is no gram of a text: private characters are none. */
const mark = '\ue000';

export const conversationMark = (key: number): string => `${mark}c${String(key)}`;
export const senderMark = (key: number): string => `${mark}s${String(key)}`;
export const linkMark = `${mark}l`;

export const hasLink = (text: string): boolean => linkTokens(text).some(({ kind }) => kind === 'link');

/** A message as the index needs it. */
export interface IndexedMessage {
  readonly sequence: number;
  /** Keys of the tables `conversations` and `senders`. */
  readonly conversation: number;
  readonly sender: number;
  readonly text: string;
}

/** What the index keeps of a message, as the index' tokenizer reads it. */
export function entryOf({ conversation, sender, text }: IndexedMessage): string {
  const marks = [conversationMark(conversation), senderMark(sender)];
  if (hasLink(text)) marks.push(linkMark);
  return [...marks, ...gramsOfText(foldText(text))].join(' ');
}

/** Grams and marks as a query of FTS5; they hold no quotation marks. */
export const allOf = (tokens: Iterable<string>): string =>
  [...tokens].map((token) => `"${token}"`).join(' AND ');
export const anyOf = (tokens: Iterable<string>): string =>
  `(${[...tokens].map((token) => `"${token}"`).join(' OR ')})`;
