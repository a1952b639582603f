/** A shortcode that is being typed: `:ta` in "Done :ta". In UTF-16 code units. */
export interface OpenShortcode {
  /** Where its colon stands. */
  readonly start: number;
  /** What follows the colon, in lower case. */
  readonly query: string;
}

// One letter may as well be the beginning of ":D" or of a time; between two colons it is meant: `:x:`.
const open = /(?:^|[\s([{"'])(:([a-z0-9_+-]{2,32}))$/i;
const closed = /(?:^|[\s([{"'])(:([a-z0-9_+-]{1,32}):)$/i;

/** The shortcode that ends at the caret and has no closing colon yet. */
export function openShortcode(text: string, caret: number): OpenShortcode | null {
  const found = open.exec(text.slice(Math.max(0, caret - 40), caret));
  const [, code = '', query = ''] = found ?? [];
  // A word that goes on behind the caret is being changed, not typed.
  if (code === '' || /^[a-z0-9_+-]/i.test(text.slice(caret, caret + 1))) return null;
  return { start: caret - code.length, query: query.toLowerCase() };
}

/** The shortcode whose closing colon stands right before the caret. */
export function closedShortcode(text: string, caret: number): OpenShortcode | null {
  const found = closed.exec(text.slice(Math.max(0, caret - 40), caret));
  const [, code = '', query = ''] = found ?? [];
  return code === '' ? null : { start: caret - code.length, query: query.toLowerCase() };
}
