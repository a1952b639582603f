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
import { TypedEvent } from '../../../shared/model/event.ts';
import { MessageId, type ConversationId } from '../../../shared/model/ids.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { ReceiptState } from '../../../shared/model/receipt.ts';
import { numberOf, setBack, type SentText } from './history.ts';
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
const certain: ReadonlySet<ReceiptState> = new Set(['delivered', 'read']);
const sights: Partial<Record<ReceiptState, Sight>> = {
  sending: 'sending',
  sent: 'delivered',
  delivered: 'delivered',
};

/** One side across all its starts and kills: what it was made to send, and all that it ever showed. */
export class Person {
  readonly options: PersonOptions;
  readonly sent: SentText[] = [];
  /** What was shown and must not have been, in words. */
  readonly problems: string[] = [];
  /** Why texts were not taken, as the window was told. */
  readonly refusals: Failure[] = [];
  /** Why there was nothing to show but the failure itself, each time. */
  readonly unavailable: Failure[] = [];
  readonly seen = new TypedEvent<Sight>();
  /** Something was shown, or the process started or ended. */
  readonly changed = new TypedEvent<undefined>();
  #reading = false;
  #readUpTo = 0;
  readonly #shown = new Map<MessageId, { readonly message: Message; readonly run: number }>();
  readonly #retried = new Set<MessageId>();
  #party: PartyProcess | null = null;
  #conversation: ConversationId | null = null;
  /** What this run has stored was read once. */
  #read = false;
  #connection: ConnectionState['kind'] = 'offline';
  #impatient = false;
  #runs = 0;
  #ending = false;

  constructor(options: PersonOptions) {
    this.options = options;
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

  get pid(): number {
    return this.#party?.pid ?? 0;
  }

  /** Starts the process unless it runs, and signs in until that succeeds. */
  start(): void {
    if (this.#party !== null) return;
    const { program, profile, exports, hurry, side, disk } = this.options;
    const party = new PartyProcess(program, { profile, exports, hurry, logFile: `${profile}.log` }, disk);
    this.#runs += 1;
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

  /** A text that was sent by an earlier Parley: its number, before all others. */
  recall(size: number): string {
    const number = this.sent.length + 1;
    const text = `${this.options.side} #${String(number)} `.padEnd(size, 'ö');
    this.sent.push({ number, text, acknowledged: true, everFailed: false });
    return text;
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
    return this.#done(async (party, conversationId) =>
      party.ask('organiseConversation', { conversationId, change: { blocked } }),
    );
  }

  /** Own messages whose fate is certain and the same as it was then, and those of the other. */
  unchangedSince(fates: ReadonlyMap<MessageId, ReceiptState | null>): readonly MessageId[] {
    return [...this.#shown.values()].flatMap(({ message: { id, receipt } }) => {
      const then = fates.get(id);
      const same = receipt === null ? then === null : then === receipt.state && certain.has(receipt.state);
      return same ? [id] : [];
    });
  }

  /** Deletes messages for this side alone, if it can. */
  async delete(ids: readonly MessageId[]): Promise<void> {
    if (ids.length > 0) await this.#done(async (party) => party.ask('deleteMessages', { ids: [...ids] }));
  }

  async #done(
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
    return this.ready && !this.#own().some(({ receipt }) => receipt !== null && unsettled.has(receipt.state));
  }

  /** Presses "Try again" at everything that failed. Returns how many there were. */
  async retryFailed(): Promise<number> {
    const failed = this.#own().filter(({ receipt }) => receipt?.state === 'failed');
    for (const { id } of failed) {
      this.#retried.add(id);
      const message = await this.#party?.ask('retryMessage', { id });
      if (message !== undefined) this.#observe(message);
    }
    return failed.length;
  }

