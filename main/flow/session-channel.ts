import type { Clock } from '../../shared/model/clock.ts';
import { keyboardActivityType, writeKeyboardActivity } from '../payload/keyboard-activity.ts';
import { msImdnType, writeMsImdn } from '../payload/ms-imdn.ts';
import { beyondTransaction, boundedWait } from './bounded-wait.ts';
import type { DeliveryReporting, FlowChannel } from './flow-channel.ts';
import type { OutgoingRequest, Participant, SignalingDialog } from './ports.ts';
import { neverSent, type Transmit } from './request-queue.ts';

/** Answers after which Lync's clients take the dialog for dead; no answer at all means the same. */
const lostDialogStatus: ReadonlySet<number> = new Set([408, 480, 481]);

/** MESSAGE, INFO and BENOTIFY in the INVITE's dialog. */
export function sessionChannel(
  dialog: SignalingDialog,
  clock: Clock,
  acceptTypes: readonly string[],
  local: Participant,
): FlowChannel {
  const transmit =
    (request: OutgoingRequest): Transmit =>
    async (turn) =>
      turn.begin()
        ? boundedWait(clock, dialog.request(request), beyondTransaction, { kind: 'no-answer' })
        : neverSent;
  const report: DeliveryReporting = (messageId, failureCode) =>
    transmit({
      method: 'BENOTIFY',
      headers: [],
      body: {
        contentType: msImdnType,
        content: writeMsImdn(
          messageId,
          failureCode === null ? [] : [{ uri: local.address, code: failureCode }],
        ),
      },
    });
  return {
    acceptTypes,
    message: (body, headers) => transmit({ method: 'MESSAGE', headers, body }),
    composing: (activity) =>
      transmit({
        method: 'INFO',
        headers: [],
        body: { contentType: keyboardActivityType, content: writeKeyboardActivity(activity) },
      }),
    reporting: () => (acceptTypes.includes(msImdnType) ? report : null),
    isLost: (outcome) =>
      outcome.kind === 'no-answer' ||
      (outcome.kind === 'response' && lostDialogStatus.has(outcome.response.statusCode)),
  };
}
