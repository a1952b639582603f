import type { ConnectionState } from '../../shared/model/connection.ts';

const keyOf = (connection: ConnectionState): string =>
  connection.kind === 'failed'
    ? `failed ${connection.failure.code} ${String(connection.failure.status)}`
    : connection.kind;

/** What of the connection is news to somebody who listens: a failure once, and not that each further try fails too. */
export class ConnectionNews {
  /** What was told last; null before anything was. */
  #told: string | null = null;

  /** Whether this is to be told. */
  take(connection: ConnectionState): boolean {
    const key = keyOf(connection);
    const triesAgain = connection.kind === 'connecting' && this.#told?.startsWith('failed') === true;
    if (triesAgain || key === this.#told) return false;
    this.#told = key;
    return true;
  }

  /** Somebody has it tried again, and wants to know how that ends. */
  forget(): void {
    this.#told = null;
  }
}
