import {
  InviteUserAgentServer,
  LoggerFactory,
  Parser,
  TransportError,
  URI,
  UserAgentCore,
  type IncomingInviteRequest,
  type IncomingMessageRequest,
  type IncomingRequestMessage,
  type IncomingResponseMessage,
  type OutgoingRequestMessage,
} from 'sip.js/lib/core/index.js';
import { IncomingRequestMessage as RequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import { hostOf, userOf, type SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import { featureTag, type HeaderField, type SipBody } from '../flow/ports.ts';
import type { Log } from '../log/log.ts';
import { Digest, keepStrongestChallenge } from './digest.ts';
import { encodeDisplayName, headerLines } from './header-fields.ts';
import { Inbox } from './inbox.ts';
import type { Link } from './link.ts';
import { badRequest } from './malformed.ts';
import { useRandomBranches } from './branches.ts';
import { newCallId, randomBranch, randomToken } from './random-id.ts';
import { bodyToText, decodeMessage, encodeMessage } from './wire-text.ts';

/** Requests of peers that may wait for an answer at a time, and dialogs that may be open. */
const mostServerTransactions = 2000;
const mostDialogs = 2000;

export interface AgentOptions {
  readonly address: SipAddress;
  readonly displayName: string | null;
  readonly password: string;
  readonly userAgent: string;
  readonly link: Link;
  readonly clock: Clock;
  readonly log: Log;
}

export interface AgentHandlers {
  onInvite(request: IncomingInviteRequest): void;
  onMessage(request: IncomingMessageRequest): void;
}

/** What the agent needs of the dialogs over it. */
export interface AgentDialog {
  /** A BENOTIFY, which SIP.js does not know. */
  receiveUnanswered(message: IncomingRequestMessage): void;
  /** A NOTIFY without Event, which SIP.js does not let through. */
  receiveNotify(message: IncomingRequestMessage): void;
  bye(): Promise<void>;
}

export interface RequestParts {
  readonly headers: readonly HeaderField[];
  readonly body: SipBody | null;
  readonly callId?: string;
  readonly fromTag?: string;
  readonly sequence?: number;
}

/**
 * SIP.js's transactions and dialogs over one connection. It ends with the connection: what is pending then is told so.
 */
export class Agent {
  readonly core: UserAgentCore;
  readonly clock: Clock;
  readonly log: Log;
  /** Ours, as Contact names it. */
  readonly contact: URI;
  readonly link: Link;
  readonly #handlers: AgentHandlers;
  readonly #inbox: Inbox;
  readonly #onLost = new Set<() => void>();
  readonly #dialogs = new Map<string, AgentDialog>();
  readonly #logs = new LoggerFactory();
  #open = true;

  constructor(options: AgentOptions, handlers: AgentHandlers) {
    useRandomBranches();
    this.clock = options.clock;
    this.log = options.log;
    this.link = options.link;
    this.#handlers = handlers;
    // SIP.js logs whole messages, with texts and credentials.
    this.#logs.builtinEnabled = false;
    this.#inbox = new Inbox(options.link, (bytes) => {
      this.#receive(bytes);
    });
    const user = userOf(options.address);
    this.contact = contactOf(user, options.link);
    const contact = this.contact;
    this.core = new UserAgentCore(
      {
        aor: uriOf(options.address),
        contact: {
          uri: contact,
          pubGruu: undefined,
          tempGruu: undefined,
          // Read by other Parleys; a parameter that nobody else knows means nothing to him (RFC 3840, 9).
          toString: () => `<${contact.toRaw()}>;${featureTag}`,
        },
        displayName: encodeDisplayName(options.displayName ?? ''),
        loggerFactory: this.#logs,
        hackViaTcp: false,
        routeSet: [],
        sipjsId: '',
        supportedOptionTags: [],
        supportedOptionTagsResponse: [],
        userAgentHeaderFieldValue: options.userAgent,
        viaForceRport: true,
        // RFC 7118, 5.2.1: nobody connects to a client; answers come over its own connection.
        viaHost: `${randomToken(6)}.invalid`,
        authenticationFactory: () => new Digest(this.#logs, user, options.password),
        transportAccessor: () => ({ protocol: options.link.protocol, send: (text) => this.#send(text) }),
      },
      {
        onInvite: (request) => {
          this.#onInvite(request);
        },
        onMessage: (request) => {
          this.#handlers.onMessage(request);
        },
      },
    );
  }

  get open(): boolean {
    return this.#open;
  }

  get dialogs(): readonly AgentDialog[] {
    return [...this.#dialogs.values()];
  }

  /** A message from the connection. */
  receive(bytes: Uint8Array): void {
    if (this.#open) this.#inbox.put(bytes);
  }

  /** Calls `task` when the connection is lost, unless the returned function was called before. */
  whenLost(task: () => void): () => void {
    this.#onLost.add(task);
    return () => {
      this.#onLost.delete(task);
    };
  }

  addDialog(id: string, dialog: AgentDialog): void {
    this.#dialogs.set(id, dialog);
  }

  removeDialog(id: string): void {
    this.#dialogs.delete(id);
  }

  /** Ends everything here at once; nothing is sent any more. */
  end(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#inbox.close();
    for (const task of [...this.#onLost]) task();
    this.#onLost.clear();
    this.core.dispose();
  }

  /** A request outside any dialog, to `target`. */
  request(method: string, target: URI, to: URI, parts: RequestParts): OutgoingRequestMessage {
    return this.core.makeOutgoingRequestMessage(
      method,
      target,
      this.core.configuration.aor,
      to,
      {
        callId: parts.callId ?? newCallId(),
        fromTag: parts.fromTag ?? randomToken(8),
        ...(parts.sequence === undefined ? {} : { cseq: parts.sequence }),
        optionTags: [],
      },
      headerLines(parts.headers),
      parts.body === null ? undefined : sipJsBody(parts.body),
    );
  }

  /** Sends a request that is not answered (BENOTIFY). False when the connection is gone. */
  sendUnanswered(request: OutgoingRequestMessage): boolean {
    request.setViaHeader(randomBranch(), this.link.protocol);
    return this.#open && this.link.send(encodeMessage(request.toString()));
  }

  #send(text: string): Promise<void> {
    return this.#open && this.link.send(encodeMessage(text))
      ? Promise.resolve()
      : Promise.reject(new TransportError('The connection is closed'));
  }

  #receive(bytes: Uint8Array): void {
    try {
      const text = decodeMessage(bytes);
      if (text === null) {
        this.log.debug({ bytes: bytes.length }, 'Dropped what is no SIP message');
        return;
      }
      const message = Parser.parseMessage(keepStrongestChallenge(text), this.#logs.getLogger('parser'));
      if (message === undefined || !isComplete(message)) {
        this.#refuseMalformed(text);
      } else if (message instanceof RequestMessage) {
        this.#receiveRequest(message);
      } else {
        this.core.receiveIncomingResponseFromTransport(message);
      }
    } catch (error) {
      this.log.debug({ reason: String(error) }, 'Could not deal with a SIP message');
    }
  }

  #receiveRequest(message: IncomingRequestMessage): void {
    // Some clients send no branch (pidgin-sipe in dialogs): such a request matches no other.
    if (!message.viaBranch) message.viaBranch = randomBranch();
    const dialog = message.toTag
      ? this.#dialogs.get(message.callId + message.toTag + message.fromTag)
      : undefined;
    if (message.method === 'BENOTIFY') {
      // SIP.js would answer 405; a BENOTIFY is never answered.
      dialog?.receiveUnanswered(message);
    } else if (this.core.userAgentServers.size >= mostServerTransactions && message.method !== 'ACK') {
      this.core.replyStateless(message, { statusCode: 503, extraHeaders: ['Retry-After: 10'] });
    } else if (message.method === 'NOTIFY' && dialog !== undefined && !message.hasHeader('event')) {
      // SIP.js wants an Event; peers that report delivery by NOTIFY send none (PROTOCOL 2.4).
      dialog.receiveNotify(message);
    } else if (message.method === 'PRACK' && !message.toTag) {
      this.core.replyStateless(message, { statusCode: 481 });
    } else {
      this.core.receiveIncomingRequestFromTransport(message);
    }
  }

  #onInvite(request: IncomingInviteRequest): void {
    if (this.core.dialogs.size >= mostDialogs) {
      request.reject({ statusCode: 486 });
      return;
    }
    if (request instanceof InviteUserAgentServer) {
      // SIP.js takes dialog tags from Math.random.
      Reflect.set(request, 'toTag', randomToken(8));
    }
    this.#handlers.onInvite(request);
  }

  #refuseMalformed(text: string): void {
    this.log.debug({ length: text.length }, 'A SIP message does not parse');
    const answer = badRequest(text);
    if (answer !== null) this.link.send(encodeMessage(answer));
  }
}

/** Throws for a user part that is no text. */
export function uriOf(address: SipAddress): URI {
  const uri = new URI('sip', userOf(address), hostOf(address));
  uri.toRaw();
  return uri;
}

/** A domain or a server as a request target: no user part. */
export const domainUri = (address: SipAddress): URI => new URI('sip', '', hostOf(address));

export const sipJsBody = (
  body: SipBody,
): { contentDisposition: string; contentType: string; content: string } => ({
  contentDisposition: 'session',
  contentType: body.contentType,
  content: bodyToText(body.content),
});

/**
 * Over TCP and TLS the socket's own address, by which a server finds the open connection again; a WebSocket client may
 * not know it and has an `.invalid` host (RFC 7118, 5.2.2).
 */
function contactOf(user: string, link: Link): URI {
  if (link.protocol === 'WS' || link.protocol === 'WSS') {
    return new URI('sip', user, `${randomToken(6)}.invalid`, undefined, { transport: 'ws' });
  }
  const local = link.localAddress.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  const host = local.includes(':') ? `[${local}]` : local;
  return new URI('sip', user, host, link.localPort, { transport: link.protocol.toLowerCase() });
}

const isComplete = (message: IncomingRequestMessage | IncomingResponseMessage): boolean =>
  ['via', 'from', 'to', 'call-id', 'cseq'].every((name) => message.hasHeader(name));
