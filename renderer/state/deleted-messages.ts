import type { MessageId } from '../../shared/model/ids.ts';
import type { Message } from '../../shared/model/message.ts';

/**
 * Messages without those that were deleted. What answered one of them shows it no more, as it would be read from the
 * store. The same array where none of that is in it.
 */
export function withoutDeleted(
  messages: readonly Message[],
  deleted: ReadonlySet<MessageId>,
): readonly Message[] {
  const answersDeleted = ({ replyTo, quote }: Message): boolean =>
    quote !== null && replyTo !== null && deleted.has(replyTo);
  if (!messages.some((each) => deleted.has(each.id) || answersDeleted(each))) return messages;
  return messages
    .filter(({ id }) => !deleted.has(id))
    .map((each) => (answersDeleted(each) ? { ...each, quote: null } : each));
}
