import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store, StoredConversation, WantedMessages } from '../../main/store/interface.ts';
import { StoreRefusal } from '../../main/store/interface.ts';
import { termsOf } from '../../main/store/search/match.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import type { Message } from '../../shared/model/message.ts';
import { foldText } from '../../shared/model/search-fold.ts';
import type { SearchHit } from '../../shared/model/search-hit.ts';
import { parseSearchQuery } from '../../shared/model/search-query.ts';
import {
  address,
  alice,
  bob,
  newAccountId,
  newMessageId,
  openForkedStore,
  openLocalStore,
  sampleAccount,
} from '../support/store.ts';

const carol = address('sip:carol@example.com');
const day = 86_400_000;

interface Talk {
  readonly accountId: StoredConversation['accountId'];
  readonly withBob: StoredConversation;
  readonly withCarol: StoredConversation;
}

async function twoConversations(store: Store): Promise<Talk> {
  const account = sampleAccount();
  await store.saveAccount(account);
  const withBob = await store.ensureConversation(account.id, bob, 1);
  const withCarol = await store.ensureConversation(account.id, carol, 1);
  await store.setDisplayName(withCarol.id, 'Carol Müller');
  return { accountId: account.id, withBob, withCarol };
}

const hear = async (
  store: Store,
  conversation: StoredConversation,
  text: string,
  at = 1000,
  from: SipAddress = conversation.peer,
): Promise<Message> =>
  (
    await store.insertIncoming({
      conversationId: conversation.id,
      sender: { address: from, displayName: from === carol ? 'Carol Müller' : null },
      text,
      at,
      remoteId: null,
      displayRequested: false,
    })
  ).message;

const say = (store: Store, conversation: StoredConversation, text: string): Promise<Message> =>
  store.insertOutgoing({
    id: newMessageId(),
    conversationId: conversation.id,
    sender: { address: alice, displayName: null },
    text,
    at: 1000,
  });

/** Enough messages for the index to hold all that came before. */
const fillBatch = async (store: Store, conversation: StoredConversation): Promise<void> => {
  await Promise.all(Array.from({ length: 300 }, () => hear(store, conversation, '…')));
};

const wanted = (accountId: WantedMessages['accountId'], text: string): WantedMessages => {
  const { terms, from, in: places, hasLink } = parseSearchQuery(text);
  return { accountId, terms, from, in: places, hasLink, since: null, until: null };
};

async function allHits(store: Store, query: WantedMessages, limit = 50): Promise<readonly SearchHit[]> {
  const hits: SearchHit[] = [];
  let before: number | null = null;
  do {
    const page: Awaited<ReturnType<Store['search']>> = await store.search(query, before, limit);
    expect(page.hits.length).toBeLessThanOrEqual(limit);
    hits.push(...page.hits);
    before = page.next;
  } while (before !== null);
  return hits;
}

const marked = ({ excerpt, ranges }: SearchHit): readonly string[] =>
  ranges.map(([from, to]) => excerpt.slice(from, to));

describe('what was written is found', () => {
  // [what was written, what is typed, what is marked; null: not found]
  it.each<readonly [string, string, readonly string[] | null]>([
    ['The quarterly report', 'report', ['report']],
    ['The quarterly report', 'REPO quart', ['quart', 'repo']],
    ['The quarterly report', 'uarter', ['uarter']],
    ['The quarterly report', '"quarterly report"', ['quarterly report']],
    ['The report, quarterly', '"quarterly report"', null],
    ['The quarterly report', 'q', ['q']],
    ['The quarterly report', 'ua', null],
    ['Nach Zu\u0308rich', 'zurich', ['Zu\u0308rich']],
    ['Nach Zurich', 'zürich', ['Zurich']],
    ['Die Straße', 'strasse', ['Straße']],
    ['Новая Ёлка', 'елка', ['Ёлка']],
    ['Новая елка', 'ёлк', ['елк']],
    ['мой', 'мои', null],
    ['ＡＢＣ１２３', 'abc123', ['ＡＢＣ１２３']],
    ['今日は会議があります', '会議', ['会議']],
    ['今日は会議があります', '議', ['議']],
    ['今日は会議があります', '会議があり', ['会議があり']],
    ['팀회의는 내일', '회의', ['회의']],
    ['สวัสดีครับ', 'ครับ', ['ครับ']],
    ['see https://example.com/a/b?c=1', 'example.com/a', ['example.com/a']],
    ['see https://example.com/a/b?c=1', 'https://example.com/a/b?c=1', ['https://example.com/a/b?c=1']],
    ['Order 2026-1147 over 3,50', '2026-1147', ['2026-1147']],
    ['Order 2026-1147 over 3,50', '3,5', ['3,5']],
    ['I write C++ and C#', 'c++', ['C++']],
    ['Done 👍🏽 with 👩‍👩‍👧', '👍', ['👍🏽']],
    ['Done 👍🏽 with 👩‍👩‍👧', '👧', ['👩‍👩‍👧']],
    ['100% "sure" AND not(sure) OR *', 'AND not(sure) OR *', ['AND', 'not(sure)', 'OR', '*']],
    ['see example.com today', 'has:link', []],
    ['see example. com today', 'has:link', null],
  ])('%j: %j', async (text, query, expected) => {
    const store = await openLocalStore();
    const { accountId, withBob } = await twoConversations(store);
    const { id, sequence } = await hear(store, withBob, text);
    const check = async (): Promise<void> => {
      const hits = await allHits(store, wanted(accountId, query));
      expect(hits.map((hit) => [hit.id, hit.sequence, marked(hit)])).toEqual(
        expected === null ? [] : [[id, sequence, expected]],
      );
    };
    await check();
    await fillBatch(store, withBob);
    await check();
  });
});

