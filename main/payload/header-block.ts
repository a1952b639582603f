/** The fields of a MIME or CPIM header, in their order, names as written. */
export interface HeaderBlock {
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Where the bytes behind the empty line start. */
  readonly end: number;
}

/** In bytes. */
const longestBlock = 64 * 1024;
const mostFields = 100;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Reads `Name: value` lines in UTF-8 up to an empty line or the end of the bytes. Lines end in CRLF or LF; one that
 * starts with a blank continues the one before it. Null when a line is no field, or the block is longer than 64 KiB or
 * has more than 100 fields. An empty block has no fields.
 */
export function readHeaderBlock(bytes: Uint8Array, start: number): HeaderBlock | null {
  const fields: [string, string][] = [];
  const decoder = new TextDecoder('utf-8');
  let at = start;
  while (at < bytes.length) {
    const feed = bytes.indexOf(lineFeed, at);
    const next = feed < 0 ? bytes.length : feed + 1;
    if (next - start > longestBlock) return null;
    let lineEnd = feed < 0 ? next : feed;
    while (lineEnd > at && bytes[lineEnd - 1] === carriageReturn) lineEnd -= 1;
    const line = decoder.decode(bytes.subarray(at, lineEnd));
    at = next;
    if (line === '') return { fields, end: at };
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      last[1] += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trimEnd();
    if (colon < 1 || fields.length >= mostFields || !/^[^\s"(),/;<=>?@[\\\]{}]+$/.test(name)) return null;
    fields.push([name, line.slice(colon + 1)]);
  }
  return { fields, end: at };
}
