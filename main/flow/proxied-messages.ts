import { randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import {
  proxiedReducer,
  type ProxiedEffect,
  type ProxiedEvent,
  type ProxiedState,
} from './delivery-state.ts';
import { InvalidOperationError } from './errors.ts';
import type { DeliveryReporting } from './flow-channel.ts';
import type { HeaderField, IncomingRequest } from './ports.ts';
import type { Transmit } from './request-queue.ts';

/** How long the application may take to report the fate of a message that was answered 202, in milliseconds. */
const longestReportDelay = 300_000;
/** Messages of one flow whose fate is not reported yet. */
const mostUnreported = 500;
/** Reported in place of the application that did not: Server Time-out. */
const lateCode = 504;

export interface ProxiedMessagesOptions {
  readonly clock: Clock;
  /** Sends a report. Rejects when it could not be sent. */
  readonly send: (transmit: Transmit) => Promise<unknown>;
  readonly outsideDialogs: () => boolean;
}

interface Entry {
  readonly id: string;
  readonly request: IncomingRequest;
  readonly reporting: DeliveryReporting | null;
  readonly headers: readonly HeaderField[];
  /** The answer is out: the storing of the message is not waited for any more. */
  readonly answered: () => void;
  state: ProxiedState;
  cancelExpiry: Unsubscribe;
}

const nothing = (): void => undefined;

/** The messages that the application hands on, until it reports what became of them. */
export class ProxiedMessages {
  readonly #options: ProxiedMessagesOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: ProxiedMessagesOptions) {
    this.#options = options;
  }

  get busy(): boolean {
    return this.#entries.size > 0;
  }

  get full(): boolean {
    return this.#entries.size >= mostUnreported;
  }

  /**
   * @param answerLimit milliseconds since 1970, by which the message must be answered
   * @returns the message's id
   */
  add(message: Pick<Entry, 'request' | 'reporting' | 'headers' | 'answered'>, answerLimit: number): string {
    const { clock } = this.#options;
    const state = message.reporting === null ? 'Held' : 'Fresh';
    const entry: Entry = { ...message, id: randomUUID(), state, cancelExpiry: nothing };
    entry.cancelExpiry = clock.after(Math.max(0, answerLimit - clock.now()), () => {
      this.#settle(entry, 'expired', lateCode);
    });
    this.#entries.set(entry.id, entry);
    return entry.id;
  }

  /** The application has the message, or could not take it. */
  taken(id: string, stored: boolean): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) this.#settle(entry, stored ? 'stored' : 'notStored', null);
  }

  /**
   * Tells the sender. Resolves when that has left; rejects with InvalidOperationError when the id is not one that
   * awaits its report.
   */
  async report(member: string, id: string, failureCode: number | null): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined) {
      throw new InvalidOperationError(
        member,
        'the id must be of a message that was received in this flow and is neither reported nor given up',
      );
    }
    await this.#handle(entry, 'reported', failureCode);
  }

  /** The flow is over. */
  end(): void {
    for (const entry of [...this.#entries.values()]) this.#settle(entry, 'terminated', null);
  }

  #settle(entry: Entry, event: ProxiedEvent, failureCode: number | null): void {
    // What cannot be sent now has nobody to be told to.
    this.#handle(entry, event, failureCode).catch(nothing);
  }

  async #handle(entry: Entry, event: ProxiedEvent, failureCode: number | null): Promise<void> {
    const { state, effects } = proxiedReducer(entry.state, event);
    entry.state = state;
    if (state === 'Done') {
      entry.cancelExpiry();
      this.#entries.delete(entry.id);
    }
    await Promise.all(
      effects.map(async (effect) => {
        await this.#effects[effect](entry, failureCode);
      }),
    );
  }

  readonly #effects: Record<ProxiedEffect, (entry: Entry, failureCode: number | null) => unknown> = {
    accept: (entry) => {
      this.#answer(entry, 202, 'Accepted', [['Message-Id', entry.id]]);
      if (entry.state === 'Done') return;
      entry.cancelExpiry();
      entry.cancelExpiry = this.#options.clock.after(longestReportDelay, () => {
        this.#settle(entry, 'expired', lateCode);
      });
    },
    refuse: (entry) => {
      this.#answer(entry, 500, 'Message Not Stored');
    },
    answer: (entry, failureCode) => {
      if (failureCode === null) this.#answer(entry, 200, 'OK');
      // A 6xx outside dialogs would overrule what the sender's other forks answer.
      else if (failureCode >= 600 && this.#options.outsideDialogs())
        this.#answer(entry, 480, 'Not Delivered');
      else this.#answer(entry, failureCode, 'Not Delivered');
    },
    giveUp: (entry) => {
      this.#answer(entry, lateCode, 'Server Time-out');
    },
    withdraw: (entry) => {
      this.#answer(entry, 480, 'Temporarily Unavailable');
    },
    report: async (entry, failureCode) => this.#report(entry, failureCode),
    reportLost: async (entry) => this.#report(entry, lateCode),
  };

  #answer(entry: Entry, statusCode: number, reasonPhrase: string, more: readonly HeaderField[] = []): void {
    entry.request.respond(statusCode, reasonPhrase, [...more, ...entry.headers]);
    entry.answered();
  }

  async #report(entry: Entry, failureCode: number | null): Promise<void> {
    if (entry.reporting !== null) await this.#options.send(entry.reporting(entry.id, failureCode));
  }
}
