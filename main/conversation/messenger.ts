import { randomUUID } from 'node:crypto';
import type { CommandInput, CommandOutput } from '../../shared/contract/commands.ts';
import type { AppEvent, Phase } from '../../shared/contract/events.ts';
import { parseAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { ConnectionState, ServerLocation } from '../../shared/model/connection.ts';
import { TypedEvent, type EventSource, type Unsubscribe } from '../../shared/model/event.ts';
import type { AccountId, ConversationId } from '../../shared/model/ids.ts';
import type { ConversationSummary } from '../../shared/model/conversation.ts';
import type { Message } from '../../shared/model/message.ts';
import { parseServer } from '../../shared/model/server.ts';
import { nothingUnsent } from '../../shared/model/unsent.ts';
import type { ArchiveDesk } from '../archive/interface.ts';
import type { Log } from '../log/log.ts';
import type { SipConnection, SipConnectionOptions } from '../sip/interface.ts';
import type { SettingsBook } from '../settings/settings-book.ts';
import type { Store, StoredAccount } from '../store/interface.ts';
import type { Secrets } from '../store/secrets.ts';
import { RecoveryError, type Storage } from '../store/storage.ts';
import { archiveCommandHandlers } from './archive-commands.ts';
import { AccountSession } from './account-session.ts';
import type { MessengerCommands } from './command-handlers.ts';
import { conversationCommandHandlers } from './conversation-commands.ts';
import { CommandError, failureOf } from './failure-error.ts';
import { historyCommandHandlers } from './history-commands.ts';
import { messageCommandHandlers } from './message-commands.ts';
import { Retention } from './retention.ts';
import { HistorySearch } from './search.ts';
import { settingsCommandHandlers } from './settings-commands.ts';
import { storageCommandHandlers } from './storage-commands.ts';
import { trialLocation, type TrialServer } from './trial-server.ts';
import { completeAddress } from './typed-address.ts';
import { speaksImDialogs, waitForRegistration } from './sign-in.ts';

export interface MessengerOptions {
  readonly storage: Storage;
  readonly secrets: Secrets;
  readonly settings: SettingsBook;
  readonly connect: (options: SipConnectionOptions) => SipConnection;
  readonly startTrialServer: () => Promise<TrialServer>;
  readonly openLink: (url: string) => Promise<boolean>;
  readonly archive: ArchiveDesk;
  readonly clock: Clock;
  readonly log: Log;
  readonly versions: { readonly parley: string; readonly electron: string };
}

interface SignedIn {
  readonly session: AccountSession;
  readonly unsubscribe: Unsubscribe;
}

/** The application behind the window: who is signed in, and what each command does. */
export class Messenger {
  readonly #options: MessengerOptions;
  readonly #events = new TypedEvent<AppEvent>();
  readonly #arrivals = new TypedEvent<Message>();
  /** The window's commands. */
  readonly commands: MessengerCommands;
  readonly #retention: Retention;
  #phase: Phase = { kind: 'starting' };
  #store: Store | null = null;
  #signedIn: SignedIn | null = null;
  #trialServer: TrialServer | null = null;
  /** Signing in and out one after the other: two at once would leave a connection behind. */
  #turn: Promise<unknown> = Promise.resolve();
  #ending = false;

  constructor(options: MessengerOptions) {
    this.#options = options;
    const { archive, clock, log, settings, storage } = options;
    this.#retention = new Retention({
      settings,
      clock,
      log,
      expired: (deleted) => this.#signedIn?.session.kept.deleted(deleted),
    });
    this.commands = {
      ...this.#ownCommands,
      ...settingsCommandHandlers(settings),
      ...messageCommandHandlers(() => this.#session().kept),
      ...conversationCommandHandlers(() => this.#session()),
      ...archiveCommandHandlers({
        archive,
        store: () => this.#openStore(),
        account: () => this.#session().account,
        imported: async (id) => this.#signedIn?.session.messagesImported(id),
      }),
      ...historyCommandHandlers(() => new HistorySearch(this.#openStore(), this.#session().account.id)),
      ...storageCommandHandlers({ storage, reopen: async (meanwhile) => this.#reopen(meanwhile) }),
    };
    storage.changed.subscribe((state) => {
      this.#events.raise({ kind: 'storage', storage: state });
    });
    storage.lost.subscribe((error) => {
      this.#setPhase({ kind: 'unavailable', failure: failureOf(error) });
    });
    archive.changed.subscribe((job) => {
      this.#events.raise({ kind: 'archive', job });
    });
    settings.changed.subscribe(() => {
      this.#events.raise({ kind: 'settings', settings: settings.state });
    });
  }

  get events(): EventSource<AppEvent> {
    return this.#events;
  }

  /** Each message that arrived and was stored, once, after the summary of its conversation. */
  get arrivals(): EventSource<Message> {
    return this.#arrivals;
  }

  async conversations(): Promise<readonly ConversationSummary[]> {
    return (await this.#signedIn?.session.conversations()) ?? [];
  }

  /** Looks after the connection at once. `certain`: it is gone, however alive it looks. */
  checkConnection(certain: boolean): void {
    this.#signedIn?.session.checkConnection(certain);
  }

  /** Opens the store and takes up the account that was signed in. Never rejects; the phase tells what happened. */
  async start(): Promise<void> {
    await this.#inTurn(async () => this.#begin());
  }

  async stop(): Promise<void> {
    this.#ending = true;
    this.#options.storage.abort();
    await Promise.all([this.#options.archive.stop(), this.#retention.stop()]);
    await this.#inTurn(async () => {
      await this.#leave();
      await this.#stopTrialServer();
    });
  }

  async #begin(): Promise<void> {
    if (this.#ending) return;
    try {
      const store = await this.#options.storage.open();
      this.#store = store;
      const account = (await store.accounts()).find((each) => each.active);
      if (account === undefined) this.#setPhase({ kind: 'signed-out' });
      else await this.#takeUp(account);
      // Last: the window waits for what comes before.
      this.#retention.begin(store);
    } catch (error) {
      this.#options.log.error({ error }, 'Parley could not start');
      this.#setPhase({ kind: 'unavailable', failure: failureOf(error) });
    }
  }

  /** Nothing is asked of the store any more, and it is closed. */
  async #leave(): Promise<void> {
    await Promise.all([this.#options.archive.stop(), this.#retention.pause()]);
    await this.#endSession();
    this.#store = null;
    await this.#options.storage.close();
  }

  async #reopen(meanwhile: () => Promise<void>): Promise<void> {
    await this.#inTurn(async () => {
      await this.#leave();
      if (this.#phase.kind !== 'unavailable') {
        const detail = 'The message database is being repaired.';
        this.#setPhase({ kind: 'unavailable', failure: { code: 'store', problem: 'damaged', detail } });
      }
      try {
        await meanwhile();
      } catch (error) {
        // A recovery key that is not it leaves everything as it was, and what is shown too.
        if (!(error instanceof RecoveryError))
          this.#setPhase({ kind: 'unavailable', failure: failureOf(error) });
        throw error;
      }
      await this.#begin();
    });
  }

  async snapshot({
    newest,
  }: CommandInput<'snapshot'>): Promise<Omit<CommandOutput<'snapshot'>, 'sequence' | 'away'>> {
    const session = this.#signedIn?.session;
    const [conversations, opened, drafts] =
      session === undefined
        ? [[], { lastOpen: null, newest: null }, []]
        : await Promise.all([session.conversations(), session.lastOpened(newest), session.drafts.all()]);
    return {
      phase: this.#phase,
      connection: session?.connectionState ?? { kind: 'offline' },
      conversations: [...conversations],
      ...opened,
      composing: [...(session?.composing ?? [])],
      drafts: [...drafts],
      unsent: session?.unsent ?? nothingUnsent,
      settings: this.#options.settings.state,
      archive: this.#options.archive.job,
      storage: this.#options.storage.state,
      secretStore: this.#options.secrets.kind,
      versions: this.#options.versions,
    };
  }

  readonly #ownCommands: Omit<
    MessengerCommands,
    | keyof ReturnType<typeof settingsCommandHandlers>
    | keyof ReturnType<typeof messageCommandHandlers>
    | keyof ReturnType<typeof conversationCommandHandlers>
    | keyof ReturnType<typeof archiveCommandHandlers>
    | keyof ReturnType<typeof storageCommandHandlers>
    | keyof ReturnType<typeof historyCommandHandlers>
  > = {
    signIn: async ({ address: text, password, server, transport, imDialogs }) => {
      const address = parseAddress(text);
      if (!address.ok) throw new CommandError({ code: 'invalid-address', problem: address.failure });
      const location = parseServer(server, transport, address.value);
      if (!location.ok) throw new CommandError({ code: 'invalid-server', problem: location.failure });
      await this.#inTurn(async () =>
        this.#signIn({
          address: address.value,
          displayName: null,
          password,
          server: location.value,
          kind: 'server',
          imDialogs,
        }),
      );
      return {};
    },
    tryLocally: async () => this.#inTurn(async () => this.#tryLocally()),
    signOut: async () => {
      await this.#inTurn(async () => {
        const account = this.#signedIn?.session.account;
        await this.#endSession();
        await this.#stopTrialServer();
        if (account !== undefined) {
          await this.#openStore().saveAccount({ ...account, active: false, wrappedPassword: null });
        }
        this.#setPhase({ kind: 'signed-out' });
      });
      return {};
    },
    reconnect: async () => {
      this.#session().reconnect();
      return Promise.resolve({});
    },
    startConversation: async ({ address: text }) => {
      const address = parseAddress(completeAddress(text, this.#session().account.address));
      if (!address.ok) throw new CommandError({ code: 'invalid-address', problem: address.failure });
      return this.#session().startConversation(address.value);
    },
    messages: async ({ conversationId, before, limit }) =>
      this.#session().messages(conversationId, before, limit),
    sendMessage: async ({ id, conversationId, text, ...rest }) =>
      this.#session().send(id, conversationId, text, rest),
    rememberOpen: async ({ conversationId }) => {
      await this.#session().rememberOpen(conversationId);
      return {};
    },
    markRead: async ({ conversationId, upTo }) => {
      await this.#session().markRead(conversationId, upTo);
      return {};
    },
    setComposing: async ({ conversationId, composing }) => {
      await this.#session().setComposing(conversationId, composing);
      return {};
    },
    openLink: async ({ url }) => {
      if (!(await this.#options.openLink(url))) throw new CommandError({ code: 'link-refused' });
      return {};
    },
  };

  /** Signs in to an embedded server that runs elsewhere on this computer (`npm run demo`). */
  async tryAt(name: string, server: ServerLocation): Promise<void> {
    await this.#inTurn(async () => {
      const address = parseAddress(`${name.toLowerCase()}@localhost`);
      if (!address.ok) throw new CommandError({ code: 'invalid-address', problem: address.failure });
      if (this.#signedIn?.session.account.address === address.value) await this.#endSession();
      await this.#signIn({
        address: address.value,
        displayName: name,
        password: '',
        server,
        kind: 'trial',
        imDialogs: true,
      });
    });
  }

  async #tryLocally(): Promise<{ conversationId: ConversationId }> {
    const server = await this.#startTrialServer();
    const address = parseAddress(`you@${server.domain}`);
    if (!address.ok || server.echoAddress === null) throw new Error('The embedded server has no Echo');
    await this.#signIn({
      address: address.value,
      displayName: 'You',
      password: '',
      server: trialLocation(server),
      kind: 'trial',
      imDialogs: true,
    });
    const conversation = await this.#session().startConversation(server.echoAddress, 'Echo');
    return { conversationId: conversation.id };
  }

  async #signIn(
    wanted: Omit<StoredAccount, 'id' | 'wrappedPassword' | 'active' | 'instanceId'> & { password: string },
  ) {
    const store = this.#openStore();
    const { password, ...identity } = wanted;
    const known = (await store.accounts()).find((each) => each.address === identity.address);
    const account: StoredAccount = {
      ...identity,
      // randomUUID's result is a UUID by construction.
      id: known?.id ?? (randomUUID() as AccountId),
      instanceId: known?.instanceId ?? `urn:uuid:${randomUUID()}`,
      wrappedPassword: await this.#options.secrets.wrap(password),
      active: true,
    };
    await this.#endSession();
    const connection = this.#connection(account, password);
    const registered = waitForRegistration(connection, this.#options.clock);
    connection.start();
    const failure = await registered;
    if (failure !== null) {
      await connection.stop();
      if (account.kind === 'trial') await this.#stopTrialServer();
      this.#setPhase({ kind: 'signed-out' });
      throw new CommandError({ code: 'connection', failure });
    }
    const accepted = { ...account, imDialogs: account.imDialogs || speaksImDialogs(connection.registrar) };
    await store.saveAccount(accepted);
    await this.#beginSession(accepted, connection);
  }

  /** Takes up the account of the last run; the window shows its history at once, the connection comes when it can. */
  async #takeUp(stored: StoredAccount): Promise<void> {
    let account = stored;
    if (account.kind === 'trial') {
      const server = await this.#startTrialServer();
      account = { ...account, server: trialLocation(server) };
    }
    let password: string;
    try {
      password =
        account.wrappedPassword === null ? '' : await this.#options.secrets.unwrap(account.wrappedPassword);
    } catch (error) {
      this.#options.log.warn({ error }, 'The kept password cannot be read; the user has to sign in again');
      this.#setPhase({ kind: 'signed-out' });
      return;
    }
    const connection = this.#connection(account, password);
    await this.#beginSession(account, connection);
    connection.start();
  }

  #connection(account: StoredAccount, password: string): SipConnection {
    const { clock, log, versions } = this.#options;
    return this.#options.connect({
      address: account.address,
      displayName: account.displayName,
      password,
      server: account.server,
      instanceId: account.instanceId,
      userAgent: `Parley/${versions.parley}`,
      clock,
      log,
    });
  }

  async #beginSession(account: StoredAccount, connection: SipConnection): Promise<void> {
    const { clock, log } = this.#options;
    const { settings } = this.#options;
    const session = new AccountSession({
      account,
      connection,
      store: this.#openStore(),
      settings,
      clock,
      log,
    });
    const ends = [
      session.events.subscribe((event) => {
        this.#events.raise(event);
      }),
      session.arrivals.subscribe((message) => {
        this.#arrivals.raise(message);
      }),
    ];
    const unsubscribe = (): void => {
      for (const end of ends) end();
    };
    this.#signedIn = { session, unsubscribe };
    const { id, address, displayName, server, kind, imDialogs } = account;
    this.#setPhase({ kind: 'signed-in', account: { id, address, displayName, server, kind, imDialogs } });
    await session.resume();
  }

  async #endSession(): Promise<void> {
    const signedIn = this.#signedIn;
    if (signedIn === null) return;
    this.#signedIn = null;
    signedIn.unsubscribe();
    await signedIn.session.stop();
    const connection: ConnectionState = { kind: 'offline' };
    this.#events.raise({ kind: 'connection', connection });
  }

  async #startTrialServer(): Promise<TrialServer> {
    this.#trialServer ??= await this.#options.startTrialServer();
    return this.#trialServer;
  }

  async #stopTrialServer(): Promise<void> {
    const server = this.#trialServer;
    this.#trialServer = null;
    await server?.stop();
  }

  #session(): AccountSession {
    if (this.#signedIn === null) throw new CommandError({ code: 'not-signed-in' });
    return this.#signedIn.session;
  }

  #openStore(): Store {
    if (this.#store === null) {
      throw new CommandError(
        this.#phase.kind === 'unavailable' ? this.#phase.failure : { code: 'not-signed-in' },
      );
    }
    return this.#store;
  }

  #setPhase(phase: Phase): void {
    this.#phase = phase;
    this.#events.raise({ kind: 'phase', phase });
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(task);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}
