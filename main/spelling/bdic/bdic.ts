import { createHash } from 'node:crypto';
import { readAffixes, type Affixes } from './affixes.ts';
import { bytesOf, type Bytes } from './lines.ts';
import { trieOf } from './trie.ts';
import { readWords } from './words.ts';

// Chromium's format of a Hunspell dictionary, version 2.0: a header, what the .aff says, and the words as a trie.
// All numbers are little endian, all offsets absolute.
const signature = 'BDic';
const headerSize = 32;
const affixHeaderSize = 16;

const listOf = (lines: readonly Bytes[]): Bytes => `${lines.map((line) => `${line}\0`).join('')}\0`;

function affixSection({ rules, replacements, others, groups }: Affixes, at: number): Buffer {
  const tables = [
    // The first line tells how many follow.
    `AF ${String(groups.lines.length)}\0${listOf(groups.lines)}`,
    listOf(rules),
    `${replacements.map(([from, to]) => `${from}\0${to}\0`).join('')}\0`,
    listOf(others),
  ];
  const header = Buffer.alloc(affixHeaderSize);
  let offset = at + affixHeaderSize;
  for (const [index, table] of tables.entries()) {
    header.writeUInt32LE(offset, index * 4);
    offset += table.length;
  }
  return Buffer.concat([header, Buffer.from(tables.join(''), 'latin1')]);
}

/**
 * A Hunspell dictionary in the format that Chromium's checker reads. Throws when it has no words, or uses what that
 * format cannot carry.
 */
export function bdicOf(aff: Uint8Array, dic: Uint8Array): Buffer {
  const affixes = readAffixes(bytesOf(aff));
  const words = readWords(bytesOf(dic), affixes);
  if (words.length === 0) throw new Error('A dictionary has no words');
  const about = affixSection(affixes, headerSize);
  const trie = trieOf(words);
  const wordsAt = headerSize + about.length;
  const out = Buffer.alloc(wordsAt + trie.size);
  out.write(signature, 'latin1');
  out.writeUInt16LE(2, 4);
  out.writeUInt16LE(0, 6);
  out.writeUInt32LE(headerSize, 8);
  out.writeUInt32LE(wordsAt, 12);
  about.copy(out, headerSize);
  trie.write(out, wordsAt);
  createHash('md5').update(out.subarray(headerSize)).digest().copy(out, 16);
  return out;
}
