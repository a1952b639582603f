/**
 * A SIP message as the loopback proxy handles it (RFC 3261, section 7): start line, header list, body in bytes.
 * The head is read byte for byte (Latin-1), so what the proxy does not touch leaves as it came.
 */
export interface Header {
  /** As written; compact forms are expanded. */
  readonly name: string;
  readonly value: string;
}

export interface RequestLine {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
}

export interface StatusLine {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
}

export interface LoopbackMessage<Start extends RequestLine | StatusLine = RequestLine | StatusLine> {
  readonly start: Start;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

export type LoopbackRequest = LoopbackMessage<RequestLine>;
export type LoopbackResponse = LoopbackMessage<StatusLine>;

const maximumHeadBytes = 64 * 1024;
const maximumHeaders = 256;
const blankLine = Buffer.from('\r\n\r\n');

// RFC 3261, 7.3.3, and the IANA registry's additions that clients send.
const compactForms: Readonly<Record<string, string>> = {
  a: 'Accept-Contact',
  b: 'Referred-By',
  c: 'Content-Type',
  e: 'Content-Encoding',
  f: 'From',
  i: 'Call-ID',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  o: 'Event',
  r: 'Refer-To',
  s: 'Subject',
  t: 'To',
  u: 'Allow-Events',
  v: 'Via',
  x: 'Session-Expires',
};

const requestLinePattern = /^([A-Za-z0-9\-.!%*_+`'~]{1,32}) ([^\s]{1,2048}) SIP\/2\.0$/;
const statusLinePattern = /^SIP\/2\.0 ([1-6][0-9]{2})(?: (.*))?$/;
const headerPattern = /^([A-Za-z0-9\-.!%*_+`'~]{1,64})[ \t]*:[ \t]*(.*)$/s;

/** Null when the bytes are no SIP message; the caller closes the connection that sent them. */
export function parseMessage(bytes: Uint8Array): LoopbackMessage | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headEnd = buffer.indexOf(blankLine);
  if (headEnd < 0 || headEnd > maximumHeadBytes) return null;
  const [first = '', ...lines] = unfold(buffer.toString('latin1', 0, headEnd));
  const start = parseStartLine(first);
  if (start === null || lines.length > maximumHeaders) return null;
  const headers: Header[] = [];
  for (const line of lines) {
    const match = headerPattern.exec(line);
    if (match === null) return null;
    const name = match[1] ?? '';
    headers.push({ name: compactForms[name.toLowerCase()] ?? name, value: (match[2] ?? '').trimEnd() });
  }
  return { start, headers, body: bytes.subarray(headEnd + blankLine.length) };
}

/** Writes Content-Length anew, so that what leaves is framed by what it carries. */
export function writeMessage(message: LoopbackMessage): Uint8Array {
  const { start } = message;
  const startLine =
    start.kind === 'request'
      ? `${start.method} ${start.uri} SIP/2.0`
      : `SIP/2.0 ${String(start.status)} ${start.reason}`;
  const lines = [startLine];
  for (const { name, value } of message.headers) {
    if (name.toLowerCase() !== 'content-length') lines.push(`${name}: ${value}`);
  }
  lines.push(`Content-Length: ${String(message.body.length)}`, '', '');
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), message.body]);
}

export const isRequest = (message: LoopbackMessage): message is LoopbackRequest =>
  message.start.kind === 'request';

export const isResponse = (message: LoopbackMessage): message is LoopbackResponse =>
  message.start.kind === 'response';

const named = (name: string): ((header: Header) => boolean) => {
  const wanted = name.toLowerCase();
  return (header) => header.name.toLowerCase() === wanted;
};

/** The first header of that name. */
export const headerOf = (message: LoopbackMessage, name: string): string | undefined =>
  message.headers.find(named(name))?.value;

/** All values of a header that may be a comma separated list (Via, Route, Contact, …). */
export const valuesOf = (message: LoopbackMessage, name: string): readonly string[] =>
  message.headers.filter(named(name)).flatMap(({ value }) => splitList(value));

/** Every header line of the given names, in their order. */
export const headersOf = (message: LoopbackMessage, ...names: readonly string[]): readonly Header[] =>
  message.headers.filter((header) => names.some((name) => named(name)(header)));

/** The list without its first value. */
export function withoutFirstValue(headers: readonly Header[], name: string): readonly Header[] {
  const index = headers.findIndex(named(name));
  const header = headers[index];
  if (header === undefined) return headers;
  const rest = splitList(header.value).slice(1).join(', ');
  return rest === '' ? headers.toSpliced(index, 1) : headers.with(index, { name: header.name, value: rest });
}

/** The list with its first value replaced. */
export function withFirstValue(headers: readonly Header[], name: string, value: string): readonly Header[] {
  return [{ name, value }, ...withoutFirstValue(headers, name)];
}

/** One header of that name, where the first one stood or else at the end. */
export function withHeader(headers: readonly Header[], name: string, value: string): readonly Header[] {
  const index = headers.findIndex(named(name));
  return index < 0 ? [...headers, { name, value }] : headers.with(index, { name, value });
}

/** Splits at `separator` where it stands outside of quotes and angle brackets. */
export function splitList(text: string, separator = ','): readonly string[] {
  const parts: string[] = [];
  let begin = 0;
  let quoted = false;
  let bracketed = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted) {
      if (character === '\\') index += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '<') bracketed = true;
    else if (character === '>') bracketed = false;
    else if (character === separator && !bracketed) {
      parts.push(text.slice(begin, index).trim());
      begin = index + 1;
    }
  }
  parts.push(text.slice(begin).trim());
  return parts.filter((part) => part !== '');
}

/** Joins folded lines (RFC 3261, 7.3.1). */
function unfold(head: string): readonly string[] {
  const lines: string[] = [];
  for (const line of head.split('\r\n')) {
    const previous = lines.at(-1);
    if (previous !== undefined && lines.length > 1 && /^[ \t]/.test(line)) {
      lines[lines.length - 1] = `${previous} ${line.trim()}`;
    } else lines.push(line);
  }
  return lines;
}

function parseStartLine(line: string): RequestLine | StatusLine | null {
  const status = statusLinePattern.exec(line);
  if (status !== null) return { kind: 'response', status: Number(status[1]), reason: status[2] ?? '' };
  const request = requestLinePattern.exec(line);
  if (request === null) return null;
  return { kind: 'request', method: request[1] ?? '', uri: request[2] ?? '' };
}
