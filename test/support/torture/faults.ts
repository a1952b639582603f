import type { Fault } from './program.ts';

const arrivals = 'main/conversation/arrivals.ts';

/** Builds of Parley that break the promise, each in its own way; a torture that does not find them is worth nothing. */
export const faults: readonly Fault[] = [
  {
    name: 'takes every third message without storing it',
    tells: /but the receiver does not have it/,
    file: arrivals,
    find: 'const displayName = event.sender.displayName',
    replace:
      'const counted = globalThis as { torturedMessages?: number }; ' +
      'counted.torturedMessages = (counted.torturedMessages ?? 0) + 1; ' +
      'if (counted.torturedMessages % 3 === 0) return; ' +
      'const displayName = event.sender.displayName',
  },
  {
    name: 'stores what arrives twice',
    tells: /doubled at its receiver/,
    file: arrivals,
    find: 'if (repeated) return;',
    replace:
      'if (repeated) return; ' +
      'await store.insertIncoming({ conversationId, sender: { address: event.sender.address, ' +
      'displayName: null }, text: reply.text, at: clock.now(), sentAt: null, replyTo: null, remoteId: null, ' +
      'displayRequested: false, mentioned: false });',
  },
  {
    name: 'sends the newest first',
    tells: /order at the receiver/,
    file: 'main/conversation/outbox-lane.ts',
    find: 'this.#queue.push(message)',
    replace: 'this.#queue.unshift(message)',
  },
  {
    name: 'ticks what it has not sent',
    tells: /but the receiver does not have it/,
    file: 'main/conversation/outbox.ts',
    find: 'await this.#options.deliver(message)',
    replace: "await Promise.resolve<DeliveryOutcome>({ kind: 'delivered' })",
  },
];
