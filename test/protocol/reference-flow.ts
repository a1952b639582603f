/** What became of a send: `pending`, `ok`, `failed to n`, `tentative[ id]`, `status n`, `no answer`, `ended why[ left]`, `refused`. */
export type Fate = string;

export type Answer =
  | { readonly kind: 'status'; readonly statusCode: number; readonly messageId: string | null }
  | { readonly kind: 'no-answer' };

type Ending = 'local' | 'remote' | 'transport-lost' | 'lost-dialog';

interface Request {
  /** The number of a message; null: a composing notification. */
  readonly send: number | null;
  readonly what: string;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
}

const lost = new Set([408, 480, 481]);
const refusesTyping = new Set([405, 415, 501]);

/**
 * What a flow in the session dialect must do, seen from outside and written a second time: plain values, one function
 * an event, no promises. Slow and simple on purpose.
 */
export class ReferenceFlow {
  active = true;
  readonly sends: Fate[] = [];
  /** Composing states and texts of the peer, and reports, in the order in which they are raised. */
  readonly heard: string[] = [];
  localComposing = false;
  /** What the peer has on its table, unanswered. */
  current: Request | null = null;
  readonly #waitsForReports: boolean;
  #now = 0;
  #order = 0;
  #waiting: Request[] = [];
  #ending: Ending | null = null;
  #timers: Timer[] = [];
  #typing: { idle: Timer; refresh: Timer } | null = null;
  #tellsTyping = true;
  #remoteExpiry: Timer | null = null;
  #transaction: Timer | null = null;
  /** Message-Ids by what is known of them: the number of failures reported, or who waits for the report. */
  readonly #reported = new Map<string, number>();
  readonly #awaited = new Map<string, { send: number; limit: Timer }>();
  readonly #announced = new Set<string>();

