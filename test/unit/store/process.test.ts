import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { silentLog } from '../../../main/log/log.ts';
import { StoreClient } from '../../../main/store/client.ts';
import { StoreError } from '../../../main/store/interface.ts';
import { generateDatabaseKey, hexKey } from '../../../main/store/key.ts';
import { forkStoreProcess, type StoreProcess } from '../../../main/store/process.ts';
import {
  bob,
  forkedStoreProcess,
  openForkedStore,
  realClock,
  sampleAccount,
  storeHost,
  temporaryFolder,
} from '../../support/store.ts';

const nextMessage = (process: StoreProcess): Promise<unknown> =>
  new Promise((resolve) => {
    const leave = process.onMessage((message) => {
      leave();
      resolve(message);
    });
  });

const exitOf = (process: StoreProcess): Promise<number | null> =>
  new Promise((resolve) => {
    process.onExit(resolve);
  });

describe('a killed process', () => {
  it('loses nothing that was acknowledged, and is replaced without anybody noticing', async () => {
    const place = { path: join(temporaryFolder(), 'messages.db'), key: generateDatabaseKey() };
    const processes: StoreProcess[] = [];
    const store = await StoreClient.open(
      () => {
        const process = forkedStoreProcess();
        processes.push(process);
        return process;
      },
      { ...place, clock: realClock, log: silentLog },
    );
    onTestFinished(() => store.close());
    const given: StoreError[] = [];
    store.crashed.subscribe((error) => given.push(error));
    const account = sampleAccount();
    await store.saveAccount(account);
    const conversation = await store.ensureConversation(account.id, bob, 1);

    const stored: string[] = [];
    const insert = async (index: number): Promise<void> => {
      const { message, repeated } = await store.insertIncoming({
        conversationId: conversation.id,
        sender: { address: bob, displayName: null },
        text: `message ${String(index)}`,
        at: index,
        // Half of them have no id of their sender's: those are repeated safely too.
        remoteId: index % 2 === 0 ? `r${String(index)}` : null,
        displayRequested: false,
      });
      expect(repeated).toBe(false);
      stored.push(message.text);
      if (index % 200 === 20) processes.at(-1)?.kill();
    };
    for (const wave of [0, 1]) {
      await Promise.all(Array.from({ length: 200 }, (_, index) => insert(wave * 200 + index)));
      await vi.waitFor(() => {
        expect(processes).toHaveLength(wave + 2);
      });
    }
    expect(given).toEqual([]);
    await store.close();

    const again = await openForkedStore(place);
    const { messages } = await again.messages(conversation.id, null, 1000);
    expect(messages.map((message) => message.text)).toEqual(
      Array.from({ length: 400 }, (_, index) => `message ${String(index)}`),
    );
    expect(stored).toEqual(messages.map((message) => message.text));
  });

  it('leaves every row that it acknowledged, though nobody asks again', async () => {
    const place = { path: join(temporaryFolder(), 'messages.db'), key: generateDatabaseKey() };
    const process = forkedStoreProcess();
    const opened = nextMessage(process);
    process.post({ id: 1, method: 'open', args: [{ path: place.path, key: hexKey(place.key) }] });
    expect(await opened).toEqual({ id: 1, ok: true, value: null });
    const exited = exitOf(process);
    let acknowledged = 0;
    process.onMessage((answer) => {
      expect(answer).toMatchObject({ ok: true });
      acknowledged += 1;
      if (acknowledged === 150) process.kill();
    });
    for (let id = 2; id < 1002; id += 1) {
      process.post({ id, method: 'saveAccount', args: [sampleAccount({ displayName: String(id) })] });
    }
    await exited;
    const accounts = await (await openForkedStore(place)).accounts();
    expect(acknowledged).toBeGreaterThanOrEqual(150);
    expect(accounts.length).toBeGreaterThanOrEqual(acknowledged);
    expect(accounts.map(({ displayName }) => displayName)).toEqual(
      accounts.map((_, index) => String(index + 2)),
    );
  });
});

