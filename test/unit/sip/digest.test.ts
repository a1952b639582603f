import { createHash } from 'node:crypto';
import { LoggerFactory, OutgoingRequestMessage, URI } from 'sip.js/lib/core/index.js';
import { describe, expect, it } from 'vitest';
import { Digest, keepStrongestChallenge } from '../../../main/sip/digest.ts';

const domain = new URI('sip', '', 'example.test');
const request = new OutgoingRequestMessage('REGISTER', domain, domain, domain);
const digest = (): Digest => new Digest(new LoggerFactory(), 'alice', 'pässwörd');

function fieldsOf(text: string): Record<string, string> {
  const fields = [...text.matchAll(/(\w+)=(?:"([^"]*)"|([^,\s]+))/g)];
  return Object.fromEntries(fields.map((each) => [each[1] ?? '', each[2] ?? each[3] ?? '']));
}

describe('Digest', () => {
  it.each([
    [undefined, 'md5'],
    ['MD5', 'md5'],
    ['SHA-256', 'sha256'],
    ['SHA-512-256', 'sha512-256'],
  ])('answers a challenge with algorithm %s (RFC 7616, 3.4.1)', (algorithm, hash) => {
    const answer = digest();
    const challenge = { realm: 'example.test', nonce: 'n1', opaque: 'o1', qop: ['auth-int', 'auth'] };
    expect(
      answer.authenticate(request, { ...challenge, ...(algorithm === undefined ? {} : { algorithm }) }),
    ).toBe(true);
    const fields = fieldsOf(answer.toString());
    const h = (text: string): string => createHash(hash).update(text).digest('hex');
    const expected = h(
      `${h('alice:example.test:pässwörd')}:n1:00000001:${fields['cnonce'] ?? ''}:auth:${h('REGISTER:sip:example.test')}`,
    );
    expect(fields).toMatchObject({
      response: expected,
      username: 'alice',
      uri: 'sip:example.test',
      opaque: 'o1',
    });
  });

  it('answers an old challenge without qop', () => {
    const answer = digest();
    expect(answer.authenticate(request, { realm: 'r', nonce: 'n' })).toBe(true);
    expect(answer.toString()).not.toContain('cnonce');
  });

  it.each([
    ['another scheme', {}],
    ['an unknown algorithm', { realm: 'r', nonce: 'n', algorithm: 'MD5-sess' }],
    ['auth-int alone', { realm: 'r', nonce: 'n', qop: ['auth-int'] }],
  ])('leaves %s unanswered', (_name, challenge) => {
    expect(digest().authenticate(request, challenge)).toBe(false);
  });
});

describe('keepStrongestChallenge', () => {
  const response = (...challenges: string[]): string =>
    [
      'SIP/2.0 401 Unauthorized',
      ...challenges.map((each) => `WWW-Authenticate: ${each}`),
      'Call-ID: 1',
      '',
      'body',
    ].join('\r\n');
  const md5 = 'Digest realm="r", nonce="1", algorithm=MD5';
  const sha = 'Digest realm="r", nonce="2", algorithm=SHA-256';

  it.each([
    [[md5, sha], sha],
    [[sha, md5], sha],
    [[md5, 'NTLM realm="r"'], md5],
    [['Digest realm="r", nonce="3", algorithm=AKAv1-MD5', md5], md5],
    [['Digest realm="r", nonce="4"', md5], 'Digest realm="r", nonce="4"'],
  ])('of %j keeps %s', (challenges, best) => {
    expect(keepStrongestChallenge(response(...challenges))).toBe(response(best));
  });

  it('changes nothing else', () => {
    const request401 = 'MESSAGE sip:a@b SIP/2.0\r\nWWW-Authenticate: a\r\nWWW-Authenticate: b\r\n\r\n';
    expect(keepStrongestChallenge(request401)).toBe(request401);
  });
});
