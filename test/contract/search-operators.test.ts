import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HistorySearch } from '../../main/conversation/search.ts';
import type { StoredConversation } from '../../main/store/interface.ts';
import { address, alice, newMessageId, openLocalStore, sampleAccount } from '../support/store.ts';

// What a person types, with all operators, finds what looking at every message by plain means finds: nothing of the
// search's own code is used to say what is expected.
const day = 86_400_000;
/** The first of November 2026 where the user is. */
const first = new Date(2026, 10, 1).getTime();
const people = ['anna', 'bertil', 'carol'] as const;
const words = [
  'report',
  'Reporter',
  'port',
  'Zürich',
  'Ёлка',
  '会議',
  '1147',
  'https://example.com/report',
] as const;

interface Written {
  readonly person: (typeof people)[number];
  readonly own: boolean;
  readonly text: string;
  readonly day: number;
  readonly sequence: number;
}

interface Asked {
  readonly word: string;
  readonly from: string | null;
  readonly in: string | null;
  readonly after: number | null;
  readonly before: number | null;
  readonly link: boolean;
}

const plain = (text: string): string => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

function isMeant(asked: Asked, { person, own, text, day: written }: Written): boolean {
  const sender = own ? 'alice' : person;
  return (
    plain(text).includes(plain(asked.word)) &&
    (asked.from === null || sender.startsWith(asked.from)) &&
    (asked.in === null || person.startsWith(asked.in)) &&
    (asked.after === null || written >= asked.after) &&
    (asked.before === null || written < asked.before) &&
    (!asked.link || text.includes('https://'))
  );
}

const dateOf = (number: number): string => `2026-11-${String(number + 1).padStart(2, '0')}`;

function typed({ word, from, in: place, after, before, link }: Asked): string {
  const parts = [
    word,
    ...(from === null ? [] : [`from:${from}`]),
    ...(place === null ? [] : [`in:${place}`]),
    ...(after === null ? [] : [`after:${dateOf(after)}`]),
    ...(before === null ? [] : [`before:${dateOf(before)}`]),
    ...(link ? ['has:link'] : []),
  ];
  return parts.join(' ');
}

it('a query with any operators finds what looking at every message finds, newest first', async () => {
  const store = await openLocalStore();
  const account = sampleAccount();
  await store.saveAccount(account);
  const places = new Map<string, StoredConversation>();
  for (const person of people) {
    const peer = address(`sip:${person}@example.com`);
    places.set(person, await store.ensureConversation(account.id, peer, 1));
  }
  const written: Written[] = [];
  const write = async ({ person, own, text, day: number }: Omit<Written, 'sequence'>): Promise<void> => {
    const place = places.get(person);
    if (place === undefined) throw new Error(person);
    const common = { conversationId: place.id, text, at: first + number * day + day / 2 };
    const { sequence } = own
      ? await store.insertOutgoing({
          ...common,
          id: newMessageId(),
          sender: { address: alice, displayName: null },
        })
      : (
          await store.insertIncoming({
            ...common,
            sender: { address: place.peer, displayName: null },
            remoteId: null,
            displayRequested: false,
          })
        ).message;
    written.push({ person, own, text, day: number, sequence });
  };
  const message = fc.record({
    person: fc.constantFrom(...people),
    own: fc.boolean(),
    text: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((all) => all.join(' ')),
    day: fc.nat(9),
  });
  const perhaps = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 2 });
  const asked: fc.Arbitrary<Asked> = fc.record({
    // From three letters on, any part of a word; in Chinese any part at all.
    word: fc.constantFrom(
      'report',
      'epor',
      'REPORTER',
      'zurich',
      'zür',
      'елк',
      'ёлка',
      '会',
      '会議',
      '114',
      'example.com/rep',
    ),
    from: perhaps(fc.constantFrom('anna', 'bert', 'carol', 'alice')),
    in: perhaps(fc.constantFrom('anna', 'bert', 'carol')),
    after: perhaps(fc.nat(9)),
    before: perhaps(fc.nat(9)),
    link: fc.boolean(),
  });
  const search = new HistorySearch(store, account.id);
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { minLength: 20, maxLength: 40 }),
      fc.array(asked, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 40 }),
      async (messages, queries, limit) => {
        for (const each of messages) await write(each);
        for (const query of queries) {
          const found: number[] = [];
          let before: number | null = null;
          do {
            const page: Awaited<ReturnType<HistorySearch['search']>> = await search.search(
              typed(query),
              null,
              before,
              limit,
            );
            found.push(...page.hits.map(({ sequence }) => sequence));
            before = page.next;
          } while (before !== null);
          const expected = written.filter((each) => isMeant(query, each)).map(({ sequence }) => sequence);
          expect([typed(query), found]).toEqual([typed(query), expected.toReversed()]);
        }
      },
    ),
    { numRuns: 25 },
  );
  // Otherwise the index was never asked.
  expect(written.length).toBeGreaterThan(400);
});
