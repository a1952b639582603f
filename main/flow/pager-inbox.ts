import { parseContentType } from '../payload/content-type.ts';
import { cpimType } from '../payload/cpim.ts';
import { keyboardActivityType } from '../payload/keyboard-activity.ts';
import type { DispositionReports } from './disposition-reports.ts';
import { messageFactsOf } from './dispositions.ts';
import { contentOf, type ComposingContent, type IncomingContent } from './incoming-content.ts';
import { featuresHeader, ownFeatures, type Carried } from './peer-capabilities.ts';
import type { PeerDirectory } from './peer-directory.ts';
import type { IncomingRequest, Participant } from './ports.ts';

export interface PagerInboxOptions {
  readonly peers: PeerDirectory;
  readonly reports: DispositionReports;
  readonly messageIdHeader: string;
  readonly composing: (from: Participant, content: ComposingContent) => void;
  /** Nothing is sent any more. */
  readonly closed: () => boolean;
}

/** What comes by MESSAGE outside dialogs, before it is anybody's call. */
export class PagerInbox {
  readonly #options: PagerInboxOptions;

  constructor(options: PagerInboxOptions) {
    this.#options = options;
  }

  /**
   * Takes what is no message to read. Returns the request when it is for a call; a 200 to it is followed by the report
   * that its sender asks for.
   */
  take(request: IncomingRequest, formats: readonly string[]): IncomingRequest | null {
    const content = contentOf(request, formats);
    this.#learn(request, content, false);
    const stamped = this.#answering(request, content);
    switch (content.kind) {
      case 'composing':
        stamped.respond(200, 'OK');
        this.#options.composing(request.from, content);
        return null;
      case 'disposition':
        this.#options.reports.take(stamped, content.imdn);
        return null;
      case 'unreadable':
        stamped.respond(400, 'Unreadable Content');
        return null;
      case 'content':
      case 'empty':
      case 'unsupported':
        return stamped;
    }
  }

  /** A request in a dialog. */
  heardInDialog(request: IncomingRequest, formats: readonly string[]): void {
    this.#learn(request, contentOf(request, formats), true);
  }

  #learn(request: IncomingRequest, content: IncomingContent, inDialog: boolean): void {
    const { from, headers } = request;
    this.#options.peers.learn(from, {
      kind: 'request',
      carried: carriedBy(request, content),
      inDialog,
      headers,
    });
  }

  #answering(request: IncomingRequest, content: IncomingContent): IncomingRequest {
    const { reports, messageIdHeader, closed } = this.#options;
    const facts =
      content.kind === 'content' ? messageFactsOf(request.headers, content.envelope, messageIdHeader) : null;
    const wanted = facts?.dispositionRequested.delivery === true ? facts.remoteMessageId : null;
    let answered = false;
    const { method, from, callId, headers: lines, body } = request;
    return {
      method,
      from,
      callId,
      headers: lines,
      body,
      respond: (statusCode, reasonPhrase, headers = []) => {
        request.respond(statusCode, reasonPhrase, [...headers, [featuresHeader, ownFeatures]]);
        if (answered) return;
        answered = true;
        if (statusCode !== 200 || wanted === null) return;
        const turn = { begin: () => !closed() };
        void reports.transmit(from, { messageId: wanted, disposition: 'delivered' }, turn);
      },
    };
  }
}

function carriedBy({ method, body }: IncomingRequest, content: IncomingContent): Carried[] {
  const type = body === null ? undefined : parseContentType(body.contentType)?.type;
  if (method === 'INFO') return type === keyboardActivityType ? ['keyboardActivity'] : [];
  const carried: Carried[] = [];
  const wrapped = (content.kind === 'content' || content.kind === 'disposition') && content.envelope !== null;
  if (type === cpimType || wrapped) carried.push('cpim');
  if (content.kind === 'composing') carried.push('isComposing');
  if (content.kind === 'disposition') carried.push('imdn');
  if (type === 'multipart/alternative') carried.push('multipart');
  if (content.kind === 'content' && content.contentType.type === 'text/html') carried.push('html');
  return carried;
}
