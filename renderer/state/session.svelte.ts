import type { CommandInput } from '../../shared/contract/commands.ts';
import type { Phase, Snapshot } from '../../shared/contract/events.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import type { Account } from '../../shared/model/account.ts';
import type { ConnectionState } from '../../shared/model/connection.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { ConnectionNews } from './connection-news.ts';

/** Who is signed in, and how the connection does. */
export class Session {
  readonly #bridge: Bridge;
  readonly #news = new ConnectionNews();
  phase = $state.raw<Phase>({ kind: 'starting' });
  connection = $state.raw<ConnectionState>({ kind: 'offline' });
  /** Whether this account has been connected before, so that connecting means connecting again. */
  wasConnected = $state(false);
  secretStore = $state.raw<Snapshot['secretStore']>('system');
  version = $state('');
  readonly account: Account | null = $derived(this.phase.kind === 'signed-in' ? this.phase.account : null);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  setPhase(phase: Phase): void {
    if (phase.kind !== 'signed-in') {
      this.wasConnected = false;
      this.#news.forget();
    }
    this.phase = phase;
  }

  /** Returns whether that is news to somebody who listens. */
  setConnection(connection: ConnectionState): boolean {
    if (connection.kind === 'registered') this.wasConnected = true;
    this.connection = connection;
    return this.#news.take(connection);
  }

  /** Resolves with null when signed in. */
  async signIn(input: CommandInput<'signIn'>): Promise<Failure | null> {
    const result = await this.#bridge.invoke('signIn', input);
    return result.ok ? null : result.failure;
  }

  async signOut(): Promise<Failure | null> {
    const result = await this.#bridge.invoke('signOut', {});
    return result.ok ? null : result.failure;
  }

  reconnect(): void {
    this.#news.forget();
    void this.#bridge.invoke('reconnect', {});
  }
}
