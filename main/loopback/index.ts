import { parseAddress, type SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { Log } from '../log/log.ts';
import { startEcho, type Echo } from './echo.ts';
import { LoopbackProxy } from './proxy.ts';
import { loopbackDomain } from './router.ts';
import { listenTcp } from './tcp-listener.ts';
import { listenWebSocket } from './ws-listener.ts';

export interface LoopbackOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Whether the buddy Echo signs in; default true. */
  readonly echo?: boolean;
  /** The TCP port; default: any free one. The WebSocket port is always any free one. */
  readonly port?: number;
}

/** The running server of "Try it on this computer". */
export interface Loopback {
  /** The domain of its users; any name of it may sign in with any password. */
  readonly domain: 'localhost';
  readonly tcpPort: number;
  /** For `ws://127.0.0.1:<wsPort>/`. */
  readonly wsPort: number;
  /** `sip:echo@localhost`, or null without Echo. */
  readonly echoAddress: SipAddress | null;
  /** Signs Echo off, closes every connection and frees the ports. A second call does nothing more. */
  stop(): Promise<void>;
}

/**
 * Starts a small SIP registrar and proxy, a trial and a test bed. It listens on 127.0.0.1 and never on anything else,
 * asks for no password, keeps nothing on disk and knows one domain: for real use there is a real server.
 * Rejects when the asked port is taken.
 */
export async function startLoopback(options: LoopbackOptions): Promise<Loopback> {
  const { clock, log } = options;
  const proxy = new LoopbackProxy(clock, log);
  const tcp = await listenTcp(options.port ?? 0, proxy);
  const ws = await listenWebSocket(0, proxy).catch(async (error: unknown) => {
    await tcp.stop();
    throw error;
  });
  proxy.serve({ tcp: tcp.port, ws: ws.port });
  log.info({ tcpPort: tcp.port, wsPort: ws.port }, 'loopback server started');

  let echo: Echo | null = null;
  if (options.echo ?? true) {
    const address = parseAddress(`echo@${loopbackDomain}`);
    if (address.ok) echo = await startEcho({ address: address.value, port: tcp.port, clock, log });
  }
  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await echo?.stop();
    proxy.stop();
    await Promise.all([tcp.stop(), ws.stop()]);
  };
  return {
    domain: loopbackDomain,
    tcpPort: tcp.port,
    wsPort: ws.port,
    echoAddress: echo?.address ?? null,
    stop: () => (stopped ??= stop()),
  };
}
