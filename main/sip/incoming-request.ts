import type { IncomingRequest as SipJsRequest } from 'sip.js/lib/core/index.js';
import type { IncomingRequest, Participant } from '../flow/ports.ts';
import type { Agent } from './agent.ts';
import { bodyOf, headerFields, headerLines, oneLine } from './header-fields.ts';
import { randomToken } from './random-id.ts';

/** A sender gives up after 32 s (RFC 3261, timer F): what nobody answered by then is answered here, in milliseconds. */
const answerTime = 31_000;

/** What SIP.js's user agent servers have in common. */
export interface Answerable {
  readonly message: SipJsRequest['message'];
  accept(options: ResponseParts): unknown;
  reject(options: ResponseParts): unknown;
}

export interface ResponseParts {
  statusCode: number;
  reasonPhrase?: string;
  extraHeaders?: string[];
  toTag?: string;
}

export function incomingRequest(agent: Agent, server: Answerable, from: Participant): IncomingRequest {
  const { message } = server;
  let answered = false;
  const request: IncomingRequest = {
    method: message.method,
    from,
    callId: message.callId,
    headers: headerFields(message.data),
    body: bodyOf(message),
    respond(statusCode, reasonPhrase, headers = []) {
      if (statusCode < 200 || (statusCode >= 300 && statusCode < 400) || statusCode > 699) {
        throw new RangeError(`A request is answered with 2xx or 4xx to 6xx, not ${String(statusCode)}`);
      }
      if (answered) return;
      answered = true;
      stopTimer();
      forget();
      const parts: ResponseParts = {
        statusCode,
        extraHeaders: headerLines(headers),
        ...(reasonPhrase === undefined ? {} : { reasonPhrase: oneLine(reasonPhrase) }),
        // Without it SIP.js draws one from Math.random.
        ...(message.toTag ? {} : { toTag: randomToken(8) }),
      };
      if (statusCode >= 200 && statusCode < 300) server.accept(parts);
      else server.reject(parts);
    },
  };
  const stopTimer = agent.clock.after(answerTime, () => {
    agent.log.warn({ method: message.method }, 'A request was left without an answer');
    request.respond(504);
  });
  const forget = agent.whenLost(() => {
    answered = true;
    stopTimer();
  });
  return request;
}
