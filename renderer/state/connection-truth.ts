import type { Account } from '../../shared/model/account.ts';
import type { ConnectionState } from '../../shared/model/connection.ts';
import { connectionWords } from '../text/failures.ts';
import { text } from '../text/text.ts';
import type { Session } from './session.svelte.ts';

/** What is true of the connection now, in words. */
export function connectionTruth({ connection, wasConnected }: Session, account: Account): string {
  const words = text.connection;
  switch (connection.kind) {
    case 'offline':
      return words.offline;
    case 'connecting':
      if (account.kind === 'trial') return words.trialStarting;
      return wasConnected ? words.reconnecting : words.connecting(connection.server.host);
    case 'registered':
      return account.kind === 'trial'
        ? words.trial
        : words.connected(connection.server.host, text.transports[connection.server.transport].short);
    case 'failed':
      return connectionWords(connection.failure, connection.server.host);
  }
}

/** The connection as it is now; returns what there is to say of it to somebody who listens. */
export function takeConnection(session: Session, connection: ConnectionState): readonly string[] {
  const isNews = session.setConnection(connection);
  return isNews && session.account !== null ? [connectionTruth(session, session.account)] : [];
}
