import { describe, expect, it } from 'vitest';
import { ConnectionClosed, ConnectTimeout, failureToConnect } from '../../../main/sip/connect-failure.ts';

const systemError = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });

describe('failureToConnect', () => {
  it.each([
    ['ENOTFOUND', 'unknown-host'],
    ['EAI_AGAIN', 'unknown-host'],
    ['ECONNREFUSED', 'connection-refused'],
    ['ETIMEDOUT', 'no-answer'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ENETUNREACH', 'unreachable'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls'],
  ])('%s is %s', (code, expected) => {
    const failure = failureToConnect(systemError(code), 'tls');
    expect(failure).toEqual({ code: expected, status: null, detail: `connect ${code}` });
  });

  it('looks into the attempts of a host with several addresses', () => {
    const error = new AggregateError([systemError('ECONNREFUSED'), systemError('ECONNREFUSED')]);
    expect(failureToConnect(error, 'tcp').code).toBe('connection-refused');
  });

  it('knows its own time-out', () => {
    expect(failureToConnect(new ConnectTimeout('late'), 'ws').code).toBe('no-answer');
  });

  it('takes a connection that ends in the handshake for one without TLS', () => {
    expect(failureToConnect(new ConnectionClosed('closed'), 'wss').code).toBe('tls');
    expect(failureToConnect(systemError('ECONNRESET'), 'tls').code).toBe('tls');
    expect(failureToConnect(new ConnectionClosed('closed'), 'tcp').code).toBe('lost');
  });

  it('calls a refused upgrade rejected', () => {
    const failure = failureToConnect(new Error('Unexpected server response: 404'), 'ws');
    expect(failure).toEqual({ code: 'rejected', status: null, detail: 'Unexpected server response: 404' });
  });
});
