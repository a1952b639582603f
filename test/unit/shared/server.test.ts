import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../shared/model/address.ts';
import type { Transport } from '../../../shared/model/connection.ts';
import { parseServer } from '../../../shared/model/server.ts';

const parsed = parseAddress('alice@example.com');
if (!parsed.ok) throw new Error(parsed.failure);
const address = parsed.value;

describe('parseServer', () => {
  it.each<[string, Transport, object]>([
    ['', 'tcp', { transport: 'tcp', host: 'example.com', port: 5060, path: '/' }],
    ['', 'tls', { transport: 'tls', host: 'example.com', port: 5061, path: '/' }],
    ['sip.example.com', 'wss', { transport: 'wss', host: 'sip.example.com', port: 443, path: '/' }],
    ['SIP.example.com:5070', 'tcp', { transport: 'tcp', host: 'sip.example.com', port: 5070, path: '/' }],
    [
      'ws://sip.example.com:8080/ws',
      'ws',
      { transport: 'ws', host: 'sip.example.com', port: 8080, path: '/ws' },
    ],
    ['127.0.0.1:27060', 'tcp', { transport: 'tcp', host: '127.0.0.1', port: 27060, path: '/' }],
    ['[::1]:5060', 'tcp', { transport: 'tcp', host: '::1', port: 5060, path: '/' }],
  ])('reads %j for %s', (text, transport, location) => {
    expect(parseServer(text, transport, address)).toEqual({ ok: true, value: location });
  });

  it.each<[string, Transport, string]>([
    ['https://sip.example.com', 'wss', 'scheme'],
    ['ws://sip.example.com', 'tcp', 'transport-differs'],
    ['sip.example.com:99999', 'tcp', 'port'],
    ['sip.example.com:abc', 'tcp', 'port'],
    ['sip example.com', 'tcp', 'host'],
  ])('refuses %j for %s: %s', (text, transport, problem) => {
    expect(parseServer(text, transport, address)).toEqual({ ok: false, failure: problem });
  });
});
