import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, onTestFinished } from 'vitest';
import { writeArchive, type ExportOptions, type ExportResult } from '../../main/archive/export.ts';
import { ArchivedConversation, type ArchivedMessage } from '../../main/store/archived.ts';
import type { Store, StoredAccount } from '../../main/store/interface.ts';
import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import { address, alice } from './store.ts';

/** Texts that have broken things elsewhere: markup, quotes, control characters, directions, lines, no characters. */
const hostile = [
  '<script>alert(1)</script>',
  '</p></li><img src=x onerror=alert(1)>',
  '"}\n{"kind":"message","previous":"',
  "' onmouseover='alert(1)",
  '\u0000\u0001\u001b[31m\u007f\u0085',
  '\u202egnp.exe\u2066',
  'a\r\nb\rc\u2028d\u2029e',
  '\ufeff\ufffd\ufffe',
  '👩‍👩‍👧‍👦 مرحبا שלום 会議',
  '&lt;&amp;&#39;',
  '__proto__',
  ' ',
];
const hostileText = fc
  .oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 40 }), fc.string())
  // As SQLite gives it back.
  .map((text) => text.toWellFormed());
const name = fc.option(hostileText, { nil: null });
const time = fc.oneof(
  fc.integer({ min: 0, max: 2_000_000_000_000 }),
  fc.double({ min: 0, max: 2e12, noNaN: true }),
  fc.constantFrom(-1, 8.64e15, 1e17),
);
const uuid = fc.uuid({ version: 4 });
const peers = ['bob', 'carol', 'a+b_c', "o'hara", 'x?y/z'].map((user) => address(`sip:${user}@example.com`));

const receipt = fc
  .tuple(
    fc.constantFrom('queued', 'sending', 'sent', 'delivered', 'read', 'failed'),
    fc.constantFrom('busy', 'refused', 'interrupted'),
    fc.option(fc.constantFrom(408, 486), { nil: null }),
    time,
  )
  .map(([state, code, status, updatedAt]) => ({
    state: state as 'failed',
    failure: state === 'failed' ? { code: code as 'busy', status } : null,
    updatedAt,
  }));

const message = fc.record({
  id: uuid.map((id) => id as MessageId),
  outgoing: fc.boolean(),
  displayName: name,
  text: hostileText,
  at: time,
  sentAt: fc.option(time, { nil: null }),
  replyTo: fc.option(
    uuid.map((id) => id as MessageId),
    { nil: null },
  ),
  remoteId: fc.option(uuid, { nil: null }),
  displayRequested: fc.boolean(),
  mentioned: fc.boolean(),
  receipt,
  events: fc.array(fc.record({ kind: hostileText, at: time, detail: hostileText }), { maxLength: 2 }),
});

const conversation = fc.record({
  id: uuid.map((id) => id as ConversationId),
  displayName: name,
  createdAt: time,
  pinnedAt: fc.option(time, { nil: null }),
  muted: fc.boolean(),
  archived: fc.boolean(),
  blocked: fc.boolean(),
});

export interface MadeConversation {
  readonly conversation: ArchivedConversation;
  readonly messages: readonly ArchivedMessage[];
}

/** Conversations of Alice with hostile names and texts, their messages in the order in which they came, mixed. */
export const histories: fc.Arbitrary<readonly MadeConversation[]> = fc
  .tuple(
    fc.uniqueArray(conversation, { maxLength: peers.length, selector: ({ id }) => id }),
    fc.uniqueArray(fc.tuple(fc.nat(), message), { maxLength: 24, selector: ([, { id }]) => id }),
  )
  .map(([conversations, messages]) => {
    const made = conversations.map((each, index) => ({
      conversation: { ...each, peer: peers[index] ?? alice },
      messages: [] as ArchivedMessage[],
    }));
    for (const [index, [where, each]] of messages.entries()) {
      const place = made[where % made.length];
      if (place === undefined) continue;
      const { outgoing, displayName, receipt: fate, remoteId, ...rest } = each;
      place.messages.push({
        ...rest,
        sequence: index + 1,
        direction: outgoing ? 'outgoing' : 'incoming',
        sender: { address: outgoing ? alice : place.conversation.peer, displayName },
        remoteId: outgoing ? null : remoteId,
        receipts: outgoing ? [{ recipient: place.conversation.peer, ...fate }] : [],
      });
    }
    return made;
  });

/** Puts a made history into a store, as if its messages had come there. */
export async function fill(
  store: Store,
  account: StoredAccount,
  history: readonly MadeConversation[],
): Promise<void> {
  await store.saveAccount(account);
  for (const { conversation: each, messages } of history) {
    const id = await store.importConversation(account.id, each);
    await store.importMessages(id, null, messages);
  }
}

/** All that a store has of an account, as an export sees it. */
export async function wholeHistory(store: Store, account: StoredAccount): Promise<MadeConversation[]> {
  const made: MadeConversation[] = [];
  for (const stored of await store.archivedConversations(account.id)) {
    const { last, ...each } = stored;
    const messages = last === null ? [] : await store.archivedMessages(each.id, null, last, 500);
    expect(messages).toHaveLength(each.messages);
    made.push({ conversation: v.parse(ArchivedConversation, each), messages });
  }
  return made;
}

/** What of a history an import keeps: all but the numbers, whose order stays, and what was still to be sent. */
export const imported = (history: readonly MadeConversation[]): MadeConversation[] =>
  history.map(({ conversation: each, messages }) => ({
    conversation: each,
    messages: messages.map((one, index) => ({
      ...one,
      sequence: index,
      receipts: one.receipts.map((fate) =>
        fate.state === 'queued' || fate.state === 'sending'
          ? { ...fate, state: 'failed', failure: { code: 'interrupted', status: null } }
          : fate,
      ),
    })),
  }));

/** A folder in which exports can be made, removed when the test ends. */
export function exportsFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-export-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export const exportAll = (
  store: ExportOptions['store'],
  account: StoredAccount,
  folder: string,
  over: Partial<ExportOptions> = {},
): Promise<ExportResult> =>
  writeArchive({
    store,
    account,
    conversationId: null,
    folder,
    now: Date.UTC(2026, 10, 25),
    locale: 'en',
    timeZone: 'Europe/Zurich',
    version: '0.1.0',
    ...over,
  });
