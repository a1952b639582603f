import type {
  IncomingResponse,
  OutgoingRequest,
  OutgoingRequestDelegate,
  OutgoingRequestMessage,
} from 'sip.js/lib/core/index.js';
import type { RequestOutcome } from '../flow/ports.ts';
import type { Agent } from './agent.ts';
import { responseOf } from './header-fields.ts';

/**
 * SIP.js makes up a 408 when a transaction times out and a 503 when the connection takes no request. Made-up ones have
 * no Via. A 408 that came over the wire is indistinguishable outside INVITE, and means the same.
 */
export function outcomeOf({ message }: IncomingResponse): RequestOutcome {
  if (message.hasHeader('via')) return { kind: 'response', response: responseOf(message) };
  return message.statusCode === 408 ? { kind: 'no-answer' } : { kind: 'transport-lost', left: false };
}

/**
 * Sends a request and waits for its fate. Never rejects. `finished` sees the request as it went out last, after a
 * challenge was answered.
 */
export function sendRequest(
  agent: Agent,
  send: (delegate: OutgoingRequestDelegate) => OutgoingRequest,
  finished?: (message: OutgoingRequestMessage) => void,
): Promise<RequestOutcome> {
  return new Promise((resolve) => {
    const forget = agent.whenLost(() => {
      resolve({ kind: 'transport-lost', left: true });
    });
    const settle = (response: IncomingResponse): void => {
      forget();
      finished?.(request.message);
      resolve(outcomeOf(response));
    };
    const request = send({ onAccept: settle, onRedirect: settle, onReject: settle });
  });
}
