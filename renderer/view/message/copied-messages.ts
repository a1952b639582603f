import type { Message } from '../../../shared/model/message.ts';
import { peerName } from '../../state/peer-name.ts';
import { dateTimeOf } from '../../text/dates.ts';
import { text } from '../../text/text.ts';

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
 * What a selection over several messages puts on the clipboard; null when it is within one, whose own text is what is
 * wanted then. Of the first and the last message it takes the selected part.
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
  const lines: string[] = [];
  for (const article of log.querySelectorAll<HTMLElement>('[data-message-id]')) {
    const message = byId.get(article.dataset['messageId'] ?? '');
    const shown = article.querySelector('[data-text]');
    if (message === undefined || shown === null || !range.intersectsNode(shown)) continue;
    const part = partOf(range, shown);
    if (part.trim() === '') continue;
    const whole = part.trim() === shown.textContent.trim();
    lines.push(lineOf(message, whole ? message.text : part.trim(), today));
  }
  return lines.length > 1 ? lines.join('\n') : null;
}

function partOf(range: Range, element: Element): string {
  const part = document.createRange();
  part.selectNodeContents(element);
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0)
    part.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0)
    part.setEnd(range.endContainer, range.endOffset);
  return part.toString();
}
