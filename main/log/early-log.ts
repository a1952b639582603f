import type { Log } from './log.ts';

type Level = keyof Log;
type Entry = readonly [Level, Readonly<Record<string, unknown>>, string];

/** Holds what is logged until there is what writes it: that loads after the window, and a good start logs nothing. */
export class EarlyLog implements Log {
  #held: Entry[] = [];
  #log: Log | null = null;

  debug(fields: Readonly<Record<string, unknown>>, message: string): void {
    this.#take('debug', fields, message);
  }

  info(fields: Readonly<Record<string, unknown>>, message: string): void {
    this.#take('info', fields, message);
  }

  warn(fields: Readonly<Record<string, unknown>>, message: string): void {
    this.#take('warn', fields, message);
  }

  error(fields: Readonly<Record<string, unknown>>, message: string): void {
    this.#take('error', fields, message);
  }

  /** From now on everything goes to that log, first what was held. */
  writeTo(log: Log): void {
    this.#log = log;
    for (const [level, fields, message] of this.#held.splice(0)) log[level](fields, message);
  }

  #take(...entry: Entry): void {
    if (this.#log === null) {
      this.#held.push(entry);
      return;
    }
    const [level, fields, message] = entry;
    this.#log[level](fields, message);
  }
}
