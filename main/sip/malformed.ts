import { fieldOf, headerFields } from './header-fields.ts';
import { randomToken } from './random-id.ts';

/**
 * A 400 for a request that the grammar refuses, so that its sender need not wait for a time-out. Null when it is no
 * request, is one that has no answer, or lacks what an answer needs (RFC 3261, 8.2.6).
 */
export function badRequest(message: string): string | null {
  const method = /^([A-Z]+) \S+ SIP\/2\.0\r\n/.exec(message)?.[1];
  if (method === undefined || method === 'ACK' || method === 'BENOTIFY') return null;
  const fields = headerFields(message);
  const vias = fields.filter(([name]) => name.toLowerCase() === 'via');
  const [from, to, callId, sequence] = ['From', 'To', 'Call-ID', 'CSeq'].map((name) => fieldOf(fields, name));
  if (vias.length === 0 || !from || !to || !callId || !sequence) return null;
  return [
    'SIP/2.0 400 Bad Request',
    ...vias.map(([, value]) => `Via: ${value}`),
    `From: ${from}`,
    `To: ${/;\s*tag=/i.test(to) ? to : `${to};tag=${randomToken(8)}`}`,
    `Call-ID: ${callId}`,
    `CSeq: ${sequence}`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}
