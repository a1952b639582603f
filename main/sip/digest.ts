import { createHash } from 'node:crypto';
import {
  DigestAuthentication,
  type LoggerFactory,
  type OutgoingRequestMessage,
} from 'sip.js/lib/core/index.js';
import * as v from 'valibot';
import { randomToken } from './random-id.ts';

/** Best first (RFC 8760, 2.4 leaves the order to the server; Parley takes the strongest that it knows). */
const hashes: readonly (readonly [algorithm: string, hash: string])[] = [
  ['SHA-512-256', 'sha512-256'],
  ['SHA-256', 'sha256'],
  ['MD5', 'md5'],
];
const hashOf = (algorithm: string): string | undefined =>
  hashes.find(([name]) => name === algorithm.toUpperCase())?.[1];

const Challenge = v.object({
  realm: v.pipe(v.string(), v.minLength(1)),
  nonce: v.pipe(v.string(), v.minLength(1)),
  algorithm: v.optional(v.string()),
  opaque: v.optional(v.string()),
  stale: v.optional(v.boolean()),
  qop: v.optional(v.array(v.string())),
});

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

/** The answer to one Digest challenge (RFC 7616, RFC 8760), in the place of SIP.js's own, which knows MD5 alone. */
export class Digest extends DigestAuthentication {
  readonly #user: string;
  readonly #secret: string;
  #fields: readonly string[] = [];

  constructor(logs: LoggerFactory, user: string, password: string) {
    super(logs, undefined, user, undefined);
    this.#user = user;
    this.#secret = password;
  }

  override authenticate(request: OutgoingRequestMessage, challenge: unknown): boolean {
    const parsed = v.safeParse(Challenge, challenge);
    if (!parsed.success) return false;
    const { realm, nonce, opaque, qop } = parsed.output;
    const algorithm = parsed.output.algorithm ?? 'MD5';
    const hashName = hashOf(algorithm);
    if (hashName === undefined) return false;
    if (qop !== undefined && !qop.includes('auth')) return false;
    this.stale = parsed.output.stale;
    const hash = (text: string): string => createHash(hashName).update(text, 'utf8').digest('hex');
    const uri = request.ruri.toRaw();
    const ha1 = hash(`${this.#user}:${realm}:${this.#secret}`);
    const ha2 = hash(`${request.method}:${uri}`);
    const clientNonce = randomToken(16);
    // Each request gets its own client nonce, so the count of its uses is always one.
    const count = '00000001';
    const response =
      qop === undefined
        ? hash(`${ha1}:${nonce}:${ha2}`)
        : hash(`${ha1}:${nonce}:${count}:${clientNonce}:auth:${ha2}`);
    this.#fields = [
      `username=${quoted(this.#user)}`,
      // SIP.js hands the realm over as it stood between the quotes.
      `realm="${realm}"`,
      `nonce="${nonce}"`,
      `uri="${uri}"`,
      `response="${response}"`,
      `algorithm=${algorithm}`,
      ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
      ...(qop === undefined ? [] : ['qop=auth', `cnonce="${clientNonce}"`, `nc=${count}`]),
    ];
    return true;
  }

  override toString(): string {
    return `Digest ${this.#fields.join(', ')}`;
  }
}

/** SIP.js reads only the last of several challenges: leaves the strongest that Parley can answer. */
export function keepStrongestChallenge(message: string): string {
  if (!/^SIP\/2\.0 40[17] /.test(message)) return message;
  const field = /\r\n(?:www|proxy)-authenticate[ \t]*:[^\r\n]*/gi;
  const end = message.indexOf('\r\n\r\n');
  const header = message.slice(0, end);
  const challenges = header.match(field) ?? [];
  if (challenges.length < 2) return message;
  const rank = (challenge: string): number => {
    if (!/:\s*digest\s/i.test(challenge)) return hashes.length + 1;
    const algorithm = (/[\s,]algorithm\s*=\s*"?([^",\s]+)/i.exec(challenge)?.[1] ?? 'MD5').toUpperCase();
    const at = hashes.findIndex(([name]) => name === algorithm);
    return at < 0 ? hashes.length : at;
  };
  const best = challenges.toSorted((a, b) => rank(a) - rank(b))[0];
  let kept = false;
  const rest = header.replace(field, (challenge) => {
    if (kept || challenge !== best) return '';
    kept = true;
    return challenge;
  });
  return rest + message.slice(end);
}
