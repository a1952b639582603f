import type { Clock } from '../../shared/model/clock.ts';
import { keyboardActivityType, writeKeyboardActivity } from '../payload/keyboard-activity.ts';
import { beyondTransaction, boundedWait } from './bounded-wait.ts';
import type { FlowChannel } from './flow-channel.ts';
import type { OutgoingRequest, SignalingDialog } from './ports.ts';
import { neverSent, type Transmit } from './request-queue.ts';

/** Answers after which Lync's clients take the dialog for dead; no answer at all means the same. */
const lostDialogStatus: ReadonlySet<number> = new Set([408, 480, 481]);

/** MESSAGE and INFO in the INVITE's dialog. */
export function sessionChannel(
  dialog: SignalingDialog,
  clock: Clock,
  acceptTypes: readonly string[],
): FlowChannel {
  const transmit =
    (request: OutgoingRequest): Transmit =>
    async (turn) =>
      turn.begin()
        ? boundedWait(clock, dialog.request(request), beyondTransaction, { kind: 'no-answer' })
        : neverSent;
  return {
    acceptTypes,
    message: (body, headers) => transmit({ method: 'MESSAGE', headers, body }),
    composing: (activity) =>
      transmit({
        method: 'INFO',
        headers: [],
        body: { contentType: keyboardActivityType, content: writeKeyboardActivity(activity) },
      }),
    isLost: (outcome) =>
      outcome.kind === 'no-answer' ||
      (outcome.kind === 'response' && lostDialogStatus.has(outcome.response.statusCode)),
  };
}
