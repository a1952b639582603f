/** A peer that repeats the toast in spite of our answer does so right behind its ACK: within so many milliseconds. */
const repeatTime = 10_000;

/** Remembers the toast of an incoming invitation, so that the same text is not raised again as a message. */
export class ToastMemory {
  /** Whether the application has it; may come late, or never. */
  readonly stored: Promise<boolean>;
  readonly #text: string | null;
  readonly #remoteMessageId: string | null;
  #fate: 'storing' | 'stored' | 'lost' = 'storing';
  #answeredAt = 0;
  #told = false;

  constructor(text: string | null, remoteMessageId: string | null, stored: Promise<boolean>) {
    this.#text = text;
    this.#remoteMessageId = remoteMessageId;
    this.stored = stored;
    void stored.then((success) => {
      this.#fate = success ? 'stored' : 'lost';
    });
  }

  /** The invitation is answered now. @param told the answer says that the toast was read */
  answered(at: number, told: boolean): void {
    this.#answeredAt = at;
    this.#told = told;
  }

  /**
   * What the first message of the dialog is. `new`: another message, or the application does not have the toast.
   * `repeat`: the toast again. `wait`: the toast again, and `stored` will tell whether the application has it.
   */
  judge(text: string | null, remoteMessageId: string | null, at: number): 'new' | 'repeat' | 'wait' {
    if (this.#fate === 'lost' || text === null || text !== this.#text) return 'new';
    if (remoteMessageId !== this.#remoteMessageId) return 'new';
    if (this.#fate === 'storing') return 'wait';
    // To a peer that was told, the same text after a while is one that somebody writes twice.
    return !this.#told || at - this.#answeredAt <= repeatTime ? 'repeat' : 'new';
  }
}
