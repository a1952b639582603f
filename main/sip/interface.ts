import type { ConnectionState, ServerLocation } from '../../shared/model/connection.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { EventSource } from '../../shared/model/event.ts';
import type { Signaling } from '../flow/ports.ts';
import type { Log } from '../log/log.ts';

export interface SipConnectionOptions {
  readonly address: SipAddress;
  readonly displayName: string | null;
  readonly password: string;
  readonly server: ServerLocation;
  /** urn:uuid:… of this installation, for +sip.instance. */
  readonly instanceId: string;
  /** The User-Agent and Server header, for instance `Parley/0.1.0`. */
  readonly userAgent: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Extra trusted CA certificates (PEM) for tls and wss; undefined: the runtime's. */
  readonly ca?: readonly string[];
}

/**
 * One account's connection: transport, registration, and the signaling for its flows.
 * After a loss it retries with back-off until stopped; a wrong password is not retried by itself.
 */
export interface SipConnection {
  readonly signaling: Signaling;
  readonly state: ConnectionState;
  readonly stateChanged: EventSource<ConnectionState>;
  /** How the server that registered us last calls itself (Server, RFC 3261, 20.35); null when it does not say. */
  readonly registrar: string | null;
  start(): void;
  /** Tries now. Does nothing while registered or connecting. */
  retry(): void;
  /** Tries now where it waits, and where it is registered asks the server whether it still is: silence is a loss. */
  check(): void;
  /** Connects anew at once: what was open is gone, however alive it looks. Does nothing before `start`. */
  restart(): void;
  /** Unregisters where possible, closes everything; resolves within three seconds at most. */
  stop(): Promise<void>;
}
