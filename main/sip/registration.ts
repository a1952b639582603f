import type { SipAddress } from '../../shared/model/address.ts';
import type { ConnectionFailure } from '../../shared/model/connection.ts';
import type { HeaderField, RequestOutcome, SipResponse } from '../flow/ports.ts';
import { Grammar, NameAddrHeader } from 'sip.js/lib/core/index.js';
import { domainUri, type Agent } from './agent.ts';
import { fieldOf } from './header-fields.ts';
import { newCallId, randomToken } from './random-id.ts';
import { sendRequest } from './request-outcome.ts';

const wantedSeconds = 600;
const longestSeconds = 24 * 3600;

export type RegistrationOutcome =
  | { readonly kind: 'granted'; readonly seconds: number; readonly server: string | null }
  | { readonly kind: 'failed'; readonly failure: ConnectionFailure };

/** The binding of one connection's Contact to the address of record (RFC 3261, 10.2). */
export class Registration {
  readonly #agent: Agent;
  readonly #address: SipAddress;
  readonly #instanceId: string;
  readonly #callId = newCallId();
  readonly #fromTag = randomToken(8);
  #sequence = 0;
  #seconds = wantedSeconds;

  constructor(agent: Agent, address: SipAddress, instanceId: string) {
    this.#agent = agent;
    this.#address = address;
    this.#instanceId = instanceId;
  }

  /** Registers or refreshes. Never rejects. */
  async register(): Promise<RegistrationOutcome> {
    let { outcome, withCredentials } = await this.#send(this.#seconds);
    const shortest = minExpires(outcome);
    if (shortest !== null && shortest > this.#seconds) {
      this.#seconds = shortest;
      ({ outcome, withCredentials } = await this.#send(this.#seconds));
    }
    if (outcome.kind === 'response' && isSuccess(outcome.response)) {
      const { headers } = outcome.response;
      return {
        kind: 'granted',
        seconds: this.#granted(outcome.response),
        server: fieldOf(headers, 'Server'),
      };
    }
    return { kind: 'failed', failure: failureOf(outcome, withCredentials) };
  }

  /** Resolves when the server has answered. */
  async unregister(): Promise<void> {
    await this.#send(0);
  }

  async #send(seconds: number): Promise<{ outcome: RequestOutcome; withCredentials: boolean }> {
    const agent = this.#agent;
    const to = agent.core.configuration.aor;
    const contact = agent.core.configuration.contact.toString();
    const headers: HeaderField[] = [
      ['Contact', `${contact};+sip.instance="<${this.#instanceId}>";expires=${String(seconds)}`],
      ['Expires', String(seconds)],
    ];
    this.#sequence += 1;
    const message = agent.request('REGISTER', domainUri(this.#address), to, {
      headers,
      body: null,
      callId: this.#callId,
      fromTag: this.#fromTag,
      sequence: this.#sequence,
    });
    const outcome = await sendRequest(agent, (delegate) => agent.core.register(message, delegate));
    this.#sequence = message.cseq;
    const withCredentials = message.hasHeader('authorization') || message.hasHeader('proxy-authorization');
    return { outcome, withCredentials };
  }

  /** What the server granted to our Contact: its own parameter, else Expires, else what we asked for. */
  #granted(response: SipResponse): number {
    const own = this.#agent.contact;
    const contacts = response.headers
      .filter(([name]) => name.toLowerCase() === 'contact')
      .flatMap(([, value]) => parseContacts(value));
    const ours =
      contacts.find(({ uri }) => uri.host === own.host && uri.port === own.port) ??
      contacts.find((contact) => contact.getParam('+sip.instance')?.includes(this.#instanceId) === true);
    const text = ours?.getParam('expires') ?? fieldOf(response.headers, 'Expires') ?? '';
    const seconds = /^\d{1,9}$/.test(text) ? Number(text) : this.#seconds;
    return Math.min(longestSeconds, Math.max(1, seconds));
  }
}

/** When to refresh a binding of so many seconds, in milliseconds: early enough for a second try. */
export const refreshAfter = (seconds: number): number => 1000 * Math.max(seconds / 2, seconds - 60);

function parseContacts(value: string): NameAddrHeader[] {
  const parsed: unknown = Grammar.parse(value, 'Contact');
  if (!Array.isArray(parsed)) return [];
  return parsed.flatMap((each: unknown) =>
    typeof each === 'object' && each !== null && 'parsed' in each && each.parsed instanceof NameAddrHeader
      ? [each.parsed]
      : [],
  );
}

const isSuccess = (response: SipResponse): boolean => response.statusCode >= 200 && response.statusCode < 300;

function minExpires(outcome: RequestOutcome): number | null {
  if (outcome.kind !== 'response' || outcome.response.statusCode !== 423) return null;
  const text = fieldOf(outcome.response.headers, 'Min-Expires') ?? '';
  return /^\d{1,5}$/.test(text) ? Number(text) : null;
}

function failureOf(outcome: RequestOutcome, withCredentials: boolean): ConnectionFailure {
  if (outcome.kind === 'no-answer') {
    return { code: 'no-answer', status: null, detail: 'The server did not answer the registration' };
  }
  if (outcome.kind === 'transport-lost') {
    return { code: 'lost', status: null, detail: 'The connection was lost' };
  }
  const { statusCode, reasonPhrase } = outcome.response;
  const refused = withCredentials && (statusCode === 401 || statusCode === 403 || statusCode === 407);
  return {
    code: refused ? 'wrong-password' : 'rejected',
    status: statusCode,
    detail: `${String(statusCode)} ${reasonPhrase}`,
  };
}
