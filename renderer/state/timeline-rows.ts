import type { Message } from '../../shared/model/message.ts';
import { startOfDay } from '../text/dates.ts';

/** A message and what stands around it. */
export interface TimelineRow {
  readonly message: Message;
  /** It is the first of its day: the day's name goes before it. */
  readonly newDay: boolean;
  /** The "New" divider goes before it. */
  readonly newFromHere: boolean;
  /** It begins a group: another sender, another minute, or something stands between. */
  readonly first: boolean;
}

/** The last row of each message: one that is as before stays the same object, and is not drawn anew. */
const known = new WeakMap<Message, TimelineRow>();

function rowOf(row: TimelineRow): TimelineRow {
  const last = known.get(row.message);
  if (last?.newDay === row.newDay && last.newFromHere === row.newFromHere && last.first === row.first)
    return last;
  known.set(row.message, row);
  return row;
}

const minuteOf = (at: number): number => Math.floor(at / 60_000);

/** `unreadFrom` and `hasOlder` as in Timeline: what is unread may begin before the run, then there is no divider in it. */
export function timelineRows(
  messages: readonly Message[],
  unreadFrom: number | null,
  hasOlder: boolean,
): readonly TimelineRow[] {
  let before: Message | null = null;
  let divided = unreadFrom === null || (hasOlder && (messages[0]?.sequence ?? 0) >= unreadFrom);
  return messages.map((message) => {
    const newDay = before === null || startOfDay(before.at) !== startOfDay(message.at);
    const newFromHere = !divided && message.direction === 'incoming' && message.sequence >= (unreadFrom ?? 0);
    if (newFromHere) divided = true;
    const first =
      newDay ||
      newFromHere ||
      before?.direction !== message.direction ||
      before.sender.address !== message.sender.address ||
      minuteOf(before.at) !== minuteOf(message.at);
    before = message;
    return rowOf({ message, newDay, newFromHere, first });
  });
}
