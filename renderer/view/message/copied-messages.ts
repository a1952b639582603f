import type { Message } from '../../../shared/model/message.ts';
import { foldedText } from '../../state/folded-text.ts';
import { peerName } from '../../state/peer-name.ts';
import { dateTimeOf } from '../../text/dates.ts';
import { text } from '../../text/text.ts';
import { shownText } from './shown-text.ts';

const authorOf = ({ direction, sender }: Message): string =>
  direction === 'outgoing' ? text.timeline.you : peerName(sender.displayName, sender.address);

const lineOf = (message: Message, part: string, today: number): string =>
  text.message.copyLine(authorOf(message), dateTimeOf(message.at, today), part);

/** Messages as clean text, one after the other: who, when, what. `today` is a local midnight. */
export const messagesAsText = (messages: readonly Message[], today: number): string =>
  messages.map((each) => lineOf(each, each.text, today)).join('\n');

/** What is copied from the log: the chosen messages, else what is selected, else the message that has the focus. */
export function copyOf(
  log: HTMLElement,
  messages: readonly Message[],
  chosen: readonly Message[],
  focused: Message | null,
  today: number,
): string | null {
  if (chosen.length > 0) return messagesAsText(chosen, today);
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed
    ? selectionAsText(selection, log, messages, today)
    : (focused?.text ?? null);
}

/**
 * What a selection in messages puts on the clipboard; null when it has nothing of any. Within one message it is the part
 * that is seen. Over several each has its line, and the first and the last have the part that is selected; those that are
 * selected whole are as they were written.
 */
function selectionAsText(
  selection: Selection,
  log: HTMLElement,
  messages: readonly Message[],
  today: number,
): string | null {
  if (selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const byId = new Map<string, Message>(messages.map((each) => [each.id, each]));
  const parts: SelectedPart[] = [];
  for (const article of log.querySelectorAll<HTMLElement>('[data-message-id]')) {
    const message = byId.get(article.dataset['messageId'] ?? '');
    const shown = article.querySelector('[data-text]');
    if (message === undefined || shown === null || !range.intersectsNode(shown)) continue;
    const part = partOf(range, shown, message);
    if (part.seen.trim() !== '') parts.push(part);
  }
  const [first] = parts;
  if (first === undefined) return null;
  if (parts.length === 1) return first.seen;
  return parts.map(({ message, written }) => lineOf(message, written, today)).join('\n');
}

interface SelectedPart {
  readonly message: Message;
  readonly seen: string;
  /** As it was written, when all of it is selected. */
  readonly written: string;
}

function partOf(range: Range, shown: Element, message: Message): SelectedPart {
  const all = document.createRange();
  all.selectNodeContents(shown);
  const seen = shownText(range, shown);
  const whole = seen.trim() === shownText(all, shown).trim();
  const fold = shown.querySelector('[data-fold]');
  const folded = fold === null ? message.text : (foldedText(message.text) ?? message.text);
  // Whoever selects over the fold wants what is in it.
  const rest = fold !== null && coversAll(range, fold) ? message.text.slice(folded.length) : '';
  return { message, seen: seen + rest, written: (whole ? folded : seen.trim()) + rest };
}

function coversAll(range: Range, element: Element): boolean {
  const own = document.createRange();
  own.selectNodeContents(element);
  return (
    range.compareBoundaryPoints(Range.START_TO_START, own) <= 0 &&
    range.compareBoundaryPoints(Range.END_TO_END, own) >= 0
  );
}
