import type { Message } from '../../shared/model/message.ts';
import { timeOf } from '../text/dates.ts';
import { text } from '../text/text.ts';

export interface DeliveryNote {
  /** It is not tried any more by itself. */
  readonly failed: boolean;
  /** Why it is not there, and when it is tried again. */
  readonly words: string;
}

/** What is to be said of a message that is not there yet; null while nothing went wrong. */
export function deliveryNote({ receipt }: Message, connected: boolean, now: number): DeliveryNote | null {
  const failure = receipt?.failure ?? null;
  if (receipt === null || failure === null) return null;
  if (receipt.state === 'failed')
    return { failed: true, words: text.timeline.deliveryFailures[failure.code] };
  const reason = text.outbox.waitingFailures[failure.code];
  if (receipt.state !== 'queued') return { failed: false, words: reason };
  const next = ((): string => {
    if (!connected) return text.outbox.nextWithConnection;
    const { nextAt } = receipt;
    return nextAt !== undefined && nextAt > now ? text.outbox.nextAt(timeOf(nextAt)) : '';
  })();
  return { failed: false, words: next === '' ? reason : `${reason} ${next}` };
}
