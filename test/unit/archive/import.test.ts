import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { importArchive } from '../../../main/archive/import.ts';
import { ArchiveError } from '../../../main/archive/interface.ts';
import type {
  Store,
  StoredAccount,
  StoredConversation,
  WantedMessages,
} from '../../../main/store/interface.ts';
import { exportAll, exportsFolder } from '../../support/archive.ts';
import {
  address,
  alice,
  bob,
  newMessageId,
  openLocalStore,
  sampleAccount,
  temporaryFolder,
} from '../../support/store.ts';

const day = 86_400_000;
let folder: string;
let account: StoredAccount;

beforeEach(() => {
  folder = join(exportsFolder(), 'export');
  account = sampleAccount();
});

async function storeOf(of: StoredAccount): Promise<Store> {
  const store = await openLocalStore();
  await store.saveAccount(of);
  return store;
}

const hear = async (
  store: Store,
  of: StoredAccount,
  text: string,
  at: number,
): Promise<StoredConversation> => {
  const conversation = await store.ensureConversation(of.id, bob, at);
  await store.insertIncoming({
    conversationId: conversation.id,
    sender: { address: bob, displayName: 'Bob' },
    text,
    at,
    sentAt: null,
    replyTo: null,
    remoteId: `remote ${text}`,
    displayRequested: true,
  });
  return conversation;
};

const say = async (store: Store, of: StoredAccount, text: string, at: number): Promise<void> => {
  const { id } = await store.ensureConversation(of.id, bob, at);
  await store.insertOutgoing({
    id: newMessageId(),
    conversationId: id,
    sender: { address: alice, displayName: null },
    text,
    at,
    replyTo: null,
  });
};

async function timeline(store: Store, of: StoredAccount): Promise<readonly string[]> {
  const { id } = await store.ensureConversation(of.id, bob, 0);
  return (await store.messages(id, null, 1000)).messages.map(({ text }) => text);
}

const texts = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `m${String(from + index)}`);

it('puts what is older before what arrived here, and the next export of the same profile between the two', async () => {
  const from = await storeOf(account);
  for (const [index, text] of texts(1, 5).entries()) await hear(from, account, text, index * day);
  await exportAll(from, account, folder);

  const other = sampleAccount();
  const to = await storeOf(other);
  await hear(to, other, 'here', 100 * day);
  await importArchive({ store: to, folder });
  expect(await timeline(to, other)).toEqual([...texts(1, 5), 'here']);

  for (const [index, text] of texts(6, 8).entries()) await hear(from, account, text, (5 + index) * day);
  await exportAll(from, account, `${folder} 2`);
  await hear(to, other, 'and there', 101 * day);
  expect(await importArchive({ store: to, folder: `${folder} 2` })).toMatchObject({ added: 3, known: 5 });
  expect(await timeline(to, other)).toEqual([...texts(1, 8), 'here', 'and there']);

  const [conversation] = await to.conversations(other.id);
  expect(conversation).toMatchObject({ unread: 2, lastMessage: { text: 'and there' } });
  const { id } = await to.ensureConversation(other.id, bob, 0);
  expect(await to.awaitingDisplay(id, 2 ** 40)).toHaveLength(2);
});

it('orders several sources by the time of what is newest in each', async () => {
  const other = sampleAccount();
  const to = await storeOf(other);
  await hear(to, other, 'own', 1000 * day);
  for (const at of [300, 100, 200]) {
    const source = sampleAccount();
    const from = await storeOf(source);
    await hear(from, source, `of ${String(at)}`, at * day);
    await exportAll(from, source, `${folder} ${String(at)}`);
    await importArchive({ store: to, folder: `${folder} ${String(at)}` });
  }
  expect(await timeline(to, other)).toEqual(['of 100', 'of 200', 'of 300', 'own']);
});