describe('a search', () => {
  it('is answered by a process of its own as well', async () => {
    const store = await openForkedStore();
    const { accountId, withBob } = await twoConversations(store);
    const { id } = await hear(store, withBob, 'over there');
    await fillBatch(store, withBob);
    expect((await store.search(wanted(accountId, 'ther'), null, 10)).hits).toMatchObject([
      { id, excerpt: 'over there', ranges: [[5, 9]] },
    ]);
    expect(await store.countSearch(wanted(accountId, 'ther'))).toEqual({ count: 1, complete: true });
  });

  it('takes senders and conversations by parts of their names and addresses', async () => {
    const store = await openLocalStore();
    const { accountId, withBob, withCarol } = await twoConversations(store);
    const a = await hear(store, withBob, 'plan A');
    const b = await hear(store, withCarol, 'plan B');
    const c = await say(store, withCarol, 'plan C');
    const found = async (text: string): Promise<readonly string[]> =>
      (await allHits(store, wanted(accountId, text))).map(({ id }) => id);
    for (const round of ['before', 'after']) {
      expect(await found('plan'), round).toEqual([c.id, b.id, a.id]);
      expect(await found('plan from:bob')).toEqual([a.id]);
      expect(await found('from:muller')).toEqual([b.id]);
      expect(await found('plan from:me')).toEqual([c.id]);
      expect(await found('in:"carol mul"')).toEqual([c.id, b.id]);
      expect(await found('plan in:carol from:alice')).toEqual([c.id]);
      expect(await found('plan in:carol in:bob@ from:example.com')).toEqual([c.id, b.id, a.id]);
      expect(await found('plan in:nobody')).toEqual([]);
      await fillBatch(store, withBob);
      if (round === 'before') expect((await found('from:bob')).length).toBe(301);
    }
    expect(await allHits(store, wanted(newAccountId(), 'plan'))).toEqual([]);
  });

  it('keeps to one conversation, though another is called the same', async () => {
    const store = await openLocalStore();
    const { accountId, withBob, withCarol } = await twoConversations(store);
    await store.setDisplayName(withBob.id, 'Carol Müller');
    const mine = await hear(store, withBob, 'a needle');
    await hear(store, withCarol, 'another needle');
    const asked = { ...wanted(accountId, 'needle'), conversationId: withBob.id };
    expect((await allHits(store, asked)).map(({ id }) => id)).toEqual([mine.id]);
    expect(await store.countSearch(asked)).toEqual({ count: 1, complete: true });
    const elsewhere = { ...wanted(accountId, 'needle in:bob'), conversationId: withCarol.id };
    expect(await allHits(store, elsewhere)).toEqual([]);
    await store.saveAccount(sampleAccount({ id: newAccountId() }));
    expect(await allHits(store, { ...asked, accountId: newAccountId() })).toEqual([]);
  });

  it('keeps to the dates, whatever the clock did', async () => {
    const store = await openLocalStore();
    const { accountId, withBob } = await twoConversations(store);
    // The clock was wrong for a while.
    const times = [10.5, 11, 11.5, 400, 401, 12, 12.25, 13, 0.5, 13.5].map((days) => days * day);
    for (const [index, at] of times.entries()) await hear(store, withBob, `note ${String(index)}`, at);
    const between = async (since: number | null, until: number | null): Promise<readonly string[]> =>
      (await allHits(store, { ...wanted(accountId, 'note'), since, until })).map(({ excerpt }) =>
        excerpt.slice(5),
      );
    for (let round = 0; round < 2; round += 1) {
      expect(await between(11 * day, 12.25 * day)).toEqual(['5', '2', '1']);
      expect(await between(13.25 * day, null)).toEqual(['9', '4', '3']);
      expect(await between(null, 10.75 * day)).toEqual(['8', '0']);
      expect(await between(500 * day, null)).toEqual([]);
      expect(await between(null, 0)).toEqual([]);
      await Promise.all(Array.from({ length: 300 }, () => hear(store, withBob, '…', 14 * day)));
    }
  });

  it('counts, to a thousand at most', async () => {
    const store = await openLocalStore();
    const { accountId, withBob } = await twoConversations(store);
    await Promise.all(Array.from({ length: 999 }, () => hear(store, withBob, 'again')));
    expect(await store.countSearch(wanted(accountId, 'again'))).toEqual({ count: 999, complete: true });
    await Promise.all(Array.from({ length: 10 }, () => hear(store, withBob, 'again')));
    expect(await store.countSearch(wanted(accountId, 'aga'))).toEqual({ count: 1000, complete: false });
    expect(await store.countSearch(wanted(accountId, 'never'))).toEqual({ count: 0, complete: true });
  });

  it('shows the part of a long message where the word is, and marks whole characters', async () => {
    const store = await openLocalStore();
    const { accountId, withBob } = await twoConversations(store);
    await hear(store, withBob, `${'👩‍👩‍👧 '.repeat(2000)}needle${' 👩‍👩‍👧'.repeat(2000)}`);
    const [hit] = await allHits(store, wanted(accountId, 'needle'));
    expect(hit?.clipped).toEqual({ start: true, end: true });
    expect(hit?.excerpt.length).toBeLessThan(400);
    expect(hit?.excerpt).toMatch(/^(?:(?:👩‍👩‍👧)? )+needle(?: 👩‍👩‍👧)+ ?$/u);
    expect(hit === undefined ? null : marked(hit)).toEqual(['needle']);
  });

  it('refuses what is out of bounds', async () => {
    const store = await openLocalStore();
    const { accountId, withBob } = await twoConversations(store);
    const query = wanted(accountId, 'x');
    const calls: readonly (() => Promise<unknown>)[] = [
      () => store.search(query, null, 0),
      () => store.search(query, null, 1000),
      () => store.search({ ...query, terms: Array.from({ length: 100 }, () => 'x') }, null, 10),
      () => store.search({ ...query, terms: ['x'.repeat(5000)] }, null, 10),
      () => store.search({ ...query, since: Number.NaN }, null, 10),
      () => store.messagesAround(withBob.id, 1, 0),
    ];
    for (const call of calls) await expect(call()).rejects.toBeInstanceOf(StoreRefusal);
  });

  it('finds what looking at every message finds, in pages that put together are the whole', async () => {
    const store = await openLocalStore();
    const { accountId, withBob, withCarol } = await twoConversations(store);
    const letter = fc.constantFrom(...('aAbeéeёй会議が한👍🏽1. -"\u0301'.match(/./gsu) ?? []));
    const text = fc.array(letter, { minLength: 1, maxLength: 12 }).map((letters) => letters.join(''));
    const stored: { readonly text: string; readonly sequence: number }[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, fc.boolean()), { minLength: 20, maxLength: 60 }),
        fc.array(text, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 40 }),
        async (texts, terms, limit) => {
          for (const message of await Promise.all(
            texts.map(([each, isBob]) => hear(store, isBob ? withBob : withCarol, each)),
          )) {
            stored.push({ text: message.text, sequence: message.sequence });
          }
          const read = termsOf(terms);
          const expected = stored
            .filter((each) => read.every((term) => term.isIn(foldText(each.text))))
            .map(({ sequence }) => sequence)
            .toReversed();
          const hits = await allHits(store, { ...wanted(accountId, ''), terms }, limit);
          expect(hits.map(({ sequence }) => sequence)).toEqual(expected);
          expect((await store.countSearch({ ...wanted(accountId, ''), terms })).count).toBe(
            Math.min(expected.length, 1000),
          );
        },
      ),
      { numRuns: 60 },
    );
    // Otherwise the index was never asked.
    expect(stored.length).toBeGreaterThan(1000);
  });
});

