import type { Message } from '../../shared/model/message.ts';
import { dateTimeOf, startOfDay, timeOf } from '../text/dates.ts';
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
