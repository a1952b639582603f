import type { Clock } from '../../shared/model/clock.ts';
import type { Connection } from './connection.ts';
import { headerOf, valuesOf, type Header, type LoopbackRequest } from './message.ts';
import { parametersOf, parseUri, placeOf, uriText } from './uri.ts';

/** A contact of a user, reached over the connection that registered it and over no other. */
export interface Binding {
  readonly contact: string;
  readonly connection: Connection;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface RegistrarReply {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly Header[];
}

interface Entry extends Binding {
  readonly place: string;
  readonly callId: string;
  readonly sequence: number;
  /** The Contact's other parameters, for instance `+sip.instance`, as they came. */
  readonly parameters: string;
}

const defaultExpires = 3600;
const maximumUsers = 1024;
const maximumContacts = 16;

/**
 * Who is where (RFC 3261, section 10). There is no authentication: the server listens on the loopback interface only,
 * and any name of the domain may sign in. A binding ends with its time, with its connection, or by Expires 0.
 */
export class Registrar {
  readonly #clock: Clock;
  /** By user in lower case; the newest contact last. A user stays when the last contact is gone. */
  readonly #users = new Map<string, readonly Entry[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the user has ever been signed in. */
  knows(user: string): boolean {
    return this.#users.has(user.toLowerCase());
  }

  /** The contact that signed in last, if one is live. */
  newest(user: string): Binding | undefined {
    return this.#live(user.toLowerCase()).at(-1);
  }

  /** The live binding whose contact is this place (`placeOf`), the newest if there are several. */
  at(place: string): Binding | undefined {
    for (const user of this.#users.keys()) {
      const found = this.#live(user).findLast((entry) => entry.place === place);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A closed connection takes its bindings with it. */
  forget(connection: Connection): void {
    for (const [user, entries] of this.#users) {
      if (entries.some((entry) => entry.connection === connection)) {
        this.#users.set(
          user,
          entries.filter((entry) => entry.connection !== connection),
        );
      }
    }
  }

  /** Carries out a REGISTER for `user` and says what to answer (RFC 3261, 10.3). */
  register(user: string, request: LoopbackRequest, connection: Connection): RegistrarReply {
    const key = user.toLowerCase();
    const contacts = valuesOf(request, 'Contact');
    const headerExpires = readExpires(headerOf(request, 'Expires')) ?? defaultExpires;
    const callId = headerOf(request, 'Call-ID') ?? '';
    const sequence = Number.parseInt(headerOf(request, 'CSeq') ?? '0', 10);
    const before = this.#live(key);
    const stale = (entry: Entry): boolean => entry.callId === callId && entry.sequence >= sequence;

    if (contacts.includes('*')) {
      if (contacts.length > 1 || headerExpires !== 0)
        return refuse(400, 'Contact * needs Expires 0 and no other');
      if (before.some(stale)) return refuse(500, 'An older REGISTER');
      if (this.knows(key)) this.#users.set(key, []);
      return this.#accept([]);
    }
    if (contacts.length === 0) return this.#accept(before);
    if (!this.#users.has(key) && this.#users.size >= maximumUsers) return refuse(503, 'Too many users');

    let after = before;
    for (const contact of contacts) {
      const text = uriText(contact);
      const uri = parseUri(text);
      if (uri === null || (uri.scheme !== 'sip' && uri.scheme !== 'sips')) return refuse(400, 'Bad Contact');
      const place = placeOf(uri);
      const old = after.find((entry) => entry.place === place);
      if (old !== undefined && stale(old)) return refuse(500, 'An older REGISTER');
      const expires = readExpires(parametersOf(contact).get('expires')) ?? headerExpires;
      if (expires === 0) {
        after = after.filter((entry) => entry !== old);
        continue;
      }
      const entry: Entry = {
        contact: text,
        place,
        connection,
        expiresAt: this.#clock.now() + Math.min(expires, defaultExpires) * 1000,
        callId,
        sequence,
        parameters: keptParameters(contact),
      };
      // A refresh keeps its place in the order; a new contact, or one on a new connection, becomes the newest.
      after =
        old?.connection === connection
          ? after.map((other) => (other === old ? entry : other))
          : [...after.filter((other) => other !== old), entry];
    }
    if (after.length > maximumContacts) return refuse(503, 'Too many contacts');
    this.#users.set(key, after);
    return this.#accept(after);
  }

  #live(key: string): readonly Entry[] {
    const entries = this.#users.get(key) ?? [];
    const now = this.#clock.now();
    const live = entries.filter((entry) => entry.expiresAt > now);
    if (live.length < entries.length) this.#users.set(key, live);
    return live;
  }

  #accept(entries: readonly Entry[]): RegistrarReply {
    const now = this.#clock.now();
    const headers: Header[] = [];
    let shortest = Infinity;
    for (const entry of entries) {
      const seconds = Math.max(1, Math.round((entry.expiresAt - now) / 1000));
      shortest = Math.min(shortest, seconds);
      const value = `<${entry.contact}>;expires=${String(seconds)}${entry.parameters}`;
      headers.push({ name: 'Contact', value });
    }
    // SIPE signs on with this header only.
    if (entries.length > 0) headers.push({ name: 'Expires', value: String(shortest) });
    return { status: 200, reason: 'OK', headers };
  }
}

const refuse = (status: number, reason: string): RegistrarReply => ({ status, reason, headers: [] });

function readExpires(text: string | undefined): number | undefined {
  if (text === undefined || !/^[0-9]{1,10}$/.test(text.trim())) return undefined;
  return Number(text.trim());
}

function keptParameters(contact: string): string {
  let kept = '';
  for (const [name, value] of parametersOf(contact)) {
    if (name !== 'expires' && name !== 'q') kept += value === '' ? `;${name}` : `;${name}=${value}`;
  }
  return kept;
}
