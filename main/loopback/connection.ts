/** One client's connection, whatever carries it. */
export interface Connection {
  /** Random, unique among the server's connections; names the flow in Record-Route. */
  readonly id: string;
  readonly transport: 'TCP' | 'WS';
  readonly remotePort: number;
  /** Does nothing once the connection is closed. */
  send(bytes: Uint8Array): void;
  close(): void;
}

/** What listeners tell the server. */
export interface ConnectionHandler {
  opened(connection: Connection): void;
  /** One whole SIP message. */
  received(connection: Connection, bytes: Uint8Array): void;
  closed(connection: Connection): void;
}

/** The only address that anything here listens on. */
export const loopbackHost = '127.0.0.1';

/** Sizes that a client can grow. */
export const bounds = {
  connections: 256,
  unsentBytes: 8 * 1024 * 1024,
} as const;

export interface Listener {
  readonly port: number;
  stop(): Promise<void>;
}
