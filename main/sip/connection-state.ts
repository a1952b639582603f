import type { ConnectionFailure, ConnectionState, ServerLocation } from '../../shared/model/connection.ts';

export type ConnectionEvent =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'registered' }
  | { readonly kind: 'failed'; readonly failure: ConnectionFailure; readonly retryAt: number | null }
  | { readonly kind: 'stopped' };

const transitions: Record<
  ConnectionState['kind'],
  Partial<Record<ConnectionEvent['kind'], ConnectionState['kind']>>
> = {
  offline: { connecting: 'connecting' },
  connecting: { registered: 'registered', failed: 'failed', stopped: 'offline' },
  // Connecting anew before the loss is noticed.
  registered: { connecting: 'connecting', failed: 'failed', stopped: 'offline' },
  failed: { connecting: 'connecting', stopped: 'offline' },
};

/** Returns the same object when the event changes nothing. */
export function connectionReducer(
  state: ConnectionState,
  event: ConnectionEvent,
  server: ServerLocation,
): ConnectionState {
  const next = transitions[state.kind][event.kind];
  if (next === undefined) return state;
  if (next === 'offline') return { kind: 'offline' };
  if (next === 'failed') {
    return event.kind === 'failed'
      ? { kind: 'failed', server, failure: event.failure, retryAt: event.retryAt }
      : state;
  }
  return { kind: next, server };
}
