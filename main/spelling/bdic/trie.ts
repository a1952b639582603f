import type { Word } from './words.ts';

/** Its size is known before it is written, because its parent chooses how to point at it by what is below. */
interface Node {
  readonly size: number;
  /** @param at absolute, in `out` */
  write(out: Buffer, at: number): void;
}
interface Child {
  /** The byte that leads here; 0 at the end of a word. */
  readonly byte: number;
  readonly node: Node;
}

const mostGroups = 32;
const largestInline = 0x1ffe;
const groupsElsewhere = 0x1fff;
const endOfGroups = 0xffff;
const longestList = 15;

/** What is left of the one word that ends here. */
function leaf(rest: string, { groups }: Word): Node {
  const [first = 0] = groups;
  const inline = first <= largestInline;
  const following = (inline ? groups.slice(1) : groups).slice(0, mostGroups);
  const restSize = rest === '' ? 0 : rest.length + 1;
  return {
    size: 2 + restSize + (following.length > 0 ? 2 * following.length + 2 : 0),
    write: (out, at) => {
      const head = inline ? first : groupsElsewhere;
      out[at] = (head >> 8) | (restSize > 0 ? 0x40 : 0) | (following.length > 0 ? 0x20 : 0);
      out[at + 1] = head & 0xff;
      if (restSize > 0) out.write(`${rest}\0`, at + 2, 'latin1');
      let next = at + 2 + restSize;
      if (following.length === 0) return;
      for (const group of [...following, endOfGroups]) next = out.writeUInt16LE(group, next);
    },
  };
}

/** Few children: pairs of a byte and where its node is, counted from the end of the pairs. */
function list(children: readonly Child[], below: number): Node {
  const wide = below > 0xff;
  const table = 1 + children.length * (wide ? 3 : 2);
  return {
    size: table + below,
    write: (out, at) => {
      out[at] = (wide ? 0xf0 : 0xe0) | children.length;
      let [entry, offset] = [at + 1, 0];
      for (const { byte, node } of children) {
        out[entry] = byte;
        entry = wide ? out.writeUInt16LE(offset, entry + 1) : out.writeUInt8(offset, entry + 1);
        node.write(out, at + table + offset);
        offset += node.size;
      }
    },
  };
}

/** Many children: a table from the first byte to the last, and one place more for the end of a word. */
function lookup(children: readonly Child[], below: number): Node {
  const ends = children[0]?.byte === 0;
  const first = children[ends ? 1 : 0]?.byte ?? 0;
  const count = (children.at(-1)?.byte ?? 0) - first + 1;
  const places = count + (ends ? 1 : 0);
  const wide = 3 + places * 2 + below > 0xffff;
  const table = 3 + places * (wide ? 4 : 2);
  return {
    size: table + below,
    write: (out, at) => {
      out[at] = 0xc0 | (wide ? 2 : 0) | (ends ? 1 : 0);
      out[at + 1] = first;
      out[at + 2] = count;
      let next = at + table;
      for (const { byte, node } of children) {
        const place = byte === 0 ? 0 : byte - first + (ends ? 1 : 0);
        // Wide ones are absolute, the others count from the node.
        if (wide) out.writeUInt32LE(next, at + 3 + place * 4);
        else out.writeUInt16LE(next - at, at + 3 + place * 2);
        node.write(out, next);
        next += node.size;
      }
    },
  };
}

function nodeOf(words: readonly Word[], from: number, to: number, depth: number): Node {
  const children: Child[] = [];
  for (let at = from; at < to;) {
    const word = words[at];
    if (word === undefined) break;
    const byte = word.text.length === depth ? 0 : word.text.charCodeAt(depth);
    let end = at + 1;
    // A word that ends is alone: each stands once.
    while (byte !== 0 && end < to && words[end]?.text.charCodeAt(depth) === byte) end += 1;
    const alone = end === at + 1;
    children.push({
      byte,
      node: alone
        ? leaf(byte === 0 ? '' : word.text.slice(depth + 1), word)
        : nodeOf(words, at, end, depth + 1),
    });
    at = end;
  }
  const below = children.reduce((sum, { node }) => sum + node.size, 0);
  return children.length <= longestList && below <= 0xffff ? list(children, below) : lookup(children, below);
}

/** The words as a trie of bytes. @param words sorted by their bytes, none empty, none twice */
export function trieOf(words: readonly Word[]): Node {
  return nodeOf(words, 0, words.length, 0);
}