  /** The whole conversation from the store, page by page, oldest first. */
  async history(): Promise<readonly Message[]> {
    const [party, conversationId] = [this.#party, this.#conversation];
    if (party === null || conversationId === null) throw new PartyGone('history');
    const shown = [...this.#shown.values()];
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
    for (const message of history) this.#observe(message);
    const there = new Set(history.map(({ id }) => id));
    for (const { message } of shown) {
      if (!there.has(message.id))
        this.problems.push(`"${message.text.slice(0, 20)}" was shown, but is not in the store`);
    }
    return history;
  }

  /** What is not as it should be at the end, for a report. */
  describe(): string {
    const states = this.#own().map(
      ({ text, receipt }) =>
        `#${String(numberOf(text))} ${String(receipt?.state)} ${JSON.stringify(receipt?.failure)}`,
    );
    const open = states.filter((state) => !/ (sent|delivered|read) /.test(state));
    return `${this.options.side}: ${this.#party === null ? 'not running' : 'running'}, ${this.#connection}, ${this.#conversation === null ? 'no conversation' : 'conversation open'}, ${open.length === 0 ? 'nothing open' : open.join(', ')}`;
  }

  /** @param patience milliseconds */
  until(what: string, holds: () => boolean, patience = 90_000): Promise<void> {
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
    const number = this.sent.length + 1;
    const start = `${this.options.side} #${String(number)} `;
    const record: SentText = {
      number,
      text: start.padEnd(size, 'ä'),
      acknowledged: false,
      everFailed: false,
    };
    this.sent.push(record);
    const [party, conversationId] = [this.#party, this.#conversation];
    if (party === null || conversationId === null) return;
    const id = v.parse(MessageId, randomUUID());
    try {
      this.#observe(await party.ask('sendMessage', { id, conversationId, text: record.text }));
      record.acknowledged = true;
    } catch (error) {
      // Killed before it answered: the text may be stored or not. Told "not sent": the text stays in the composer.
      if (!(error instanceof PartyGone) && !isExpected(error)) throw error;
      if (error instanceof PartyRefused) this.refusals.push(error.failure);
    }
  }

  #own(): readonly Message[] {
    return [...this.#shown.values()]
      .map(({ message }) => message)
      .filter(({ direction }) => direction === 'outgoing');
  }

  #show(party: PartyProcess, event: AppEvent): void {
    if (this.#party !== party) return;
    if (event.kind === 'message') this.#observe(event.message, true);
    if (event.kind === 'messages-deleted') for (const id of event.ids) this.#shown.delete(id);
    if (event.kind === 'connection') {
      this.#connection = event.connection.kind;
      if (event.connection.kind === 'connecting') this.seen.raise('connecting');
      this.#press();
    }
    if (event.kind === 'phase') {
      if (event.phase.kind === 'signed-out') void this.#signIn(party);
      if (event.phase.kind === 'signed-in') void this.#open(party);
      if (event.phase.kind === 'unavailable') {
        this.unavailable.push(event.phase.failure);
        void this.#startAgain();
      }
    }
    this.changed.raise(undefined);
  }

  #observe(message: Message, asEvent = false): void {
    const before = this.#shown.get(message.id);
    if (message.receipt !== null) {
      const record = this.sent.find(({ number }) => number === numberOf(message.text));
      if (record !== undefined && message.receipt.state === 'failed') record.everFailed = true;
      const earlier = before?.message.receipt ?? null;
      if (earlier !== null && before !== undefined) {
        const retried = this.#retried.has(message.id);
        // An answer to a command and an event may overtake each other on their way here; events do not.
        const back = setBack(earlier, message.receipt, { retried, gap: before.run !== this.#runs });
        if (back !== null && (asEvent || before.run !== this.#runs)) {
          this.problems.push(`#${String(numberOf(message.text))}: ${back}`);
        }
        if (back !== null && !asEvent) return;
        if (earlier.state === 'failed' && message.receipt.state !== 'failed')
          this.#retried.delete(message.id);
      }
    }
    this.#shown.set(message.id, { message, run: this.#runs });
    if (message.receipt === null) this.#readNewest();
    const sight = message.receipt === null ? 'incoming' : sights[message.receipt.state];
    if (asEvent && sight !== undefined) this.seen.raise(sight);
    this.changed.raise(undefined);
  }

  #readNewest(): void {
    const [party, conversationId] = [this.#party, this.#conversation];
    if (!this.#reading || party === null || conversationId === null) return;
    let upTo = this.#readUpTo;
    for (const { message } of this.#shown.values()) {
      if (message.direction === 'incoming') upTo = Math.max(upTo, message.sequence);
    }
    if (upTo === this.#readUpTo) return;
    this.#readUpTo = upTo;
    party.ask('markRead', { conversationId, upTo }).catch(() => undefined);
  }

  async #signIn(party: PartyProcess): Promise<void> {
    const { address, password, server, transport } = this.options;
    while (this.#party === party && this.#conversation === null) {
      try {
        await party.ask('signIn', { address, password, server, transport });
        return;
      } catch (error) {
        if (error instanceof PartyGone || !(error instanceof PartyRefused)) return;
        await sleep(100); // the network is broken: press the button again
      }
    }
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
