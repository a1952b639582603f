import { app } from 'electron';

/**
 * Links for Parley: on the command line of this start and of later ones, on macOS as events. Make it before Electron is
 * ready; what comes before somebody listens waits.
 */
export class Links {
  readonly #waiting: string[] = process.argv.slice(1);
  #follow: ((args: readonly string[]) => void) | null = null;

  constructor() {
    app.on('second-instance', (_event, args) => {
      this.#take(args.slice(1));
    });
    app.on('open-url', (event, url) => {
      event.preventDefault();
      this.#take([url]);
    });
  }

  /** `follow` finds the links among the arguments. */
  listen(follow: (args: readonly string[]) => void): void {
    this.#follow = follow;
    follow(this.#waiting.splice(0));
  }

  #take(args: readonly string[]): void {
    if (this.#follow === null) this.#waiting.push(...args);
    else this.#follow(args);
  }
}
