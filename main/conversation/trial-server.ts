import type { SipAddress } from '../../shared/model/address.ts';
import type { ServerLocation } from '../../shared/model/connection.ts';

/** The embedded server of "Try it on this computer", as the composition root starts it. */
export interface TrialServer {
  readonly domain: string;
  readonly tcpPort: number;
  readonly echoAddress: SipAddress | null;
  stop(): Promise<void>;
}

export const trialLocation = (server: TrialServer): ServerLocation => ({
  transport: 'tcp',
  host: '127.0.0.1',
  port: server.tcpPort,
  path: '/',
});
