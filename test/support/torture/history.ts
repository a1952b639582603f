import type { Message } from '../../../shared/model/message.ts';
import type { Receipt, ReceiptState } from '../../../shared/model/receipt.ts';

/** What the torturer knows of a text that it had a side send. */
export interface SentText {
  readonly number: number;
  readonly text: string;
  /** `sendMessage` had resolved: it is promised to be stored. */
  acknowledged: boolean;
  /** It was shown as failed at some time: its place in the order is no longer promised. */
  everFailed: boolean;
  /** It may have been on its way at some time. */
  everLeft: boolean;
  /** It was to be deleted before it had gone out; `done`: that was acknowledged. */
  withdrawn: 'asked' | 'done' | null;
  /** It took the place of another: its number does not tell its place. */
  readonly edited: boolean;
}

/** One direction of a conversation as both sides' stores have it, oldest first. */
export interface Direction {
  readonly sent: readonly SentText[];
  /** The sender's own messages. */
  readonly atSender: readonly Message[];
  /** What the receiver has from the sender. */
  readonly atReceiver: readonly Message[];
  /** Sequence of the newest message that the receiver has called read. */
  readonly readUpTo: number;
}

const arrived: ReadonlySet<ReceiptState> = new Set(['sent', 'delivered', 'read']);

/** Texts begin with their number: `alice #12 …`. Null for any other text. */
export function numberOf(text: string): number | null {
  const digits = /^\w+ #(\d+)/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

const numbersOf = (messages: readonly Message[]): number[] =>
  messages.map(({ text }) => numberOf(text) ?? -1);

function doubled(numbers: readonly number[]): number[] {
  const seen = new Set<number>();
  return numbers.filter((number) => seen.has(number) || !seen.add(number));
}

/** The first pair of neighbours whose places do not ascend; null when all do. */
function disorder(
  numbers: readonly number[],
  placeOf: (number: number) => number = (number) => number,
): string | null {
  for (const [index, number] of numbers.entries()) {
    const before = numbers[index - 1];
    if (before !== undefined && placeOf(before) >= placeOf(number))
      return `${String(before)} stands before ${String(number)}`;
  }
  return null;
}

/** Everything that breaks the promise, in words; empty when it was kept. `settled`: all was up, and all was retried. */
export function compare(
  { sent, atSender, atReceiver, readUpTo }: Direction,
  settled = true,
): readonly string[] {
  const problems: string[] = [];
  const known = new Map(sent.map((each) => [each.number, each]));
  const kept = numbersOf(atSender);
  const received = numbersOf(atReceiver);
  const keptOnce = new Set(kept);
  const receivedOnce = new Set(received);

  const isRead = (message: Message, number: number): boolean =>
    message.sequence <= readUpTo && numberOf(message.text) === number;

  for (const { number, acknowledged, withdrawn, everLeft } of sent) {
    if (acknowledged && withdrawn === null && !keptOnce.has(number))
      problems.push(`#${number}: lost by its sender's store`);
    if (withdrawn !== 'done') continue;
    if (keptOnce.has(number)) problems.push(`#${number}: deleted, but still at its sender`);
    if (receivedOnce.has(number) && !everLeft)
      problems.push(`#${number}: deleted before it left, but received`);
  }
  for (const number of doubled(kept)) problems.push(`#${number}: doubled at its sender`);
  for (const number of doubled(received)) problems.push(`#${number}: doubled at its receiver`);
  for (const [where, messages] of [
    ['sender', atSender],
    ['receiver', atReceiver],
  ] as const) {
    for (const { text } of messages) {
      const number = numberOf(text) ?? -1;
      if (known.get(number)?.text !== text) problems.push(`#${number}: another text at its ${where}`);
    }
  }
  for (const number of received) {
    if (!keptOnce.has(number) && (known.get(number)?.withdrawn ?? null) === null)
      problems.push(`#${number}: received, but its sender does not know it`);
  }
  for (const message of atSender) {
    const number = numberOf(message.text) ?? -1;
    const receipt = message.receipt;
    if (receipt === null) {
      problems.push(`#${number}: no receipt`);
      continue;
    }
    if (arrived.has(receipt.state) && !receivedOnce.has(number)) {
      problems.push(`#${number}: shown as ${receipt.state}, but the receiver does not have it`);
    }
    if (receipt.state === 'read' && !atReceiver.some((each) => isRead(each, number))) {
      problems.push(`#${number}: shown as read, but the receiver has not read it`);
    }
    if (receipt.state === 'failed' && receipt.failure === null)
      problems.push(`#${number}: failed without a reason`);
    if (settled && !arrived.has(receipt.state))
      problems.push(`#${number}: still ${receipt.state} at the end`);
  }
  const keptDisorder = disorder(kept.filter((number) => known.get(number)?.edited === false));
  if (keptDisorder !== null) problems.push(`order at the sender: ${keptDisorder}`);
  const places = new Map(kept.map((number, place) => [number, place]));
  const inOrder = received.filter((number) => known.get(number)?.everFailed === false && places.has(number));
  const receivedDisorder = disorder(inOrder, (number) => places.get(number) ?? 0);
  if (receivedDisorder !== null) problems.push(`order at the receiver: ${receivedDisorder}`);
  return problems;
}

const rank: Record<ReceiptState, number> = {
  queued: 0,
  sending: 1,
  failed: 2,
  sent: 3,
  delivered: 4,
  read: 5,
};

/**
 * Why a receipt may not follow another one, null when it may. Back goes only what waits for another attempt (sending →
 * queued) and what the user sent again. `gap`: the process died between the two, so that steps may be missing.
 */
export function setBack(
  before: Receipt,
  after: Receipt,
  { retried, gap }: { readonly retried: boolean; readonly gap: boolean },
): string | null {
  if (rank[after.state] >= rank[before.state]) return null;
  if (before.state === 'sending' && after.state === 'queued') return null;
  if (before.state === 'failed' && retried && (after.state === 'queued' || gap)) return null;
  return `the receipt went back from ${before.state} to ${after.state}`;
}
