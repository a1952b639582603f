/**
 * Durable messages a second, beside the floor: one small row a transaction (WAL, synchronous FULL) in a plain database
 * in this process. `node test/bench/store.bench.ts [messages]`; the last line is JSON. Compare ratios only.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { silentLog } from '../../main/log/log.ts';
import { StoreClient } from '../../main/store/client.ts';
import { loadDriver } from '../../main/store/driver.ts';
import { generateDatabaseKey } from '../../main/store/key.ts';
import { forkStoreProcess } from '../../main/store/process.ts';
import { SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import { AccountId } from '../../shared/model/ids.ts';

interface Rate {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const count = Number(process.argv[2] ?? '2000');
const text = 'A message of ordinary length, as people write them all day long to each other.';
const hostPath = fileURLToPath(new URL('../../main/store/host.ts', import.meta.url));
const clock: Clock = {
  now: () => Date.now(),
  after: (delay, task) => {
    const timer = setTimeout(task, delay);
    return () => {
      clearTimeout(timer);
    };
  },
};

function rate(durations: readonly number[], elapsed: number): Rate {
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (share: number): number => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(3));
  return { perSecond: Math.round((durations.length / elapsed) * 1000), p50: at(0.5), p99: at(0.99) };
}

function floor(folder: string): Rate {
  const Driver = loadDriver();
  const database = new Driver(join(folder, 'floor.db'), { timeout: 1000 });
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE messages (sequence INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const insert = database.prepare<[string]>('INSERT INTO messages (body) VALUES (?)');
  const durations: number[] = [];
  const start = performance.now();
  for (let index = 0; index < count; index += 1) {
    const before = performance.now();
    insert.run(text);
    durations.push(performance.now() - before);
  }
  const result = rate(durations, performance.now() - start);
  database.close();
  return result;
}

async function store(folder: string): Promise<{ readonly one: Rate; readonly burst: Rate }> {
  const client = await StoreClient.open(() => forkStoreProcess(process.execPath, hostPath, silentLog), {
    path: join(folder, 'store.db'),
    key: generateDatabaseKey(),
    clock,
    log: silentLog,
  });
  try {
    const accountId = v.parse(AccountId, randomUUID());
    const bob = v.parse(SipAddress, 'sip:bob@example.com');
    await client.saveAccount({
      id: accountId,
      address: v.parse(SipAddress, 'sip:alice@example.com'),
      displayName: null,
      server: { transport: 'tcp', host: 'sip.example.com', port: 5060, path: '/' },
      kind: 'server',
      imDialogs: false,
      wrappedPassword: null,
      active: true,
      instanceId: `urn:uuid:${accountId}`,
    });
    const conversation = await client.ensureConversation(accountId, bob, 1);
    const insert = async (durations: number[]): Promise<void> => {
      const before = performance.now();
      await client.insertIncoming({
        conversationId: conversation.id,
        sender: { address: bob, displayName: 'Bob' },
        text,
        at: Date.now(),
        remoteId: randomUUID(),
        displayRequested: false,
      });
      durations.push(performance.now() - before);
    };

    const single: number[] = [];
    let start = performance.now();
    for (let index = 0; index < count; index += 1) await insert(single);
    const one = rate(single, performance.now() - start);

    const together: number[] = [];
    start = performance.now();
    // Fifty senders, each of whom waits for its own answer: what a busy wire asks for.
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        for (let index = 0; index < count / 10; index += 1) await insert(together);
      }),
    );
    return { one, burst: rate(together, performance.now() - start) };
  } finally {
    await client.close();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
try {
  const plain = floor(folder);
  const { one, burst } = await store(folder);
  const again = floor(mkdtempSync(join(folder, 'again-')));
  const base = (plain.perSecond + again.perSecond) / 2;
  const ratio = (value: Rate): number => Number((value.perSecond / base).toFixed(2));
  const show = (name: string, value: Rate): void => {
    const figures = [
      `${String(value.perSecond)}/s`,
      `×${String(ratio(value))}`,
      `p50 ${String(value.p50)} ms`,
      `p99 ${String(value.p99)} ms`,
    ];
    process.stdout.write(`${name.padEnd(28)}${figures.map((figure) => figure.padEnd(14)).join('')}\n`);
  };
  show('floor, before', plain);
  show('floor, after', again);
  show('store, one at a time', one);
  show('store, fifty at a time', burst);
  process.stdout.write(
    `${JSON.stringify({ count, floor: [plain, again], one, burst, ratio: { one: ratio(one), burst: ratio(burst) } })}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