describe('a timeline', () => {
  it('is read from its middle in both directions', async () => {
    const store = await openLocalStore();
    const { withBob, withCarol } = await twoConversations(store);
    const mine: Message[] = [];
    for (let index = 0; index < 41; index += 1) {
      mine.push(await hear(store, withBob, String(index), index * day));
      await hear(store, withCarol, 'other', index * day);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 50 }),
        async (index, limit) => {
          const target = mine[index]?.sequence ?? 0;
          const around = await store.messagesAround(withBob.id, target, limit);
          expect(around.messages.length).toBeLessThanOrEqual(limit);
          expect(around.messages.map(({ sequence }) => sequence)).toContain(target);
          let later = [...around.messages];
          let more = around.moreAfter;
          while (more) {
            const page = await store.messagesAfter(withBob.id, later.at(-1)?.sequence ?? 0, limit);
            later = [...later, ...page.messages];
            more = page.more;
          }
          let earlier = later;
          more = around.moreBefore;
          while (more) {
            const page = await store.messages(withBob.id, earlier[0]?.sequence ?? null, limit);
            earlier = [...page.messages, ...earlier];
            more = page.more;
          }
          expect(earlier).toEqual(mine);
          expect(await store.sequenceAt(withBob.id, index * day - 1)).toBe(target);
        },
      ),
      { numRuns: 40 },
    );
    expect(await store.sequenceAt(withBob.id, 41 * day)).toBeNull();
  });
});
