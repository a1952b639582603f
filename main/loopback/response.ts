import { randomBytes } from 'node:crypto';
import {
  headerOf,
  headersOf,
  isRequest,
  valuesOf,
  withFirstValue,
  withHeader,
  type Header,
  type LoopbackMessage,
  type LoopbackRequest,
  type LoopbackResponse,
} from './message.ts';
import { parametersOf } from './uri.ts';

/** What every request must carry before anything else is read of it (RFC 3261, 8.1.1). */
export interface RequestFrame {
  /** The same for a request, its repetitions, its CANCEL and the ACK of its refusal; never the same for two others. */
  readonly transaction: string;
}

const viaPattern =
  /^SIP\s*\/\s*2\.0\s*\/\s*[A-Za-z0-9-]+\s+([^\s;:]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?\s*(?:;|$)/;

/** Null when a header that routing and answering need is missing or unreadable. */
export function frameOf(request: LoopbackRequest): RequestFrame | null {
  const via = valuesOf(request, 'Via')[0];
  if (via === undefined || !viaPattern.test(via)) return null;
  const [from, to, callId] = ['From', 'To', 'Call-ID'].map((name) => headerOf(request, name));
  const sequence = /^([0-9]{1,10})\s+(\S+)$/.exec(headerOf(request, 'CSeq') ?? '');
  if (!from || !to || !callId || sequence?.[2] !== request.start.method) return null;
  const branch = parametersOf(via).get('branch') ?? '';
  if (branch.startsWith('z9hG4bK')) return { transaction: branch };
  // SIPE's INVITE has no branch. What its ACK and CANCEL share with it is this (RFC 3261, 17.2.3).
  return { transaction: [callId, sequence[1], parametersOf(from).get('tag') ?? ''].join(' ') };
}

/** Notes in the topmost Via where the request really came from (RFC 3261, 18.2.1; RFC 3581). */
export function withSource<M extends LoopbackMessage>(message: M, host: string, port: number): M {
  const via = valuesOf(message, 'Via')[0];
  if (via === undefined || !isRequest(message)) return message;
  const parameters = parametersOf(via);
  const sentBy = viaPattern.exec(via)?.[1];
  let noted = via;
  if (parameters.get('rport') === '')
    noted = noted.replace(/;\s*rport(?=\s*(?:;|$))/i, `;rport=${String(port)}`);
  if (sentBy !== host && !parameters.has('received')) noted += `;received=${host}`;
  return noted === via ? message : { ...message, headers: withFirstValue(message.headers, 'Via', noted) };
}

/** A response of the server's own (RFC 3261, 8.2.6). */
export function respondTo(
  request: LoopbackRequest,
  status: number,
  reason: string,
  extra: readonly Header[] = [],
): LoopbackResponse {
  let headers = headersOf(request, 'Via', 'From', 'To', 'Call-ID', 'CSeq');
  const to = headerOf(request, 'To') ?? '';
  if (status > 100 && !parametersOf(to).has('tag')) {
    headers = withHeader(headers, 'To', `${to};tag=${randomBytes(6).toString('hex')}`);
  }
  return {
    start: { kind: 'response', status, reason },
    headers: [...headers, ...extra, { name: 'Server', value: 'Parley loopback' }],
    body: new Uint8Array(),
  };
}

/** The CANCEL of a forwarded INVITE, or the ACK of its refusal (RFC 3261, 9.1 and 17.1.1.3). */
export function followUp(
  method: 'CANCEL' | 'ACK',
  forwarded: LoopbackRequest,
  response?: LoopbackResponse,
): LoopbackRequest {
  const via = valuesOf(forwarded, 'Via')[0] ?? '';
  const to =
    (response === undefined ? undefined : headerOf(response, 'To')) ?? headerOf(forwarded, 'To') ?? '';
  const sequence = Number.parseInt(headerOf(forwarded, 'CSeq') ?? '0', 10);
  return {
    start: { ...forwarded.start, method },
    headers: [
      { name: 'Via', value: via },
      { name: 'Max-Forwards', value: '70' },
      ...headersOf(forwarded, 'Route', 'From'),
      { name: 'To', value: to },
      ...headersOf(forwarded, 'Call-ID'),
      { name: 'CSeq', value: `${String(sequence)} ${method}` },
    ],
    body: new Uint8Array(),
  };
}
