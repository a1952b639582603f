import { imdnNamespace, type CpimExtension, type CpimMessage } from './cpim.ts';

/** What the sender of a message wants to be told of (RFC 5438, 6.1.1.2). */
export type ImdnWish = 'positive-delivery' | 'negative-delivery' | 'processing' | 'display';

/** The IMDN headers of a CPIM message. */
export interface ImdnRequest {
  /** Null when there is none: nothing can be reported then. */
  readonly messageId: string | null;
  /** Empty: no report is wanted. */
  readonly wishes: ReadonlySet<ImdnWish>;
}

const wishes: readonly ImdnWish[] = ['positive-delivery', 'negative-delivery', 'processing', 'display'];
const longestMessageId = 1024;

/**
 * The headers for a message (with wishes) or for a report (without any: one must not ask for reports itself).
 *
 * @param messageId unique, with at least 64 random bits (RFC 5438, 6.3)
 */
export function imdnExtension(messageId: string, wanted: readonly ImdnWish[] = []): CpimExtension {
  if (!/^[\x21-\x7e]+$/.test(messageId)) {
    throw new RangeError(`Not an IMDN message id: ${JSON.stringify(messageId)}`);
  }
  const wish = wanted.join(', ');
  return {
    prefix: 'imdn',
    namespace: imdnNamespace,
    headers: [
      ['Message-ID', messageId],
      ...(wish === '' ? [] : ([['Disposition-Notification', wish]] as const)),
    ],
  };
}

/** Unknown wishes and parameters are ignored, repeated headers count together. */
export function readImdnRequest(message: Pick<CpimMessage, 'headers'>): ImdnRequest {
  const values = (name: string): string[] =>
    message.headers
      .filter((header) => header.namespace === imdnNamespace && header.name.toLowerCase() === name)
      .map((header) => header.value.trim());
  const [messageId = ''] = values('message-id');
  const told = values('disposition-notification').flatMap((value) =>
    value.split(',').map((wish) => wish.replace(/;.*$/s, '').trim().toLowerCase()),
  );
  return {
    messageId: messageId === '' || messageId.length > longestMessageId ? null : messageId,
    wishes: new Set(wishes.filter((wish) => told.includes(wish))),
  };
}
