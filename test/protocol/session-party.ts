import { onTestFinished } from 'vitest';
import { AccountSession } from '../../main/conversation/account-session.ts';
import { silentLog } from '../../main/log/log.ts';
import type { SettingsBook } from '../../main/settings/settings-book.ts';
import type { SipConnection } from '../../main/sip/interface.ts';
import type { Store } from '../../main/store/interface.ts';
import type { AppEvent } from '../../shared/contract/events.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { ConnectionState, ServerLocation } from '../../shared/model/connection.ts';
import { TypedEvent } from '../../shared/model/event.ts';
import type { Message } from '../../shared/model/message.ts';
import type { FakeNetwork, FakeSignaling } from '../support/fake-signaling.ts';
import { settingsWith } from '../support/settings.ts';
import { newMessageId, openLocalStore, realClock, sampleAccount } from '../support/store.ts';

const server: ServerLocation = { transport: 'tcp', host: 'sip.example.com', port: 5060, path: '/' };

/** A connection to the server that the test makes and breaks. */
export class FakeConnection implements SipConnection {
  readonly signaling: FakeSignaling;
  readonly stateChanged = new TypedEvent<ConnectionState>();
  readonly registrar = null;
  state: ConnectionState = { kind: 'offline' };
  readonly checks: string[] = [];

  constructor(signaling: FakeSignaling) {
    this.signaling = signaling;
  }

  start(): void {
    this.#become({ kind: 'registered', server });
  }

  check(): void {
    this.checks.push('check');
  }

  restart(): void {
    this.checks.push('restart');
  }

  retry(): void {
    this.start();
  }

  lose(): void {
    this.#become({
      kind: 'failed',
      server,
      failure: { code: 'lost', status: null, detail: '' },
      retryAt: null,
    });
    this.signaling.loseTransport();
  }

  async stop(): Promise<void> {
    this.#become({ kind: 'offline' });
    return Promise.resolve();
  }

  #become(state: ConnectionState): void {
    this.state = state;
    this.stateChanged.raise(state);
  }
}

export interface SessionParty {
  readonly session: AccountSession;
  readonly connection: FakeConnection;
  readonly store: Store;
  readonly events: AppEvent[];
}

export async function sessionParty(
  network: FakeNetwork,
  own: SipAddress,
  given?: Store,
  clock: Clock = realClock,
  settings: SettingsBook = settingsWith(),
): Promise<SessionParty> {
  const store = given ?? (await openLocalStore());
  const account = (await store.accounts())[0] ?? sampleAccount({ address: own, active: true });
  await store.saveAccount(account);
  const connection = new FakeConnection(network.find(own) ?? network.add(own, 'Somebody'));
  const session = new AccountSession({
    account,
    connection,
    store,
    settings,
    clock,
    log: silentLog,
  });
  const events: AppEvent[] = [];
  session.events.subscribe((event) => events.push(event));
  onTestFinished(async () => {
    await session.stop();
  });
  await session.resume();
  connection.start();
  return { session, connection, store, events };
}

/** The store with another way of storing what arrives. */
export const withFault = (store: Store, insertIncoming: Store['insertIncoming']): Store =>
  new Proxy(store, {
    get: (target, name) => {
      if (name === 'insertIncoming') return insertIncoming;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });

export async function sendTo(from: SessionParty, peer: SipAddress, text: string): Promise<Message> {
  const { id } = await from.session.startConversation(peer);
  return from.session.send(newMessageId(), id, text);
}

export const receiptOf = async (owner: SessionParty, message: Message): Promise<string | undefined> =>
  (await owner.store.message(message.id))?.receipt?.state;

export async function texts(owner: SessionParty, peer: SipAddress): Promise<string[]> {
  const found = (await owner.store.conversations(owner.session.account.id)).find(
    (each) => each.peer === peer,
  );
  if (found === undefined) return [];
  return (await owner.store.messages(found.id, null, 200)).messages.map(({ text }) => text);
}