it('finds what was imported, by word and by date, and jumps to it', async () => {
  const from = await storeOf(account);
  await hear(from, account, 'Der Fährmann', 10 * day);
  await say(from, account, 'Die Fähre fährt', 11 * day);
  await exportAll(from, account, folder);
  const other = sampleAccount();
  const to = await storeOf(other);
  for (const text of texts(1, 600)) await hear(to, other, text, 100 * day);
  await importArchive({ store: to, folder });
  const wanted: Omit<WantedMessages, 'terms'> = {
    accountId: other.id,
    from: [],
    in: [],
    hasLink: false,
    since: null,
    until: null,
  };
  const find = async (word: string, over: Partial<WantedMessages> = {}): Promise<string[]> =>
    (await to.search({ ...wanted, ...over, terms: [word] }, null, 20)).hits.map(({ excerpt }) => excerpt);
  expect(await find('fahr')).toEqual(['Die Fähre fährt', 'Der Fährmann']);
  expect(await find('m600')).toEqual(['m600']);
  expect(await find('fahr', { until: 11 * day })).toEqual(['Der Fährmann']);
  expect(await find('fahr', { since: 11 * day })).toEqual(['Die Fähre fährt']);
  const { id } = await to.ensureConversation(other.id, bob, 0);
  const sequence = await to.sequenceAt(id, 11 * day);
  const around = await to.messagesAround(id, sequence ?? 0, 4);
  expect(around.messages.map(({ text }) => text)).toEqual(['Der Fährmann', 'Die Fähre fährt', 'm1']);
});

it('gives messages that were deleted here their own places back, read', async () => {
  const path = join(temporaryFolder(), 'messages.db');
  const store = await openLocalStore({ path });
  await store.saveAccount(account);
  for (const [index, text] of texts(1, 9).entries()) await hear(store, account, text, index * day);
  const { id } = await store.ensureConversation(account.id, bob, 0);
  await store.markRead(id, 9);
  await exportAll(store, account, folder);
  const { messages } = await store.messages(id, null, 9);
  await store.deleteMessages(
    account.id,
    [2, 3, 7].flatMap((index) => messages[index]?.id ?? []),
    20 * day,
  );
  await hear(store, account, 'new', 20 * day);
  expect(await importArchive({ store, folder })).toMatchObject({ added: 3, known: 6 });
  expect(await timeline(store, account)).toEqual([...texts(1, 9), 'new']);
  expect(await store.conversation(id)).toMatchObject({ unread: 1, lastMessage: { text: 'new' } });
});

it('takes nothing from a damaged export, and nothing for an address that is not known here', async () => {
  const from = await storeOf(account);
  await hear(from, account, 'm1', 0);
  await exportAll(from, account, folder);
  const other = sampleAccount();
  const to = await storeOf(other);
  cpSync(folder, `${folder} damaged`, { recursive: true });
  writeFileSync(join(`${folder} damaged`, 'index.html'), 'nothing');
  expect(await importArchive({ store: to, folder: `${folder} damaged` })).toMatchObject({
    intact: false,
    damage: { kind: 'changed', file: 'index.html' },
  });
  expect(await to.conversations(other.id)).toEqual([]);

  const stranger = sampleAccount({ address: address('sip:mallory@example.com') });
  const elsewhere = await storeOf(stranger);
  await expect(importArchive({ store: elsewhere, folder })).rejects.toMatchObject({
    name: 'ArchiveError',
    problem: 'other-account',
  } satisfies Partial<ArchiveError>);
});

it('goes on where a cancelled import ended', async () => {
  const from = await storeOf(account);
  for (const text of texts(1, 1200)) await hear(from, account, text, 0);
  await exportAll(from, account, folder);
  const other = sampleAccount();
  const to = await storeOf(other);
  const abort = new AbortController();
  const cancelled = importArchive({
    store: to,
    folder,
    signal: abort.signal,
    progress: (step, done) => {
      if (step === 'importing' && done > 700) abort.abort();
    },
  });
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  expect(await timeline(to, other)).toEqual(texts(1, 500));
  expect(await importArchive({ store: to, folder })).toMatchObject({ added: 700, known: 500 });
  const { id } = await to.ensureConversation(other.id, bob, 0);
  const page = await to.messages(id, null, 1000);
  expect(page.messages.map(({ text }) => text)).toEqual(texts(201, 1200));
});
