import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { canonicalJson } from '../../../main/archive/canonical.ts';
import { verifyOnCommandLine } from '../../../main/archive/command-line.ts';
import { exportFolder } from '../../../main/archive/export.ts';
import { escapeHtml } from '../../../main/archive/page.ts';
import { verifyArchive } from '../../../main/archive/verify.ts';
import type { StoredAccount } from '../../../main/store/interface.ts';
import type { StoreClient } from '../../../main/store/client.ts';
import { exportAll, exportsFolder, fill, histories } from '../../support/archive.ts';
import { address, alice, bob, newMessageId, openLocalStore, sampleAccount } from '../../support/store.ts';

async function filled(count: number): Promise<{ store: StoreClient; account: StoredAccount }> {
  const store = await openLocalStore();
  const account = sampleAccount();
  await store.saveAccount(account);
  const { id } = await store.ensureConversation(account.id, bob, 0);
  await Promise.all(
    Array.from({ length: count }, async (_, index) =>
      store.insertOutgoing({
        id: newMessageId(),
        conversationId: id,
        sender: { address: alice, displayName: null },
        text: `Text ${String(index)}`,
        at: index * 60_000,
      }),
    ),
  );
  return { store, account };
}

it('leaves nothing behind when it is cancelled, and tells how it gets on until then', async () => {
  const parent = exportsFolder();
  const { store, account } = await filled(1800);
  const abort = new AbortController();
  const told: string[] = [];
  const cancelled = exportAll(store, account, join(parent, 'export'), {
    signal: abort.signal,
    progress: (done, total) => {
      told.push(`${String(done)} of ${String(total)}`);
      if (done >= 1000) abort.abort();
    },
  });
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  expect(told).toEqual(['500 of 1800', '1000 of 1800']);
  expect(readdirSync(parent)).toEqual([]);
});

it('leaves nothing behind when the store fails, and says so when the folder cannot be written', async () => {
  const parent = exportsFolder();
  const { store, account } = await filled(3);
  const failing = {
    archivedConversations: async () => store.archivedConversations(account.id),
    archivedMessages: async () => Promise.reject(new Error('The store is gone')),
  };
  await expect(exportAll(failing, account, join(parent, 'export'))).rejects.toThrow('The store is gone');
  expect(readdirSync(parent)).toEqual([]);
  writeFileSync(join(parent, 'file'), '');
  await expect(exportAll(store, account, join(parent, 'file', 'export'))).rejects.toMatchObject({
    problem: 'no-access',
  });
});

it('holds what was there when it began, and nothing that came meanwhile', async () => {
  const folder = join(exportsFolder(), 'export');
  const { store, account } = await filled(600);
  const exported = exportAll(store, account, folder, {
    progress: (done) => {
      if (done !== 500) return;
      void store.ensureConversation(account.id, bob, 0).then(async ({ id }) =>
        store.insertIncoming({
          conversationId: id,
          sender: { address: bob, displayName: null },
          text: 'late',
          at: 1,
          sentAt: null,
          replyTo: null,
          remoteId: null,
          displayRequested: false,
        }),
      );
    },
  });
  expect(await exported).toMatchObject({ messages: 600, conversations: 1 });
  expect(await verifyArchive({ folder })).toMatchObject({ intact: true });
});

it('gives each export a name of its own that every file system takes', async () => {
  const parent = exportsFolder();
  const { store, account } = await filled(1);
  const name = (): string =>
    exportFolder(parent, alice, address('sip:a/b?c*@example.com'), new Date(2026, 10, 5));
  expect(name()).toBe(join(parent, 'Parley alice@example.com with a_b_c_@example.com 2026-11-05'));
  await exportAll(store, account, name());
  expect(name()).toBe(join(parent, 'Parley alice@example.com with a_b_c_@example.com 2026-11-05 (2)'));
});

it('writes pages in which texts of others are text', async () => {
  const parent = exportsFolder();
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const folder = join(parent, String((runs += 1)));
      const store = await openLocalStore();
      const account = sampleAccount();
      await fill(store, account, history);
      await exportAll(store, account, folder, { locale: runs % 2 === 0 ? 'ar' : 'de' });
      await store.close();
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!name.endsWith('.html')) continue;
        const page = readFileSync(join(folder, name), 'utf8').replace(/<style>[^<]*<\/style>/, '');
        const tags = new Set([...page.matchAll(/<\/?([a-z0-9!]+)/g)].map(([, tag]) => tag));
        for (const tag of tags) expect(knownTags).toContain(tag);
        // Whatever stands in a tag beside its name are attributes of ours, with quoted values.
        for (const [tag] of page.matchAll(/<[^>]*>/g))
          expect(tag).toMatch(
            /^<(?:!doctype html|\/?[a-z0-9]+(?: (?:charset|class|content|datetime|dir|href|http-equiv|id|lang|name|title|aria-label)="[^"<>]*")*)>$/,
          );
      }
    }),
    { numRuns: 20 },
  );
}, 300_000);

const knownTags = [
  ...[
    '!doctype',
    'html',
    'head',
    'meta',
    'title',
    'body',
    'header',
    'h1',
    'h2',
    'p',
    'bdi',
    'main',
    'section',
  ],
  ...['ol', 'li', 'time', 'a', 'nav', 'span', 'footer', 'style'],
];

it('escapes what HTML would read, and keeps the rest', () => {
  expect(escapeHtml(`<b a="1" c='2'>&amp;</b>\r\n\u0000\u202e ё 会`)).toBe(
    '&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;&lt;/b&gt;\n\ufffd\ufffd ё 会',
  );
});

it('writes JSON in the form of RFC 8785', () => {
  // The RFC's own example, 3.2.3.
  const value: unknown = JSON.parse(
    String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
  );
  expect(canonicalJson(value)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

it('says on the command line what it found', async () => {
  const folder = join(exportsFolder(), 'export');
  const { store, account } = await filled(2);
  const { seal } = await exportAll(store, account, folder);
  const lines: string[] = [];
  const say = (line: string): void => {
    lines.push(line);
  };
  expect(await verifyOnCommandLine(folder, say)).toBe(0);
  expect(await verifyOnCommandLine(join(folder, 'nowhere'), say)).toBe(2);
  const data = join(folder, 'conversations', '0001 bob@example.com.jsonl');
  expect(existsSync(data)).toBe(true);
  writeFileSync(data, readFileSync(data, 'utf8').replace('Text 1', 'Test 1'));
  expect(await verifyOnCommandLine(folder, say)).toBe(1);
  expect(lines).toEqual([
    `Intact: 2 messages in 1 conversations of sip:alice@example.com. Seal ${seal}`,
    `Not checked (not-an-export): ${join(folder, 'nowhere')}. There is no manifest.`,
    'Damaged (line): line 3 of conversations/0001 bob@example.com.jsonl',
  ]);
});
