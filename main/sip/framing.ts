/** The longest message that Parley takes from a stream: header and body together, in bytes. */
export const longestMessage = 512 * 1024;
/** The longest header part, in bytes, so that a peer that never ends its header is noticed early. */
const longestHeader = 64 * 1024;

const cr = 13;
const lf = 10;

/** The stream is not SIP, or a message is too long. Where the next message begins is unknown: close the connection. */
export class FramingError extends Error {
  override readonly name = 'FramingError';
}

/**
 * Cuts a byte stream into SIP messages by Content-Length (RFC 3261, 18.3). Line breaks between messages are keep-alive:
 * CRLFCRLF is a ping, CRLF a pong (RFC 5626, 3.5.1). A message is handed out as whole bytes: start line to end of body.
 */
export class SipFramer {
  #rest: Buffer = Buffer.alloc(0);
  /** Chunks behind `#rest`, joined to it only when the message that they belong to is complete. */
  #waiting: Buffer[] = [];
  #waitingLength = 0;
  /** How far `#rest` was searched for the end of the header in vain. */
  #searched = 0;
  /** Length of the message at the start of `#rest` once its header is known, else 0. */
  #expected = 0;
  #pings = 0;
  #pongs = 0;

  /** Whole messages in the order of the stream. Throws `FramingError`. */
  push(chunk: Uint8Array): Uint8Array[] {
    this.#waiting.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#waitingLength += chunk.byteLength;
    if (this.#rest.length + this.#waitingLength < this.#expected) return [];
    this.#rest = Buffer.concat([this.#rest, ...this.#waiting]);
    this.#waiting = [];
    this.#waitingLength = 0;
    const messages: Uint8Array[] = [];
    for (let message = this.#next(); message !== null; message = this.#next()) messages.push(message);
    return messages;
  }

  /** Keep-alives seen since the last call. */
  takeKeepAlives(): { readonly pings: number; readonly pongs: number } {
    const seen = { pings: this.#pings, pongs: this.#pongs };
    this.#pings = 0;
    this.#pongs = 0;
    return seen;
  }

  #next(): Uint8Array | null {
    if (this.#expected === 0) {
      this.#skipKeepAlives();
      if (this.#rest.length === 0) return null;
      const headerEnd = this.#findHeaderEnd();
      if (headerEnd < 0) return null;
      this.#expected = headerEnd + contentLength(this.#rest.toString('latin1', 0, headerEnd));
      if (this.#expected > longestMessage) throw new FramingError('The message is longer than Parley takes');
    }
    if (this.#rest.length < this.#expected) return null;
    const message = this.#rest.subarray(0, this.#expected);
    this.#rest = this.#rest.subarray(this.#expected);
    this.#expected = 0;
    this.#searched = 0;
    return message;
  }

  #skipKeepAlives(): void {
    let at = 0;
    while (this.#rest[at] === cr && this.#rest[at + 1] === lf) {
      if (this.#rest[at + 2] === cr && this.#rest[at + 3] === lf) {
        this.#pings += 1;
        at += 4;
      } else if (this.#rest[at + 2] === cr && at + 3 === this.#rest.length) {
        break; // Perhaps the first three bytes of a ping.
      } else {
        this.#pongs += 1;
        at += 2;
      }
    }
    if (at > 0) this.#rest = this.#rest.subarray(at);
    const first = this.#rest[0];
    const half = first === cr && (this.#rest.length === 1 || this.#rest[1] === lf);
    if (first !== undefined && !half && !isTokenByte(first)) throw new FramingError('The stream is not SIP');
    if (half) this.#searched = 0;
  }

  #findHeaderEnd(): number {
    const from = Math.max(0, this.#searched - 3);
    const found = this.#rest[0] === cr ? -1 : this.#rest.indexOf('\r\n\r\n', from, 'latin1');
    if (found >= 0 && found <= longestHeader) return found + 4;
    if (this.#rest.length > longestHeader) throw new FramingError('The header is longer than Parley takes');
    this.#searched = this.#rest.length;
    return -1;
  }
}

/** A start line begins with a method token or `SIP/2.0` (RFC 3261, 25.1). */
const isTokenByte = (byte: number): boolean => /[A-Za-z0-9\-.!%*_+`'~]/.test(String.fromCharCode(byte));

/** The Content-Length of a header part; a stream needs one (RFC 3261, 20.14). */
function contentLength(header: string): number {
  const values = [...header.matchAll(/\r\n(?:content-length|l)[ \t]*:([^\r\n]*)/gi)].map((match) =>
    (match[1] ?? '').trim(),
  );
  const first = values[0];
  // Without the field there is no body, as most stacks read it; two that differ would be a way to smuggle messages.
  if (first === undefined) return 0;
  if (!/^\d{1,9}$/.test(first) || values.some((value) => value !== first)) {
    throw new FramingError('Content-Length is not a number');
  }
  return Number(first);
}
