interface Waiter<E> {
  readonly matches: (event: E) => boolean;
  readonly resolve: (event: E) => void;
}

const defaultPatience = 20_000;

/** What has happened to a peer, and a way to wait for what will. */
export class EventLog<E> {
  /** Everything that has happened, in order. */
  readonly events: E[] = [];
  readonly #name: string;
  readonly #diagnose: () => string;
  #untaken: E[] = [];
  #waiters: Waiter<E>[] = [];

  /** @param diagnose adds to the message when a wait fails */
  constructor(name: string, diagnose: () => string = () => '') {
    this.#name = name;
    this.#diagnose = diagnose;
  }

  add(event: E): void {
    this.events.push(event);
    const waiter = this.#waiters.find(({ matches }) => matches(event));
    if (waiter === undefined) this.#untaken.push(event);
    else {
      this.#waiters = this.#waiters.filter((other) => other !== waiter);
      waiter.resolve(event);
    }
  }

  /** The first event that matches and that no other call has taken yet; waits for it if it has not happened. */
  waitFor<T extends E>(what: string, matches: (event: E) => event is T, patience?: number): Promise<T>;
  waitFor(what: string, matches: (event: E) => boolean, patience?: number): Promise<E>;
  waitFor(what: string, matches: (event: E) => boolean, patience = defaultPatience): Promise<E> {
    const index = this.#untaken.findIndex(matches);
    const [happened] = index < 0 ? [] : this.#untaken.splice(index, 1);
    if (happened !== undefined) return Promise.resolve(happened);
    return new Promise((resolve, reject) => {
      const waiter: Waiter<E> = {
        matches,
        resolve: (event) => {
          clearTimeout(timer);
          resolve(event);
        },
      };
      const timer = setTimeout(() => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        const events = JSON.stringify(this.events);
        reject(
          new Error(
            `${this.#name}: ${what} did not happen within ${String(patience)} ms; events: ${events} ${this.#diagnose()}`,
          ),
        );
      }, patience);
      this.#waiters.push(waiter);
    });
  }
}
