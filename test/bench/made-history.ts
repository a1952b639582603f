import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { closeDatabase, openDatabase } from '../../main/store/database.ts';
import { loadDriver } from '../../main/store/driver.ts';
import { createOperations } from '../../main/store/operations.ts';
import { grammar } from '../../main/store/search/grams.ts';
import { SearchIndex } from '../../main/store/search/search-index.ts';
import { SipAddress } from '../../shared/model/address.ts';
import { AccountId, ConversationId, MessageId } from '../../shared/model/ids.ts';
import { seeded } from './measure.ts';

/** A year's messages lie so far apart, in milliseconds; the last one is of the first of November 2026. */
const interval = 150_000;
const lastAt = Date.UTC(2026, 10, 1);
const atOnce = 5_000;
const vocabularySize = 40_000;

const sounds = (
  'ba be bi bo bu ca ce co cu da de di do du fa fe fi fo ga ge gi go ha he hi ho in is ja je ka ke ki ko la le li lo lu ' +
  'ma me mi mo mu na ne ni no nu on or pa pe pi po pu qua qui ra re ri ro ru sa se si so su sta ste sto ta te ti to tu ' +
  'un va ve vi vo wa we wi wo xe ya ye za ze zo ment tion ing ness'
).split(' ');
const characters = Array.from({ length: 1200 }, (_, index) => String.fromCodePoint(0x4e00 + index * 7));

export const madeAccount = v.parse(AccountId, '00000000-0000-4000-8000-000000000001');
export const madeAccountRow = {
  id: madeAccount,
  address: v.parse(SipAddress, 'sip:me@example.com'),
  displayName: 'Me',
  server: { transport: 'tcp', host: '127.0.0.1', port: 9, path: '/' },
  kind: 'server',
  imDialogs: false,
  wrappedPassword: null,
  active: true,
  instanceId: `urn:uuid:${madeAccount}`,
} as const;
export const madeKey = 'a1'.repeat(32);
const uuid = (kind: string, index: number): string =>
  `00000000-0000-4000-${kind}-${index.toString(16).padStart(12, '0')}`;
/** As Parleys give them, in the order of time (`newMessageId`). */
function timeUuid(at: number, random: () => number): string {
  const hex = (digits: number): string =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  const time = at.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
}
/** As other programs give them: in no order, so that each goes to another place of its index. */
const anyUuid = (random: () => number): string => timeUuid(Math.floor(random() * 16 ** 12), random);
const peer = (index: number): SipAddress => v.parse(SipAddress, `sip:person${String(index)}@example.com`);

export interface MadeWords {
  /** From frequent to rare. */
  readonly words: readonly string[];
  readonly text: () => string;
  /** A run of characters as it stands in some text. */
  readonly phrase: () => string;
}

export function madeWords(random: () => number): MadeWords {
  const below = (count: number): number => Math.floor(random() * count);
  const words = Array.from({ length: vocabularySize }, (_, index) => {
    const length = 1 + below(index < 200 ? 2 : 4);
    return Array.from({ length }, () => sounds[below(sounds.length)] ?? '').join('');
  });
  const word = (): string => words[Math.floor(random() ** 4 * words.length)] ?? '';
  const character = (): string => characters[Math.floor(random() ** 3 * characters.length)] ?? '';
  const phrase = (): string => Array.from({ length: 2 + below(3) }, character).join('');
  const text = (): string => {
    const kind = random();
    if (kind < 0.08) return Array.from({ length: 1 + below(5) }, phrase).join('，');
    const parts = Array.from({ length: 4 + below(18) }, word);
    if (kind < 0.12) parts.push(`https://${word()}.example/${word()}?n=${String(below(1e6))}`);
    if (kind > 0.9) parts.push(String(below(1e6)));
    return `${parts.join(' ')}.`;
  };
  return { words, text, phrase };
}

export interface MadeHistory {
  readonly folder: string;
  readonly path: string;
  readonly largest: ConversationId;
}

/**
 * A database of made messages in that many conversations, the first of which has `largestShare` of them. It is made
 * once and kept in the folder for temporary files until the schema changes; it is not to be written to.
 */
export function madeHistory(messages: number, conversations: number, largestShare = 0.1): MadeHistory {
  const kind = [messages, conversations, largestShare, schemaMark(), grammar].map(String);
  const name = `parley-history-${kind.join('-')}`;
  const folder = join(tmpdir(), name);
  const made = {
    folder,
    path: join(folder, 'messages.db'),
    largest: v.parse(ConversationId, uuid('9000', 0)),
  };
  if (existsSync(folder)) return made;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  make(join(partial, 'messages.db'), messages, conversations, largestShare);
  renameSync(partial, folder);
  return made;
}

/** Another one for every schema: a history that an earlier one made is no history of this Parley. */
function schemaMark(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-schema-'));
  try {
    const database = openDatabase(loadDriver(), { path: join(folder, 'messages.db'), key: madeKey });
    const schema = database.prepare<[], string>('SELECT sql FROM sqlite_schema ORDER BY name').pluck().all();
    database.close();
    return createHash('sha256').update(schema.join()).digest('hex').slice(0, 8);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function make(path: string, messages: number, conversations: number, largestShare: number): void {
  const database = openDatabase(loadDriver(), { path, key: madeKey });
  const random = seeded(1);
  const { text } = madeWords(random);
  const ids = seeded(2);
  const index = new SearchIndex(database, random);
  const operations = createOperations(database, index);
  operations.get('saveAccount')?.([madeAccountRow]);
  const open = database.prepare<[string, string, string, string, number]>(
    `INSERT INTO conversations (id, account, peer, peer_key, display_name, created_at)
     SELECT ?, key, ?, ?, ?, ? FROM accounts`,
  );
  const peers = Array.from({ length: conversations }, (_, each) => peer(each));
  database
    .transaction(() => {
      for (const [each, address] of peers.entries()) {
        open.run(uuid('9000', each), address, address, `Person ${String(each)}`, each);
      }
    })
    .immediate();
  const add = (number: number): void => {
    const where = random() < largestShare ? 0 : Math.floor(random() * conversations);
    const at = lastAt - (messages - number) * interval;
    const message = {
      id: v.parse(MessageId, timeUuid(at, ids)),
      conversationId: uuid('9000', where),
      text: text(),
      at,
    };
    if (random() < 0.4) {
      const sender = { address: 'sip:me@example.com', displayName: 'Me' };
      operations.get('insertOutgoing')?.([{ ...message, sender }]);
      operations.get('setReceipt')?.([
        message.id,
        { state: 'delivered', failure: null, updatedAt: message.at },
      ]);
    } else {
      const sender = { address: peers[where], displayName: `Person ${String(where)}` };
      const remoteId = where % 4 === 0 ? anyUuid(ids) : timeUuid(at, ids);
      operations.get('insertIncoming')?.([{ ...message, sender, remoteId, displayRequested: false }]);
    }
  };
  for (let from = 0; from < messages; from += atOnce) {
    const to = Math.min(messages, from + atOnce);
    database
      .transaction(() => {
        for (let number = from; number < to; number += 1) add(number);
      })
      .immediate();
    while (index.step());
  }
  database.exec('UPDATE conversations SET read_up_to = coalesce(last_sequence, 0)');
  closeDatabase(database);
}
