/** A media type with its parameters (RFC 2045, 5.1). `type` and the parameters' names are in lower case. */
export interface ContentType {
  /** `type/subtype` in lower case. */
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Lync writes a whole message into the `ms-body` parameter of a header; beyond this nothing is read. */
const longestHeader = 64 * 1024;
const mostParameters = 32;

const token = "[A-Za-z0-9!#$%&'*+.^_`{|}~-]+";
const typePattern = new RegExp(`^\\s*(${token})\\s*/\\s*(${token})\\s*(?=;|$)`);
const tokenPattern = new RegExp(`^${token}$`);

/**
 * Reads a Content-Type header's value; null when it names no media type. Lenient in its parameters: one without a
 * value or with an unclosed quotation is kept as far as it goes, the first of two of the same name counts.
 */
export function parseContentType(text: string): ContentType | null {
  if (text.length > longestHeader) return null;
  const head = typePattern.exec(text);
  if (head?.[1] === undefined || head[2] === undefined) return null;
  const parameters = new Map<string, string>();
  let at = head[0].length;
  while (at < text.length && parameters.size < mostParameters) {
    at += 1; // the semicolon
    const nameEnd = endOf(text, at, '=;');
    const name = text.slice(at, nameEnd).trim().toLowerCase();
    at = nameEnd;
    let value = '';
    if (text[at] === '=') [value, at] = readValue(text, at + 1);
    if (name !== '' && !parameters.has(name)) parameters.set(name, value);
  }
  return { type: `${head[1]}/${head[2]}`.toLowerCase(), parameters };
}

/** Writes a Content-Type; values that are no tokens are quoted. Throws on a type or name that the grammar lacks. */
export function formatContentType(type: string, parameters: Readonly<Record<string, string>> = {}): string {
  const parsed = parseContentType(type);
  if (parsed?.type !== type.toLowerCase()) throw new RangeError(`Not a media type: ${JSON.stringify(type)}`);
  let text = type;
  for (const [name, value] of Object.entries(parameters)) {
    if (!tokenPattern.test(name)) throw new RangeError(`Not a parameter name: ${JSON.stringify(name)}`);
    // A line break would start another header.
    if (/\p{Cc}/u.test(value)) throw new RangeError(`The parameter ${name} holds a control character`);
    text += `; ${name}=${tokenPattern.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`;
  }
  return text;
}

/** The value that starts at `at`, and where the next semicolon or the end is. */
function readValue(text: string, at: number): [value: string, next: number] {
  let start = at;
  while (text[start] === ' ' || text[start] === '\t') start += 1;
  if (text[start] !== '"') {
    const end = endOf(text, start, ';');
    return [text.slice(start, end).trim(), end];
  }
  let value = '';
  let index = start + 1;
  for (; index < text.length && text[index] !== '"'; index += 1) {
    if (text[index] === '\\' && index + 1 < text.length) index += 1;
    value += text[index] ?? '';
  }
  return [value, endOf(text, index, ';')];
}

function endOf(text: string, from: number, stops: string): number {
  let at = from;
  while (at < text.length && !stops.includes(text.charAt(at))) at += 1;
  return at;
}
