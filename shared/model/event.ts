/** Ends a subscription. Calling it again does nothing. */
export type Unsubscribe = () => void;

/** What a subscriber sees of an event: it may listen, it may not raise. */
export interface EventSource<T> {
  subscribe(listener: (value: T) => void): Unsubscribe;
}

/** A typed event. Listeners run in the order in which they subscribed; one that throws does not silence the rest. */
export class TypedEvent<T> implements EventSource<T> {
  readonly #listeners = new Set<(value: T) => void>();

  subscribe(listener: (value: T) => void): Unsubscribe {
    // A wrapper of its own: the same function may subscribe twice and leave once.
    const entry = (value: T): void => {
      listener(value);
    };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  /** Calls every listener, then throws the first error that one of them threw. */
  raise(value: T): void {
    const errors: unknown[] = [];
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  get size(): number {
    return this.#listeners.size;
  }
}
