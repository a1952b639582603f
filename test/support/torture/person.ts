import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { CommandOutput } from '../../../shared/contract/commands.ts';
import type { AppEvent } from '../../../shared/contract/events.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { ArchiveOutcome } from '../../../shared/model/archive.ts';
import type { ConnectionState } from '../../../shared/model/connection.ts';
import { TypedEvent, type EventSource } from '../../../shared/model/event.ts';
import { MessageId, type ConversationId } from '../../../shared/model/ids.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { ReceiptState } from '../../../shared/model/receipt.ts';
import { numberOf, type SentText } from './history.ts';
import { Ledger } from './ledger.ts';
import { PartyGone, PartyProcess, PartyRefused, type Disk } from './party-process.ts';
import type { Program } from './program.ts';
import { otherSide, type Side, type Sight } from './schedule.ts';

export interface PersonOptions {
  readonly side: Side;
  readonly program: Program;
  readonly profile: string;
  /** The folder for exports; beside the profile. */
  readonly exports: string;
  readonly hurry: number;
  readonly address: string;
  readonly password: string;
  readonly peer: string;
  readonly server: string;
  readonly transport: 'tcp' | 'ws';
  readonly disk?: Disk;
}

/** Where one person lives, and how it reaches the server. */
export interface Place {
  readonly program: Program;
  readonly folder: string;
  readonly domain: string;
  /** Where the server, or the network before it, listens on 127.0.0.1. */
  readonly port: number;
  readonly hurry: number;
  readonly disk?: Disk;
}

const unsettled: ReadonlySet<ReceiptState> = new Set(['queued', 'sending']);
/** One side across all its starts and kills: what it was made to send, and all that it ever showed. */
export class Person {
  readonly options: PersonOptions;
  /** Why texts were not taken, as the window was told. */
  readonly refusals: Failure[] = [];
  /** Why there was nothing to show but the failure itself, each time. */
  readonly unavailable: Failure[] = [];
  /** Something was shown, or the process started or ended. */
  readonly changed = new TypedEvent<undefined>();
  #reading = false;
  #readUpTo = 0;
  readonly ledger: Ledger;
  #party: PartyProcess | null = null;
  #conversation: ConversationId | null = null;
  #signingIn: PartyProcess | null = null;
  /** What this run has stored was read once. */
  #read = false;
  #connection: ConnectionState['kind'] = 'offline';
  #impatient = false;
  #ending = false;

  constructor(options: PersonOptions) {
    this.options = options;
    this.ledger = new Ledger(options.side);
  }

  static async at(side: Side, { program, folder, domain, port, hurry, disk }: Place): Promise<Person> {
    const profile = join(folder, side);
    const exports = join(folder, `${side}-exports`);
    await mkdir(profile, { recursive: true });
    await mkdir(exports, { recursive: true });
    return new Person({
      side,
      program,
      profile,
      exports,
      hurry,
      address: `${side}@${domain}`,
      password: `${side}-secret`,
      peer: `${otherSide(side)}@${domain}`,
      server: `127.0.0.1:${String(port)}`,
      transport: side === 'alice' ? 'tcp' : 'ws',
      ...(disk === undefined ? {} : { disk }),
    });
  }

  get sent(): readonly SentText[] {
    return this.ledger.sent;
  }

  /** What was shown and must not have been, in words. */
  get problems(): string[] {
    return this.ledger.problems;
  }

  get seen(): EventSource<Sight> {
    return this.ledger.seen;
  }

  get pid(): number {
    return this.#party?.pid ?? 0;
  }

