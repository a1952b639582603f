import type { ConnectionFailure, Transport } from '../../shared/model/connection.ts';

type FailureCode = ConnectionFailure['code'];

const codes: ReadonlyMap<string, FailureCode> = new Map([
  ['ENOTFOUND', 'unknown-host'],
  ['EAI_AGAIN', 'unknown-host'],
  ['EAI_NODATA', 'unknown-host'],
  ['EAI_NONAME', 'unknown-host'],
  ['ECONNREFUSED', 'connection-refused'],
  ['ETIMEDOUT', 'no-answer'],
  ['EHOSTUNREACH', 'unreachable'],
  ['EHOSTDOWN', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['ENETDOWN', 'unreachable'],
  ['EADDRNOTAVAIL', 'unreachable'],
  ['EPROTO', 'tls'],
]);

const tlsCode =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA|HOSTNAME_MISMATCH)/;

/** The connection was not made in time. */
export class ConnectTimeout extends Error {
  override readonly name = 'ConnectTimeout';
}

/** The server closed the connection, or it stopped to answer. */
export class ConnectionClosed extends Error {
  override readonly name = 'ConnectionClosed';
}

/** What an error means that came while the connection was being made. */
export function failureToConnect(error: unknown, transport: Transport): ConnectionFailure {
  return { code: connectCode(error, transport), status: null, detail: detailOf(error) };
}

/** The connection was there and broke. */
export const failureOfLoss = (error: unknown): ConnectionFailure => ({
  code: 'lost',
  status: null,
  detail: detailOf(error),
});

function connectCode(error: unknown, transport: Transport): FailureCode {
  if (error instanceof ConnectTimeout) return 'no-answer';
  const secure = transport === 'tls' || transport === 'wss';
  for (const name of namesOf(error)) {
    const code = codes.get(name);
    if (code !== undefined) return code;
    if (tlsCode.test(name)) return 'tls';
    // A server that hangs up in the handshake speaks no TLS, or not ours.
    if (name === 'ECONNRESET') return secure ? 'tls' : 'lost';
  }
  if (error instanceof ConnectionClosed) return secure ? 'tls' : 'lost';
  // What remains comes from a server that answered, but not as a SIP server does: a refused WebSocket upgrade.
  return 'rejected';
}

/** System error codes, the error's own first, then those of the attempts that it sums up (several addresses). */
function namesOf(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors.flatMap(namesOf) : [];
  return [...own, ...inner];
}

const detailOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(detailOf).join('; ');
  return error instanceof Error ? error.message : String(error);
};
