import { loadDriver } from '../../main/store/driver.ts';
import { StoreService } from '../../main/store/service.ts';
import type { Answer } from '../../main/store/protocol.ts';

/** The store's service in this process, as its own has it, without the way there and back. */
export class InsideStore {
  readonly #service: StoreService;
  #answered: (answer: Answer) => void = () => undefined;
  #ended: () => void = () => undefined;

  private constructor() {
    this.#service = new StoreService({
      loadDriver,
      post: (answer) => {
        this.#answered(answer);
      },
      ended: () => {
        this.#ended();
      },
      soon: setImmediate,
      later: () => undefined,
      inAMoment: (task) => {
        const timer = setTimeout(task, 100);
        return () => {
          clearTimeout(timer);
        };
      },
      inAWhile: () => () => undefined,
    });
  }

  static async open(path: string, key: string): Promise<InsideStore> {
    const store = new InsideStore();
    await store.ask('open', [{ path, key }]);
    return store;
  }

  /** One request at a time. */
  async ask(method: string, args: readonly unknown[]): Promise<void> {
    const answer = await new Promise<Answer>((resolve) => {
      this.#answered = resolve;
      this.#service.accept({ id: 1, method, args });
    });
    if (!answer.ok) throw new Error(answer.message);
  }

  async close(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.#ended = resolve;
    });
    await this.ask('close', []);
    await ended;
  }
}
