import type { CommandArguments } from '../../../shared/contract/commands.ts';
import type { MessageId } from '../../../shared/model/ids.ts';
import type { Message } from '../../../shared/model/message.ts';
import { queuedReceipt } from '../../../shared/model/receipt.ts';
import type { UnsentCount } from '../../../shared/model/unsent.ts';

type History = Iterable<readonly Message[]>;

const isUnsent = ({ receipt }: Message): boolean =>
  receipt !== null && ['queued', 'sending', 'failed'].includes(receipt.state);

export const fakeUnsent = (history: History): Message[] => [...history].flat().filter(isUnsent);

/** The newest that is queued or failed. */
export const fakeLastUnsent = (messages: readonly Message[]): Message | null =>
  messages.findLast(({ receipt }) => receipt?.state === 'queued' || receipt?.state === 'failed') ?? null;

export function countUnsent(history: History): UnsentCount {
  const all = fakeUnsent(history);
  const failed = all.filter(({ receipt }) => receipt?.state === 'failed').length;
  return { waiting: all.length - failed, failed };
}

export const findMessage = (history: History, id: MessageId): Message | undefined =>
  [...history].flat().find((each) => each.id === id);

/** The message that takes the place of an unsent one; it stands behind all others. */
export function replacement(
  history: History,
  old: Message,
  { newId, text }: CommandArguments<'replaceUnsent'>,
): Message {
  const now = Date.now();
  const sequence = 1 + Math.max(...[...history].flat().map((each) => each.sequence));
  return { ...old, id: newId, text, sequence, at: now, receipt: queuedReceipt(now) };
}
