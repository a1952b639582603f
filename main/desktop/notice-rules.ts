import type { ConversationId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';
import { isQuiet } from '../../shared/model/quiet.ts';
import type { Settings } from '../../shared/model/settings.ts';
import type { Notice } from './notice.ts';
import type { DesktopWords } from './text/words.ts';

/** What a message that came is told with. */
export interface Arrival {
  readonly message: Message;
  /** How the conversation is called. */
  readonly name: string;
  readonly muted: boolean;
  /** It names the user: then it is told of even where the conversation is muted. */
  readonly mentioned: boolean;
}

/** What decides whether and how a message is told of. */
export interface Circumstances {
  readonly now: number;
  readonly locked: boolean;
  readonly hideWhenLocked: boolean;
  /** The conversation before the user's eyes; null while nobody is there. */
  readonly viewing: ConversationId | null;
  readonly show: boolean;
  readonly content: Settings['notifications.content'];
  readonly sound: boolean;
  readonly quietUntil: number;
}

/** Lines of text that a notification of several messages has, the newest ones. */
const mostLines = 4;
/** Longer texts are cut; no notification shows more. UTF-16 code units. */
const longestLine = 240;

export function isTold({ message, muted, mentioned }: Arrival, circumstances: Circumstances): boolean {
  if (!circumstances.show || isQuiet(circumstances.quietUntil, circumstances.now)) return false;
  if (muted && !mentioned) return false;
  return circumstances.viewing !== message.conversationId;
}

/** The messages of one conversation that its notification tells of. */
export interface Told {
  readonly first: Arrival;
  /** The last of them, oldest first; at least one. */
  readonly newest: readonly Arrival[];
  readonly count: number;
}

/** With more messages, at least one, in the order of their sequence. */
export function toldWith(told: Told | null, more: readonly Arrival[]): Told | null {
  const newest = [...(told?.newest ?? []), ...more].sort((a, b) => a.message.sequence - b.message.sequence);
  const [oldest] = newest;
  if (oldest === undefined) return told;
  const first = told !== null && told.first.message.sequence < oldest.message.sequence ? told.first : oldest;
  return { first, newest: newest.slice(-mostLines), count: (told?.count ?? 0) + more.length };
}

export function noticeOf(
  { first, newest, count }: Told,
  circumstances: Circumstances,
  words: DesktopWords,
  silent: boolean,
): Notice {
  const { name, message } = newest.at(-1) ?? first;
  const { conversationId } = message;
  // Whoever passes by a locked computer learns that there is something, and no more.
  const { locked, hideWhenLocked } = circumstances;
  const content = locked && hideWhenLocked ? 'nothing' : circumstances.content;
  const counted = words.newMessages(count);
  const quiet = silent || !circumstances.sound;
  if (content === 'nothing') {
    return { conversationId, title: words.product, body: counted, silent: quiet, reply: null };
  }
  // Nor can they answer in the user's name.
  const reply = locked ? null : words.replyTo(name);
  if (content === 'sender') return { conversationId, title: name, body: counted, silent: quiet, reply };
  const title = count === 1 ? name : words.several(name, count);
  const body = newest.map((each) => lineOf(each.message.text, count === 1)).join('\n');
  return { conversationId, title, body, silent: quiet, reply };
}

/** A single message keeps its lines; of several each is one. */
function lineOf(text: string, alone: boolean): string {
  const line = alone ? text.trim() : text.trim().replace(/\s+/gu, ' ');
  if (line.length <= longestLine) return line;
  // Not through the middle of a surrogate pair.
  const cut = line.slice(0, longestLine - 1).replace(/[\uD800-\uDBFF]$/u, '');
  return `${cut.trimEnd()}…`;
}