  constructor(waitsForReports: boolean) {
    this.#waitsForReports = waitsForReports;
  }

  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = this.#timers
        .filter((timer) => timer.at <= end)
        .sort((left, right) => left.at - right.at || left.order - right.order);
      if (next === undefined) break;
      this.#cancel(next);
      this.#now = next.at;
      next.task();
    }
    this.#now = end;
  }

  send(): void {
    const send = this.sends.length;
    if (!this.active) {
      this.sends.push('refused');
      return;
    }
    this.sends.push('pending');
    this.#stopTyping();
    this.#enqueue({ send, what: `MESSAGE m${String(send)}` });
  }

  type(): void {
    if (!this.active) return;
    this.#cancel(this.#typing?.idle ?? null);
    const idle = (): Timer =>
      this.#after(3_000, () => {
        this.idle();
      });
    if (this.#typing !== null) {
      this.#typing.idle = idle();
      return;
    }
    this.localComposing = true;
    this.#tell('type');
    const refresh = this.#refresh();
    this.#typing = { refresh, idle: idle() };
  }

  idle(): void {
    if (this.#typing === null) return;
    this.#stopTyping();
    this.#tell('idle');
  }

  /** The peer, or the stack, answers what is on the table. */
  answer(answer: Answer): void {
    const request = this.current;
    if (request === null) return;
    this.#done();
    if (request.send !== null) this.#settle(request.send, answer);
    if (this.#ending !== null) return;
    if (answer.kind === 'status' && request.send === null && refusesTyping.has(answer.statusCode))
      this.#tellsTyping = false;
    if (answer.kind === 'no-answer' || lost.has(answer.statusCode)) this.end('lost-dialog');
    else this.#next();
  }

  notify(messageId: string, failures: number): void {
    if (!this.active || this.#reported.has(messageId)) return;
    this.#reported.set(messageId, failures);
    const awaited = this.#awaited.get(messageId);
    if (awaited !== undefined) {
      this.#awaited.delete(messageId);
      this.#cancel(awaited.limit);
      this.#resolve(awaited.send, failures === 0 ? 'ok' : `failed to ${String(failures)}`);
    } else if (this.#announced.has(messageId)) this.heard.push(`report ${messageId} ${String(failures)}`);
  }

  peerTypes(activity: 'type' | 'idle'): void {
    if (!this.active) return;
    this.#cancel(this.#remoteExpiry);
    this.#remoteExpiry =
      activity === 'idle'
        ? null
        : this.#after(6_000, () => {
            this.#peerIdle();
          });
    this.heard.push(activity === 'type' ? 'Composing' : 'Idle');
  }

  peerSends(text: string): void {
    if (!this.active) return;
    this.#peerIdle();
    this.heard.push(text);
  }

  end(ending: Ending): void {
    if (!this.active) return;
    this.active = false;
    this.#ending = ending;
    for (const { send } of this.#waiting) if (send !== null) this.#resolve(send, `ended ${ending}`);
    this.#waiting = [];
    const patient = ending === 'remote' || ending === 'transport-lost';
    if (!patient) this.#giveUpCurrent();
    else if (this.current !== null) {
      this.#after(2_000, () => {
        this.#giveUpCurrent();
      });
    }
    for (const { send, limit } of this.#awaited.values()) {
      this.#cancel(limit);
      this.#resolve(send, `ended ${ending} left`);
    }
    this.#awaited.clear();
    this.#stopTyping();
    this.#peerIdle();
  }

  #settle(send: number, answer: Answer): void {
    if (answer.kind === 'no-answer') {
      this.#resolve(send, 'no answer');
      return;
    }
    const { statusCode, messageId } = answer;
    if (statusCode >= 300) this.#resolve(send, `status ${String(statusCode)}`);
    else if (statusCode !== 202) this.#resolve(send, 'ok');
    else if (messageId === null) this.#resolve(send, 'tentative');
    else if (!this.#waitsForReports) this.#announce(send, messageId);
    else if (this.#ending !== null) this.#resolve(send, `ended ${this.#ending} left`);
    else {
      const failures = this.#reported.get(messageId);
      if (failures !== undefined)
        this.#resolve(send, failures === 0 ? 'ok' : `failed to ${String(failures)}`);
      else {
        const limit = this.#after(60_000, () => {
          this.#awaited.delete(messageId);
          this.#announce(send, messageId);
        });
        this.#awaited.set(messageId, { send, limit });
      }
    }
  }

  #announce(send: number, messageId: string): void {
    this.#resolve(send, `tentative ${messageId}`);
    if (this.#ending !== null) return;
    this.#announced.add(messageId);
    const failures = this.#reported.get(messageId);
    if (failures !== undefined) this.heard.push(`report ${messageId} ${String(failures)}`);
  }

  #resolve(send: number, fate: Fate): void {
    if (this.sends[send] === 'pending') this.sends[send] = fate;
  }

  #tell(activity: string): void {
    if (this.active && this.#tellsTyping) this.#enqueue({ send: null, what: `INFO ${activity}` });
  }

  #refresh(): Timer {
    return this.#after(5_000, () => {
      const typing = this.#typing;
      if (typing === null) return;
      this.#tell('type');
      typing.refresh = this.#refresh();
    });
  }

  #stopTyping(): void {
    this.#cancel(this.#typing?.idle ?? null);
    this.#cancel(this.#typing?.refresh ?? null);
    this.#typing = null;
    this.localComposing = false;
  }

  #peerIdle(): void {
    if (this.#remoteExpiry === null) return;
    this.#cancel(this.#remoteExpiry);
    this.#remoteExpiry = null;
    this.heard.push('Idle');
  }

  #enqueue(request: Request): void {
    this.#waiting = [...this.#waiting.filter(({ send }) => send !== null), request];
    this.#next();
  }

  #next(): void {
    if (this.current !== null) return;
    this.current = this.#waiting.shift() ?? null;
    if (this.current === null) return;
    this.#transaction = this.#after(35_000, () => {
      this.answer({ kind: 'no-answer' });
    });
  }

  #done(): void {
    this.current = null;
    this.#cancel(this.#transaction);
    this.#transaction = null;
  }

  #giveUpCurrent(): void {
    const send = this.current?.send ?? null;
    if (send !== null && this.#ending !== null) this.#resolve(send, `ended ${this.#ending} left`);
    this.#done();
  }

  #after(delay: number, task: () => void): Timer {
    this.#order += 1;
    const timer = { at: this.#now + delay, order: this.#order, task };
    this.#timers.push(timer);
    return timer;
  }

  #cancel(timer: Timer | null): void {
    this.#timers = this.#timers.filter((each) => each !== timer);
  }
}