  /** Starts the process unless it runs, and signs in until that succeeds. */
  start(): void {
    if (this.#party !== null) return;
    const { program, profile, exports, hurry, side, disk } = this.options;
    const party = new PartyProcess(program, { profile, exports, hurry, logFile: `${profile}.log` }, disk);
    this.ledger.nextRun();
    this.#party = party;
    this.#conversation = null;
    this.#read = false;
    this.#connection = 'offline';
    this.#ending = false;
    party.events.subscribe((event) => {
      this.#show(party, event);
    });
    void party.ended.then(({ code, words }) => {
      if (this.#party !== party) return;
      if (!this.#ending) this.problems.push(`${side} ended by itself with ${String(code)}: ${words}`);
      this.#party = null;
      this.#conversation = null;
      this.#read = false;
      this.#connection = 'offline';
      this.changed.raise(undefined);
    });
  }

  async kill(storeToo: boolean): Promise<void> {
    this.#ending = true;
    await this.#party?.kill(storeToo);
  }

  killStore(): boolean {
    return this.#party?.killStore() ?? false;
  }

  async quit(): Promise<void> {
    this.#ending = true;
    await this.#party?.quit();
  }

  /** Sends texts of those lengths at once, as soon as there is a window to write in. */
  async send(sizes: readonly number[]): Promise<void> {
    await this.until('the conversation is open', () => this.#conversation !== null);
    await Promise.all(sizes.map(async (size) => this.#sendOne(size)));
  }

  async type(): Promise<void> {
    const conversationId = this.#conversation;
    if (conversationId === null) return;
    await this.#party?.ask('setComposing', { conversationId, composing: true }).catch(() => undefined);
  }

  /** Whether "Try now" is pressed whenever the connection has failed. */
  setImpatient(impatient: boolean): void {
    this.#impatient = impatient;
    this.#press();
  }

  /** From now on what comes is read as it comes, or not. */
  setReading(reading: boolean): void {
    this.#reading = reading;
    this.#readNewest();
  }

  /** Sequence of the newest message that this side has called read. */
  get readUpTo(): number {
    return this.#readUpTo;
  }

  untilOpen(): Promise<void> {
    return this.until('the conversation is open', () => this.#conversation !== null);
  }

  /** Resolves with how it ended; null: it was not taken, or the party ended meanwhile. */
  async archive(order: 'exportArchive' | 'importArchive'): Promise<ArchiveOutcome | null> {
    const party = this.#party;
    if (party === null) return null;
    return new Promise((resolve) => {
      const finish = (outcome: ArchiveOutcome | null): void => {
        unsubscribe();
        resolve(outcome);
      };
      const unsubscribe = party.events.subscribe((event) => {
        const outcome = event.kind === 'archive' ? (event.job?.outcome ?? null) : null;
        if (outcome !== null) finish(outcome);
      });
      void party.ended.then(() => {
        finish(null);
      });
      const asked =
        order === 'exportArchive' ? party.ask(order, { conversationId: null }) : party.ask(order, {});
      asked.catch(() => {
        finish(null);
      });
    });
  }

  async backUp(): Promise<boolean> {
    return (await this.#party?.backUp()) ?? false;
  }

  /** False: it was not done; the party has ended, or its store was killed. */
  async block(blocked: boolean): Promise<boolean> {
    return this.perform(async (party, conversationId) =>
      party.ask('organiseConversation', { conversationId, change: { blocked } }),
    );
  }

  /** Deletes messages for this side alone, if it can. */
  async delete(ids: readonly MessageId[]): Promise<void> {
    if (ids.length > 0) await this.perform(async (party) => party.ask('deleteMessages', { ids: [...ids] }));
  }

  /** Has the party do something, if it can: false when it has ended, its store was killed, or it may not. */
  async perform(
    order: (party: PartyProcess, conversationId: ConversationId) => Promise<unknown>,
  ): Promise<boolean> {
    const [party, conversationId] = [this.#party, this.#conversation];
    if (party === null || conversationId === null) return false;
    try {
      await order(party, conversationId);
      return true;
    } catch (error) {
      if (!(error instanceof PartyGone) && !isExpected(error)) throw error;
      return false;
    }
  }

  get ready(): boolean {
    return this.#read && this.#connection === 'registered';
  }

  get settled(): boolean {
    return (
      this.ready && !this.ledger.own.some(({ receipt }) => receipt !== null && unsettled.has(receipt.state))
    );
  }

  /** Presses "Try again" at everything that failed. Returns how many there were. */
  async retryFailed(): Promise<number> {
    const failed = this.ledger.own.filter(({ receipt }) => receipt?.state === 'failed');
    for (const { id } of failed) {
      this.ledger.retrying(id);
      const message = await this.#party?.ask('retryMessage', { id });
      if (message !== undefined) this.observe(message);
    }
    return failed.length;
  }

  /** The whole conversation from the store, page by page, oldest first. */
  async history(): Promise<readonly Message[]> {
    const [party, conversationId] = [this.#party, this.#conversation];
    if (party === null || conversationId === null) throw new PartyGone('history');
    const shown = this.ledger.messages;
    const pages: Message[][] = [];
    for (let before: number | null = null; ;) {
      const { messages, more }: CommandOutput<'messages'> = await party.ask('messages', {
        conversationId,
        before,
        limit: 200,
      });
      pages.unshift(messages);
      before = messages[0]?.sequence ?? null;
      if (!more || before === null) break;
    }
    const history = pages.flat();
    this.ledger.compareWith(history, shown);
    this.#readNewest();
    this.changed.raise(undefined);
    return history;
  }

  /** What is not as it should be at the end, for a report. */
  describe(): string {
    const states = this.ledger.own.map(
      ({ text, receipt }) =>
        `#${String(numberOf(text))} ${String(receipt?.state)} ${JSON.stringify(receipt?.failure)}`,
    );
    const open = states.filter((state) => !/ (sent|delivered|read) /.test(state));
    return `${this.options.side}: ${this.#party === null ? 'not running' : 'running'}, ${this.#connection}, ${this.#conversation === null ? 'no conversation' : 'conversation open'}, ${open.length === 0 ? 'nothing open' : open.join(', ')}`;
  }

  /** @param patience milliseconds */
  until(what: string, holds: () => boolean, patience = 15 * 60_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!holds()) return;
        clearTimeout(limit);
        unsubscribe();
        resolve();
      };
      const unsubscribe = this.changed.subscribe(look);
      const limit = setTimeout(() => {
        unsubscribe();
        reject(new Error(`${what}: not within ${String(patience / 1000)} s. ${this.describe()}`));
      }, patience);
      look();
    });
  }

  async #sendOne(size: number): Promise<void> {
    const record = this.ledger.write(size);
    const [party, conversationId] = [this.#party, this.#conversation];
    if (party === null || conversationId === null) return;
    const id = v.parse(MessageId, randomUUID());
    try {
      this.observe(await party.ask('sendMessage', { id, conversationId, text: record.text }));
      record.acknowledged = true;
    } catch (error) {
      // Killed before it answered: the text may be stored or not. Told "not sent": the text stays in the composer.
      if (!(error instanceof PartyGone) && !isExpected(error)) throw error;
      if (error instanceof PartyRefused) this.refusals.push(error.failure);
    }
  }

  #show(party: PartyProcess, event: AppEvent): void {
    if (this.#party !== party) return;
    if (event.kind === 'message') this.observe(event.message, true);
    if (event.kind === 'messages-deleted') this.ledger.forget(event.ids);
    if (event.kind === 'connection') {
      this.#connection = event.connection.kind;
      if (event.connection.kind === 'connecting') this.ledger.seen.raise('connecting');
      this.#press();
    }
    if (event.kind === 'phase') {
      if (event.phase.kind === 'signed-out') {
        this.#conversation = null;
        this.#read = false;
        void this.#signIn(party);
      }
      if (event.phase.kind === 'signed-in') void this.#open(party);
      if (event.phase.kind === 'unavailable') {
        this.unavailable.push(event.phase.failure);
        void this.#startAgain();
      }
    }
    this.changed.raise(undefined);
  }

  /** `asEvent`: it was shown by itself, not as the answer to a command. */
  observe(message: Message, asEvent = false): void {
    this.ledger.observe(message, asEvent);
    if (message.receipt === null) this.#readNewest();
    this.changed.raise(undefined);
  }

  #readNewest(): void {
    const [party, conversationId] = [this.#party, this.#conversation];
    if (!this.#reading || party === null || conversationId === null) return;
    let upTo = this.#readUpTo;
    for (const { direction, sequence } of this.ledger.messages) {
      if (direction === 'incoming') upTo = Math.max(upTo, sequence);
    }
    if (upTo === this.#readUpTo) return;
    this.#readUpTo = upTo;
    party.ask('markRead', { conversationId, upTo }).catch(() => undefined);
  }

  async #signIn(party: PartyProcess): Promise<void> {
    // A refusal is told as another sign-out as well.
    if (this.#signingIn === party) return;
    this.#signingIn = party;
    const { address, password, server, transport } = this.options;
    while (this.#party === party && this.#conversation === null) {
      try {
        await party.ask('signIn', { address, password, server, transport });
        break;
      } catch (error) {
        if (!(error instanceof PartyRefused)) break;
        await sleep(100); // the network is broken: press the button again
      }
    }
    if (this.#signingIn === party) this.#signingIn = null;
  }

  async #open(party: PartyProcess): Promise<void> {
    try {
      const { id } = await party.ask('startConversation', { address: this.options.peer });
      if (this.#party !== party) return;
      this.#conversation = id;
      await this.history();
      this.#read = true;
    } catch (error) {
      if (!(error instanceof PartyGone) && !isExpected(error)) throw error;
    }
    this.changed.raise(undefined);
  }

  /** "The message store failed again and again. Start Parley again." */
  async #startAgain(): Promise<void> {
    await this.quit();
    this.start();
  }

  #press(): void {
    if (!this.#impatient || this.#connection !== 'failed') return;
    this.#party?.ask('reconnect', {}).catch(() => undefined);
  }
}

/** The store is being killed, the party is on its way out, or it takes nothing from the other and sends it nothing. */
const isExpected = (error: unknown): boolean =>
  error instanceof PartyRefused &&
  ['store', 'internal', 'not-signed-in', 'blocked'].includes(error.failure.code);
