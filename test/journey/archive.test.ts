import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { electronCommand, makeProfileFolder } from '../../build/electron-runtime.ts';
import { writeArchive } from '../../main/archive/export.ts';
import type { ArchivedMessage } from '../../main/store/archived.ts';
import { SipAddress } from '../../shared/model/address.ts';
import { AccountId, ConversationId, MessageId } from '../../shared/model/ids.ts';
import { askParley, sendMany } from '../support/ask-parley.ts';
import { Parley } from '../support/parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

const many = 4000;
let display: Display;
let parley: Parley;
let second: Parley;
let folder: string;

beforeAll(async () => {
  display = await startDisplay();
  [parley, second] = await Promise.all([Parley.start(display.display), Parley.start(display.display)]);
  folder = await makeProfileFolder();
});
afterAll(async () => {
  await Promise.all([parley.discard(), second.discard()]);
  await display.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What the person would choose in the system's dialog. */
const choose = async (of: Parley, path: string): Promise<void> =>
  of.inMain(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);

const card = (of: Parley) => of.page.getByRole('region', { name: /^(Exporting|Checking|Importing)/ });

async function openMessagesPage(of: Parley): Promise<void> {
  await of.page.keyboard.press('Control+,');
  await of.page.getByRole('navigation', { name: 'Pages of the settings' }).getByText('Messages').click();
}

/** The process with the messages, so that it can be made to wait. */
function storeProcess(of: Parley): number {
  const find = (parent: number): number | null => {
    // Each thread has the children that it made.
    const children = readdirSync(`/proc/${String(parent)}/task`).flatMap((thread) =>
      readFileSync(`/proc/${String(parent)}/task/${thread}/children`, 'utf8')
        .split(' ')
        .filter(Boolean),
    );
    for (const child of children.map(Number)) {
      const command = readFileSync(`/proc/${String(child)}/cmdline`, 'utf8');
      // In a Node of its own, or in Electron's own kind of child process.
      if (/store-host|node\.mojom\.NodeService/.test(command)) return child;
      const below = find(child);
      if (below !== null) return below;
    }
    return null;
  };
  const found = find(of.app.process().pid ?? 0);
  if (found === null) throw new Error('There is no store process');
  return found;
}

const exported = (): string => {
  const [name] = readdirSync(folder).filter((each) => !each.endsWith('.partial'));
  return join(folder, name ?? '');
};

/** The application without a window. */
async function onCommandLine(
  path: string,
): Promise<{ readonly code: number | null; readonly words: string }> {
  const command = await electronCommand();
  const profile = await makeProfileFolder();
  const child = spawn(
    command.executablePath,
    [...command.args, `--profile=${profile}`, '--disable-gpu', `--verify-export=${path}`],
    {
      cwd: command.cwd,
      env: { ...command.env, DISPLAY: display.display },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  let words = '';
  child.stdout.on('data', (chunk: Buffer) => {
    words += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  await rm(profile, { recursive: true, force: true });
  return { code, words };
}

it('exports with progress, and leaves nothing behind when it is cancelled', async () => {
  const { page } = parley;
  await parley.tryLocally();
  await parley.send('Hello, Echo');
  await parley.expectReceipt('Hello, Echo', /delivered|read/i);
  await parley.startConversation('records@localhost');
  const id = await parley.conversations
    .locator('[data-conversation-id][aria-current=true]')
    .getAttribute('data-conversation-id');
  const hostile = '<img src=x onerror="alert(1)"> & "quotes" ‮ ё 会議';
  for (let from = 0; from < many; from += 500) {
    await sendMany(
      parley.page,
      id ?? '',
      Array.from({ length: 500 }, (_, index) => `Line ${String(from + index)} of the records. ${hostile}`),
    );
  }

  await choose(parley, folder);
  await openMessagesPage(parley);
  await parley.screenshot('export-settings');
  const store = storeProcess(parley);
  await page.getByRole('button', { name: 'Export all messages…' }).click();
  const partial = (): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'));
  while (!partial().some((name) => statSync(join(folder, name)).size > 0)) await sleep(1);
  process.kill(store, 'SIGSTOP');
  try {
    await card(parley)
      .getByText(/of 4,0\d\d messages/)
      .first()
      .waitFor();
    await parley.screenshot('export-progress');
    await card(parley).getByRole('button', { name: 'Cancel' }).click();
  } finally {
    process.kill(store, 'SIGCONT');
  }
  await card(parley).getByText('Cancelled. Nothing was kept.').waitFor();
  expect(readdirSync(folder)).toEqual([]);
  await card(parley).getByRole('button', { name: 'Close' }).click();
});

it('exports everything, shows it in its folder, and finds it intact', async () => {
  const { page } = parley;
  await page.getByRole('button', { name: 'Export all messages…' }).click();
  await card(parley)
    .getByText(/messages exported/)
    .waitFor({ timeout: 60_000 });
  expect(readdirSync(folder)).toHaveLength(1);
  await parley.screenshot('export-done');
  await parley.expectAccessible();
  await parley.inMain(({ shell }) => {
    shell.showItemInFolder = (path) => {
      Reflect.set(globalThis, 'shown', path);
    };
  });
  await card(parley).getByRole('button', { name: 'Show in folder' }).click();
  await expect.poll(() => parley.inMain(() => Reflect.get(globalThis, 'shown') as unknown)).toBe(exported());

  await choose(parley, exported());
  await page.getByRole('button', { name: 'Check an export…' }).click();
  await card(parley)
    .getByText(/^Intact: [\d,]+ messages of you@/)
    .waitFor({ timeout: 60_000 });
  const { code, words } = await onCommandLine(exported());
  expect(words).toMatch(/^Intact: \d+ messages in 2 conversations of sip:you@/m);
  expect(code).toBe(0);
});

it('writes pages that can be read, and run nothing', async () => {
  // With scripts on, and no policy of the application: what is in the page must do it alone.
  const opened = await parley.inMain(
    async ({ BrowserWindow }, path) => {
      const window = new BrowserWindow({ width: 900, height: 800, webPreferences: { sandbox: true } });
      await window.loadFile(path);
      const title = (await window.webContents.executeJavaScript(
        '`${document.images.length} images, ${document.scripts.length} scripts: ${document.querySelector("h1").textContent}`',
      )) as string;
      const picture = await window.webContents.capturePage();
      window.destroy();
      return { title, picture: picture.toPNG().toString('base64') };
    },
    join(exported(), 'conversations', '0002 records@localhost.html'),
  );
  expect(opened.title).toBe('0 images, 0 scripts: Conversation with records@localhost');
  writeFileSync(
    join(import.meta.dirname, '..', '..', 'test-results', 'journey', 'export-page.png'),
    Buffer.from(opened.picture, 'base64'),
  );
});

it('imports into another profile, once, and nothing is sent or unread', async () => {
  const { page } = second;
  await second.tryLocally();
  await choose(second, exported());
  await openMessagesPage(second);
  await page.getByRole('button', { name: 'Import an export…' }).click();
  await card(second)
    .getByText(/[\d,]+ messages imported\./)
    .waitFor({ timeout: 60_000 });
  await second.screenshot('import-done');
  await card(second).getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Import an export…' }).click();
  await card(second).getByText('0 messages imported.').waitFor({ timeout: 60_000 });
  await card(second).getByRole('button', { name: 'Close' }).click();

  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Conversations', exact: true }).click();
  await second.conversations.getByRole('button', { name: /records@localhost/ }).click();
  await second.message('Line 3999 of the records').waitFor();
  expect(await second.conversations.getByText(/unread/i).count()).toBe(0);
  await second.screenshot('import-timeline');
});

it('finds one changed byte, and says where', async () => {
  const { page } = parley;
  const data = join(exported(), 'conversations', '0002 records@localhost.jsonl');
  const whole = readFileSync(data, 'utf8');
  writeFileSync(data, whole.replace('Line 77 of', 'Line 78 of'));
  await card(parley).getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Check an export…' }).click();
  await card(parley).getByText('This export is damaged.').waitFor();
  await card(parley).getByText('Line 79 of conversations/0002 records@localhost.jsonl').waitFor();
  await parley.screenshot('export-damaged');
  const { code, words } = await onCommandLine(exported());
  expect(words).toContain('line 79 of conversations/0002 records@localhost.jsonl');
  expect(code).toBe(1);
  await choose(second, exported());
  await openMessagesPage(second);
  await second.page.getByRole('button', { name: 'Import an export…' }).click();
  await card(second).getByText('It was not imported.').waitFor();
});

it('deletes messages for their age once a period is set, while their conversation is open', async () => {
  const { page } = second;
  const peer = v.parse(SipAddress, 'sip:history@localhost');
  const old = (text: string, at: number, sequence: number): ArchivedMessage => ({
    id: v.parse(MessageId, randomUUID()),
    sequence,
    direction: 'incoming',
    sender: { address: peer, displayName: null },
    text,
    at,
    sentAt: null,
    replyTo: null,
    remoteId: null,
    displayRequested: false,
    mentioned: false,
    receipts: [],
    events: [],
  });
  const messages = [
    old('Of the year 2020', Date.UTC(2020, 1, 2), 1),
    old('Of last week', Date.now() - 7 * 86_400_000, 2),
  ];
  const conversation = {
    id: v.parse(ConversationId, randomUUID()),
    peer,
    displayName: null,
    createdAt: 0,
    pinnedAt: null,
    muted: false,
    archived: false,
    blocked: false,
  };
  const path = join(folder, 'of an old computer');
  await writeArchive({
    store: {
      archivedConversations: async () => Promise.resolve([{ ...conversation, messages: 2, last: 2 }]),
      archivedMessages: async () => Promise.resolve(messages),
    },
    account: {
      id: v.parse(AccountId, randomUUID()),
      address: v.parse(SipAddress, 'sip:you@localhost'),
      displayName: null,
    },
    conversationId: null,
    folder: path,
    now: Date.now(),
    locale: 'en',
    timeZone: 'UTC',
    version: '0.1.0',
  });
  // The application runs as somebody else.
  chmodSync(path, 0o755);
  for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' }))
    chmodSync(join(path, name), 0o755);
  await choose(second, path);
  await card(second).getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Import an export…' }).click();
  await card(second).getByText('2 messages imported.').waitFor();
  await card(second).getByRole('button', { name: 'Close' }).click();

  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Conversations', exact: true }).click();
  await second.conversations.getByRole('button', { name: /history@localhost/ }).click();
  await second.message('Of the year 2020').waitFor();
  await second.screenshot('retention-before');
  await askParley(page, 'changeSettings', { values: { 'messages.retentionDays': 30 } });
  await second.message('Of the year 2020').waitFor({ state: 'detached' });
  await second.message('Of last week').waitFor();
  await second.screenshot('retention-after');
});