describe('the process', () => {
  it('survives hostile requests, and answers those that have an id', async () => {
    const process = forkedStoreProcess();
    onTestFinished(() => {
      process.kill();
    });
    const answer = nextMessage(process);
    for (const garbage of [null, 'open', [], { id: {} }, { id: 'x', method: 'open' }, new Map([[1, 2]])]) {
      process.post(garbage);
    }
    process.post({ id: 1, method: 'eval', args: ['process.exit()'] });
    expect(await answer).toMatchObject({ id: 1, ok: false, problem: 'refused' });
    const second = nextMessage(process);
    process.post({ id: 2, method: 'open', args: [{ path: '/', key: 'short' }] });
    expect(await second).toMatchObject({ id: 2, ok: false, problem: 'refused' });
  });

  it('is understood however what it says is cut', async () => {
    const host = join(temporaryFolder(), 'host.mjs');
    const said = [
      { id: 1, ok: true, value: 'Grüße 👋' },
      { id: 2, ok: true, value: 'x'.repeat(300) },
    ];
    writeFileSync(
      host,
      `import { writeSync } from 'node:fs';
      import { setTimeout as pause } from 'node:timers/promises';
      const bytes = Buffer.from(${JSON.stringify(said.map((each) => `${JSON.stringify(each)}\n`).join(''))});
      const channel = Number(process.channel.fd);
      for (let at = 0; at < bytes.length; at += 3) {
        writeSync(channel, bytes.subarray(at, at + 3));
        await pause(1);
      }`,
    );
    const process = forkStoreProcess(globalThis.process.execPath, host, silentLog);
    const heard: unknown[] = [];
    process.onMessage((message) => {
      heard.push(message);
    });
    await vi.waitFor(() => {
      expect(heard).toEqual(said);
    }, 20_000);
    process.kill();
  });

  it('ends by itself when its parent is killed', async () => {
    const folder = temporaryFolder();
    const open = { path: join(folder, 'messages.db'), key: hexKey(generateDatabaseKey()) };
    // The host inherits the fourth stream and says nothing there; it ends when both processes are gone.
    const script = `
      import { fork } from 'node:child_process';
      const host = fork(${JSON.stringify(storeHost)}, [], { execArgv: [], stdio: ['ignore', 'ignore', 3, 'ipc'] });
      host.on('message', () => process.stdout.write('open\\n'));
      host.send({ id: 1, method: 'open', args: [${JSON.stringify(open)}] });`;
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    });
    const [, output, , fourth] = parent.stdio;
    if (!(output instanceof Readable && fourth instanceof Readable)) throw new Error('No streams');
    const hostSaid = text(fourth);
    await once(output, 'data');
    parent.kill('SIGKILL');
    expect(await hostSaid).toBe('');
  });

  it('explains itself when nobody speaks to it', async () => {
    const child = spawn(process.execPath, [storeHost], { stdio: ['ignore', 'ignore', 'pipe'] });
    const exit: Promise<unknown> = once(child, 'exit');
    expect(await text(child.stderr)).toContain('Parley starts it');
    expect(await exit).toEqual([1, null]);
  });

  it('cannot be started without its runtime', () => {
    const missing = fileURLToPath(new URL('nowhere', import.meta.url));
    expect(() => forkStoreProcess(missing, storeHost, silentLog)).toThrow(StoreError);
    expect(() => forkStoreProcess(process.execPath, missing, silentLog)).toThrow(StoreError);
  });

  it('writes its own words to the log', async () => {
    const folder = temporaryFolder();
    const noisy = join(folder, 'noisy.mjs');
    writeFileSync(
      noisy,
      "process.stderr.write('x'.repeat(1000) + '\\n'); process.exitCode = 3; process.disconnect();",
    );
    let exited: Promise<number | null> | undefined;
    const line = new Promise((resolve) => {
      const log = {
        ...silentLog,
        warn: (fields: Readonly<Record<string, unknown>>) => {
          resolve(fields['line']);
        },
      };
      exited = exitOf(forkStoreProcess(process.execPath, noisy, log));
    });
    expect(await line).toBe('x'.repeat(200));
    expect(await exited).toBe(3);
  });
});
