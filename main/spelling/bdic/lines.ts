/**
 * Text as Hunspell's files carry it: one character of the string for each byte, whatever the bytes mean. Flags are
 * bytes, words are in the encoding that the file names.
 */
export type Bytes = string;

export function bytesOf(file: Uint8Array): Bytes {
  return Buffer.from(file.buffer, file.byteOffset, file.byteLength).toString('latin1');
}

export type ToUtf8 = (text: Bytes) => Bytes;

/** @param encoding as an .aff file names it; throws when no such one is known */
export function toUtf8From(encoding: string): ToUtf8 {
  const name = encoding.toLowerCase().replace(/^iso-?8859/, 'iso-8859');
  if (name === 'utf-8') return (text) => text;
  const decoder = new TextDecoder(name.replace(/^microsoft-cp/, 'windows-'));
  return (text) => Buffer.from(decoder.decode(Buffer.from(text, 'latin1')), 'utf8').toString('latin1');
}

/** Without comments, byte order mark, and what is blank. */
export function linesOf(file: Bytes): readonly Bytes[] {
  return file
    .replace(/^\xEF\xBB\xBF/, '')
    .split(/[\r\n]+/)
    .map((line) => (line.startsWith('#') ? '' : line.replace(/[ \t]#.*$/, '').trim()))
    .filter((line) => line !== '');
}
