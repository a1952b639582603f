import { addressKey, type SipAddress } from '../../../shared/model/address.ts';
import type { AccountId, ConversationId, MessageId } from '../../../shared/model/ids.ts';
import { foldText } from '../../../shared/model/search-fold.ts';
import type { SearchHit } from '../../../shared/model/search-hit.ts';
import type { SqliteDatabase } from '../driver.ts';
import { sqliteCode } from '../problem.ts';
import type { Args, Value } from '../protocol.ts';
import { allOf, anyOf, conversationMark, hasLink, linkMark, senderMark } from '../search/entry.ts';
import { excerptOf, termsOf, type Term } from '../search/match.ts';
import type { SearchIndex } from '../search/search-index.ts';

/** The most messages that one page looks at, a long text counting as several; about fifteen milliseconds. */
const pageEffort = 1500;
const countEffort = 2500;
/** A search counts so far and no further. */
const mostCounted = 1000;
/** So many units of text are the effort of one more message. */
const effortLength = 512;
/** More senders or conversations than these are not asked of the index; each message is looked at instead. */
const mostMarks = 200;

type Wanted = Args<'countSearch'>[0];

interface Candidate {
  readonly sequence: number;
  readonly id: MessageId;
  readonly conversationKey: number;
  readonly conversationId: ConversationId;
  readonly account: number;
  readonly direction: SearchHit['direction'];
  readonly sender: SipAddress;
  readonly senderKey: string;
  readonly senderName: string | null;
  readonly text: string;
  readonly at: number;
}

/** A query, with everything looked up that the messages are compared with. */
interface Plan {
  readonly account: number;
  readonly terms: readonly Term[];
  readonly senders: ReadonlyMap<string, number> | null;
  readonly conversations: ReadonlySet<number> | null;
  readonly hasLink: boolean;
  readonly from: number;
  readonly until: number;
  /** Sequences outside of which nothing can be. */
  readonly first: number;
  readonly last: number;
  /** For FTS5; empty when the index knows nothing that would help. */
  readonly expression: string;
}

export interface SearchQueries {
  readonly search: (args: Args<'search'>) => Value<'search'>;
  readonly countSearch: (args: Args<'countSearch'>) => Value<'countSearch'>;
}

const select = `
  SELECT m.sequence, m.id, m.conversation AS conversationKey, c.id AS conversationId, c.account, m.direction, m.sender,
    m.sender_key AS senderKey, m.sender_name AS senderName, m.body AS text, m.at`;

