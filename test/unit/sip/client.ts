import { silentLog } from '../../../main/log/log.ts';
import type { SipConnection, SipConnectionOptions } from '../../../main/sip/interface.ts';
import { createSipConnection, type SipConnectionParts } from '../../../main/sip/sip-connection.ts';
import type { SipBody } from '../../../main/flow/ports.ts';
import { parseAddress, type SipAddress } from '../../../shared/model/address.ts';
import type { Clock } from '../../../shared/model/clock.ts';
import type { ConnectionState, Transport } from '../../../shared/model/connection.ts';

export function address(text: string): SipAddress {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(`${text} is no address`);
  return parsed.value;
}

export interface ClientOptions {
  readonly clock: Clock;
  readonly port: number;
  readonly transport?: Transport;
  readonly host?: string;
  readonly user?: string;
  readonly password?: string;
  readonly displayName?: string;
  readonly ca?: readonly string[];
  readonly loadStack?: NonNullable<SipConnectionParts['loadStack']>;
}

/** Alice's connection to a server on 127.0.0.1, without chance in its delays. */
export function client(options: ClientOptions): SipConnection {
  const user = options.user ?? 'alice';
  const all: SipConnectionOptions = {
    address: address(`${user}@example.test`),
    displayName: options.displayName ?? null,
    password: options.password ?? `${user}-secret`,
    server: {
      transport: options.transport ?? 'tcp',
      host: options.host ?? '127.0.0.1',
      port: options.port,
      path: '/',
    },
    instanceId: 'urn:uuid:11111111-2222-4333-8444-555555555555',
    userAgent: 'Parley/0.1.0',
    clock: options.clock,
    log: silentLog,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  };
  return createSipConnection(all, {
    random: () => 0,
    ...(options.loadStack === undefined ? {} : { loadStack: options.loadStack }),
  });
}

/** The state once it is of this kind. */
export function reached<K extends ConnectionState['kind']>(
  connection: SipConnection,
  kind: K,
): Promise<Extract<ConnectionState, { kind: K }>> {
  const isIt = (state: ConnectionState): state is Extract<ConnectionState, { kind: K }> =>
    state.kind === kind;
  return new Promise((resolve) => {
    if (isIt(connection.state)) {
      resolve(connection.state);
      return;
    }
    const unsubscribe = connection.stateChanged.subscribe((state) => {
      if (!isIt(state)) return;
      unsubscribe();
      resolve(state);
    });
  });
}

export const plain = (text: string): SipBody => ({
  contentType: 'text/plain; charset=UTF-8',
  content: Buffer.from(text),
});

export const textOf = (body: SipBody | null): string =>
  body === null ? '' : Buffer.from(body.content).toString();
