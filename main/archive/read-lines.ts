import { createReadStream } from 'node:fs';

/** A line without its line feed; `whole` false: it is the last one and has none, or it is longer than may be. */
export interface ReadLine {
  readonly bytes: Buffer;
  readonly whole: boolean;
}

const lineFeed = 0x0a;

/**
 * Reads a file line by line, in the memory of the longest one. A line beyond `longest` bytes ends the reading.
 * `seen` is called with every piece of the file, in order. Rejects with Node's errors.
 */
export async function* readLines(
  path: string,
  longest: number,
  seen: (chunk: Buffer) => void,
): AsyncGenerator<ReadLine> {
  let pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    seen(chunk);
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      yield { bytes: Buffer.concat([...pieces, chunk.subarray(from, end)]), whole: true };
      pieces = [];
      length = 0;
      from = end + 1;
    }
    if (from === chunk.length) continue;
    pieces.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > longest) {
      yield { bytes: Buffer.concat(pieces), whole: false };
      return;
    }
  }
  if (length > 0) yield { bytes: Buffer.concat(pieces), whole: false };
}
