import type { Message } from '../../shared/model/message.ts';
import { dateTimeOf, fullDateOf, startOfDay, timeOf } from '../text/dates.ts';
import { text } from '../text/text.ts';

/** Clocks that differ by less are right, milliseconds. */
const tolerance = 90_000;

/**
 * "Sent 10:02, arrived 10:41": where the sender's own time differs from the arrival; null elsewhere. The order of the
 * timeline is that of arrival, whatever the sender's clock says.
 */
export function differingTimes({ at, sentAt }: Pick<Message, 'at' | 'sentAt'>): string | null {
  if (sentAt === null || Math.abs(at - sentAt) < tolerance) return null;
  return text.message.sentArrived(dateTimeOf(sentAt, startOfDay(at)), timeOf(at));
}

/**
 * All that is known of when, for who asks: a line for each. Of one's own message how far it has come; the stages before
 * stand in its proof of delivery.
 */
export function timesInFull({
  direction,
  at,
  sentAt,
  receipt,
}: Pick<Message, 'direction' | 'at' | 'sentAt' | 'receipt'>): string {
  const { times } = text.message;
  if (direction === 'incoming') {
    const arrived = times.arrived(fullDateOf(at));
    return sentAt === null ? arrived : `${times.sent(fullDateOf(sentAt))}\n${arrived}`;
  }
  const written = times.written(fullDateOf(at));
  if (receipt === null || receipt.state === 'queued' || receipt.state === 'sending') return written;
  return `${written}\n${times[receipt.state](fullDateOf(receipt.updatedAt))}`;
}
