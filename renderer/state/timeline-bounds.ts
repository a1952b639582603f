import type { Message } from '../../shared/model/message.ts';

/** Older messages above the first unread one, so that one sees what it goes on from. */
export const contextSize = 10;
/**
 * Beyond this many, or this many times what is in view, those at the far end are let go; scrolling there loads them
 * again. Each one more costs at every step, and fewer would let go what is near the view.
 */
const mostKept = 100;
const mostScreens = 4;
/** The share of them that stays while the newest are in view, so that what comes lets go seldom. */
const keptAtNewest = 0.8;
/** Of more than this at once nobody reads the first: the run begins anew with the last of them. */
const burst = 30;
const keptInBurst = 40;

/** The sequences of the first and the last message in view. */
export interface OnScreen {
  readonly first: number;
  readonly last: number;
}

/** A message, and how far below the upper edge of the view it begins, CSS pixels. */
export interface Place {
  readonly id: string;
  readonly top: number;
}

/** Messages, oldest first; `more`: there are others before them. */
export interface Page {
  readonly messages: readonly Message[];
  readonly more: boolean;
}

/** How many messages are kept at most. */
export function mostOf(messages: readonly Message[], onScreen: OnScreen | null): number {
  if (onScreen === null) return mostKept;
  const { first, last } = onScreen;
  const inView = messages.filter(({ sequence }) => sequence >= first && sequence <= last).length;
  return Math.max(mostKept, mostScreens * inView);
}

/** How many of `count` stay while the newest are in view and `added` came; what nobody has seen yet stays. */
export function keptOf(count: number, most: number, added: number, unseen: number): number {
  if (added <= burst && count <= most) return count;
  const kept = added > burst ? keptInBurst : Math.floor(most * keptAtNewest);
  return unseen === 0 ? kept : Math.max(kept, unseen + contextSize);
}
