import { addressKey, type SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import { beyondTransaction, boundedWait } from './bounded-wait.ts';
import type { FlowChannel } from './flow-channel.ts';
import type { RequestOutcome, Signaling } from './ports.ts';
import { neverSent } from './request-queue.ts';

/** Lets one MESSAGE outside dialogs be under way to each address (RFC 3428, 8), whichever flow it comes from. */
export class PagerLanes {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** `task` must not reject. */
  async run(peer: SipAddress, task: () => Promise<RequestOutcome>): Promise<RequestOutcome> {
    const key = addressKey(peer);
    const outcome = (this.#tails.get(key) ?? Promise.resolve()).then(task);
    this.#tails.set(key, outcome);
    void outcome.then(() => {
      if (this.#tails.get(key) === outcome) this.#tails.delete(key);
    });
    return outcome;
  }
}

/** MESSAGE outside dialogs, plain text, no typing. Nothing can be lost there: each message finds its own way. */
export function pagerChannel(
  peer: SipAddress,
  signaling: Signaling,
  lanes: PagerLanes,
  clock: Clock,
): FlowChannel {
  return {
    acceptTypes: ['text/plain'],
    message: (body, headers) => async (turn) =>
      lanes.run(peer, async () =>
        turn.begin()
          ? boundedWait(clock, signaling.message(peer, body, headers), beyondTransaction, {
              kind: 'no-answer',
            })
          : neverSent,
      ),
    composing: () => null,
    carries: (mediaType) => mediaType === 'text/plain',
    isLost: () => false,
  };
}