export function searchQueries(database: SqliteDatabase, index: SearchIndex): SearchQueries {
  const account = database.prepare<[AccountId], { readonly key: number; readonly address: SipAddress }>(
    'SELECT key, address FROM accounts WHERE id = ?',
  );
  const senders = database.prepare<
    [],
    { readonly key: number; readonly addressKey: string; readonly name: string | null }
  >('SELECT key, address_key AS addressKey, name FROM senders');
  const conversations = database.prepare<
    [number],
    { readonly key: number; readonly addressKey: string; readonly name: string | null }
  >('SELECT key, peer_key AS addressKey, display_name AS name FROM conversations WHERE account = ?');
  const conversationKey = database
    .prepare<[number, ConversationId], number>('SELECT key FROM conversations WHERE account = ? AND id = ?')
    .pluck();
  const firstFrom = database
    .prepare<[number], number | null>(
      'SELECT min(sequence) FROM message_days WHERE day >= CAST(? / 86400000 AS INTEGER)',
    )
    .pluck();
  const lastUntil = database
    .prepare<[number, number], number | null>(
      `SELECT max(coalesce((SELECT min(n.sequence) - 1 FROM message_days n WHERE n.sequence > d.sequence), ?))
       FROM message_days d WHERE d.day <= CAST(? / 86400000 AS INTEGER)`,
    )
    .pluck();
  const scan = database.prepare<[number, number], Candidate>(`${select}
    FROM messages m CROSS JOIN conversations c ON c.key = m.conversation
    WHERE m.sequence BETWEEN ? AND ? ORDER BY m.sequence DESC`);

  const named = (
    rows: readonly { readonly addressKey: string; readonly name: string | null }[],
    values: readonly string[],
  ): ReadonlySet<string> => {
    const wanted = values.map((value) => foldText(value).trim());
    return new Set(
      rows
        .filter(({ addressKey: key, name }) =>
          wanted.some((value) => key.includes(value) || (name !== null && foldText(name).includes(value))),
        )
        .map((row) => row.addressKey),
    );
  };

  const plan = (wanted: Wanted): Plan | null => {
    const own = account.get(wanted.accountId);
    if (own === undefined) return null;
    const terms = termsOf(wanted.terms);
    const clauses: string[] = [];
    const tokens = new Set(terms.flatMap((term) => [...term.grams]));
    if (wanted.hasLink) tokens.add(linkMark);
    if (tokens.size > 0) clauses.push(allOf(tokens));

    let fromKeys: Map<string, number> | null = null;
    if (wanted.from.length > 0) {
      const rows = senders.all();
      const keys = named(rows, wanted.from);
      const me = wanted.from.some((value) => value.toLowerCase() === 'me') ? addressKey(own.address) : null;
      fromKeys = new Map(
        rows
          .filter((row) => keys.has(row.addressKey) || row.addressKey === me)
          .map((row) => [row.addressKey, row.key]),
      );
      if (fromKeys.size <= mostMarks) clauses.push(anyOf([...fromKeys.values()].map(senderMark)));
    }
    let places: Set<number> | null = null;
    if (wanted.in.length > 0) {
      const rows = conversations.all(own.key);
      const keys = named(rows, wanted.in);
      places = new Set(rows.filter((row) => keys.has(row.addressKey)).map((row) => row.key));
    }
    const { conversationId = null } = wanted;
    if (conversationId !== null) {
      const key = conversationKey.get(own.key, conversationId);
      const asked = key === undefined || places?.has(key) === false ? [] : [key];
      places = new Set(asked);
    }
    if (places !== null) {
      if (places.size <= mostMarks) clauses.push(anyOf([...places].map(conversationMark)));
    }
    if (fromKeys?.size === 0 || places?.size === 0) return null;

    const first = wanted.since === null ? Number.MIN_SAFE_INTEGER : firstFrom.get(wanted.since);
    const last =
      wanted.until === null ? Number.MAX_SAFE_INTEGER : lastUntil.get(Number.MAX_SAFE_INTEGER, wanted.until);
    if (typeof first !== 'number' || typeof last !== 'number') return null;
    return {
      account: own.key,
      terms,
      senders: fromKeys,
      conversations: places,
      hasLink: wanted.hasLink,
      from: wanted.since ?? Number.NEGATIVE_INFINITY,
      until: wanted.until ?? Number.POSITIVE_INFINITY,
      first,
      last,
      expression: clauses.join(' AND '),
    };
  };

  const isHit = (asked: Plan, row: Candidate): boolean => {
    if (row.account !== asked.account || row.at < asked.from || row.at >= asked.until) return false;
    if (asked.conversations?.has(row.conversationKey) === false) return false;
    if (asked.senders?.has(row.senderKey) === false) return false;
    if (asked.terms.length > 0) {
      const folded = foldText(row.text);
      if (!asked.terms.every((term) => term.isIn(folded))) return false;
    }
    return !asked.hasLink || hasLink(row.text);
  };

  /** Newest first: what the index does not hold yet as it is, then what the index offers. */
  function* candidates(asked: Plan, last: number): Generator<Candidate> {
    const { indexedUpTo } = index.reach;
    const indexed = asked.expression === '' ? Number.MIN_SAFE_INTEGER : Math.min(indexedUpTo, last);
    const unindexedFrom = Math.max(asked.first, indexed + 1);
    if (unindexedFrom <= last) yield* scan.iterate(unindexedFrom, last);
    if (indexed < asked.first) return;
    let rest = indexed;
    try {
      const rows = database
        .prepare<[string, number, number], Candidate>(
          `${select}
          FROM search_index CROSS JOIN messages m ON m.sequence = search_index.rowid
          CROSS JOIN conversations c ON c.key = m.conversation
          WHERE search_index MATCH ? AND search_index.rowid BETWEEN ? AND ? ORDER BY search_index.rowid DESC`,
        )
        .iterate(asked.expression, asked.first, indexed);
      for (const row of rows) {
        rest = row.sequence - 1;
        yield row;
      }
      return;
    } catch (error) {
      const code = sqliteCode(error);
      if (code === null || !/^SQLITE_(?:CORRUPT|ERROR)/.test(code)) throw error;
      index.reportBroken();
    }
    // The index is broken: everything is there all the same, and is found in its own time.
    if (rest >= asked.first) yield* scan.iterate(asked.first, rest);
  }

  /** Gives every hit to `take` until it returns false or the effort is spent. Returns where to go on, null at the end. */
  const walk = (
    asked: Plan,
    last: number,
    effort: number,
    take: (row: Candidate) => boolean,
  ): number | null => {
    let spent = 0;
    for (const row of candidates(asked, last)) {
      if (spent >= effort) return row.sequence + 1;
      spent += 1 + row.text.length / effortLength;
      if (isHit(asked, row) && !take(row)) return row.sequence + 1;
    }
    return null;
  };

  const indexedShare = (): number => {
    const { newest, indexedUpTo } = index.reach;
    return newest - indexedUpTo < 1000 ? 1 : Math.max(0, indexedUpTo) / Math.max(1, newest);
  };

  return {
    search: ([wanted, before, limit]) => {
      const indexed = indexedShare();
      const asked = plan(wanted);
      if (asked === null) return { hits: [], next: null, indexed };
      const hits: SearchHit[] = [];
      const last = Math.min(asked.last, before === null ? Number.MAX_SAFE_INTEGER : before - 1);
      const next = walk(asked, last, pageEffort, (row) => {
        if (hits.length === limit) return false;
        hits.push(toHit(row, asked.terms));
        return true;
      });
      return { hits, next, indexed };
    },
    countSearch: ([wanted]) => {
      const asked = plan(wanted);
      if (asked === null) return { count: 0, complete: true };
      let count = 0;
      const next = walk(asked, asked.last, countEffort, () => {
        if (count === mostCounted) return false;
        count += 1;
        return true;
      });
      return { count, complete: next === null };
    },
  };
}

function toHit(row: Candidate, terms: readonly Term[]): SearchHit {
  return {
    id: row.id,
    conversationId: row.conversationId,
    sequence: row.sequence,
    direction: row.direction,
    sender: { address: row.sender, displayName: row.senderName },
    at: row.at,
    ...excerptOf(row.text, terms),
  };
}
