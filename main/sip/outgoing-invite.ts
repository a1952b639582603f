import type { SipAddress } from '../../shared/model/address.ts';
import type { DialogHandlers, HeaderField, InviteOutcome, OutgoingInvite, SipBody } from '../flow/ports.ts';
import { uriOf, type Agent } from './agent.ts';
import { participantOf, responseOf } from './header-fields.ts';
import { InviteDialog } from './invite-dialog.ts';
import { newCallId } from './random-id.ts';
import { outcomeOf } from './request-outcome.ts';

const allowedMethods = 'INVITE, ACK, BYE, CANCEL, MESSAGE, INFO, OPTIONS, NOTIFY, BENOTIFY';

export function sendInvite(
  agent: Agent,
  to: SipAddress,
  offer: SipBody,
  headers: readonly HeaderField[],
  handlers: DialogHandlers,
): OutgoingInvite {
  const callId = newCallId();
  const target = uriOf(to);
  const message = agent.request('INVITE', target, target, {
    callId,
    headers: [
      ['Contact', agent.core.configuration.contact.toString()],
      ['Allow', allowedMethods],
      ...headers,
    ],
    body: offer,
  });
  let settled = false;
  let resolve: (outcome: InviteOutcome) => void = () => undefined;
  const outcome = new Promise<InviteOutcome>((settle) => {
    resolve = settle;
  });
  const settle = (result: InviteOutcome): void => {
    if (settled) return;
    settled = true;
    forget();
    resolve(result);
  };
  const forget = agent.whenLost(() => {
    settle({ kind: 'transport-lost', left: true });
  });
  const request = agent.core.invite(message, {
    onAccept(accepted) {
      const { message: response, session } = accepted;
      if (settled) {
        // Another fork has answered, or the caller has given up meanwhile (RFC 3261, 13.2.2.4).
        accepted.ack();
        session.bye();
        return;
      }
      const displayName = participantOf(response.to)?.displayName ?? null;
      const dialog = new InviteDialog(agent, session, { address: to, displayName }, handlers);
      accepted.ack();
      settle({ kind: 'accepted', dialog, response: responseOf(response) });
    },
    onRedirect({ message: response }) {
      settle({ kind: 'refused', response: responseOf(response) });
    },
    onReject(response) {
      const result = outcomeOf(response);
      settle(result.kind === 'response' ? { kind: 'refused', response: result.response } : result);
    },
  });
  return {
    callId,
    outcome,
    cancel() {
      if (settled) return;
      request.cancel();
      settle({ kind: 'canceled' });
    },
  };
}
