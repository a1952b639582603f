/**
 * The message store on a large made history: durable inserts with the search index, pages of the largest conversation
 * and searches; and starts of the application (without its window) on it and on an empty database, in turns.
 * `npm run bench -- store [--messages=1000000]`; the last line is JSON. All goes over the border of the store's process,
 * but that inserts are measured without it as well, as their floor is: one small row a transaction (WAL, synchronous
 * FULL) in a database of this process in the same encrypted format. The floor of the questions is one whose answer is
 * empty. Compare ratios, never figures of different days: a single insert has to reach the share of its floor that 1200
 * a second are of the 2595 that the floor is where the target was set.
 */
import { randomUUID } from 'node:crypto';
import { constants, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { silentLog } from '../../main/log/log.ts';
import { StoreClient } from '../../main/store/client.ts';
import { loadDriver } from '../../main/store/driver.ts';
import type { StoredConversation, WantedMessages } from '../../main/store/interface.ts';
import { forkStoreProcess } from '../../main/store/process.ts';
import { MessageId } from '../../shared/model/ids.ts';
import { newMessageId } from '../../shared/model/new-message-id.ts';
import { parseSearchQuery } from '../../shared/model/search-query.ts';
import { realClock as clock } from './bench-clock.ts';
import { InsideStore } from './inside-store.ts';
import { madeAccount, madeHistory, madeKey, madeWords } from './made-history.ts';
import { figures, line, seeded, timed, type Figures } from './measure.ts';
import { makeProfile, startDurations } from './starts.ts';
import { judge, type Target } from './targets.ts';

const { values: options } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    inserts: { type: 'string', default: '3000' },
    starts: { type: 'string', default: '7' },
  },
});
const messages = Number(options.messages);
const insertCount = Number(options.inserts);
const starts = Number(options.starts);
const conversations = Math.max(2, Math.round(messages / 500));
const pageSize = 50;
const rounds = 5;
const wantedInserts = 1200;
/** Inserts a second of the floor on the computer where that was wanted. */
const wantedOfFloor = 2595;
const hostPath = fileURLToPath(new URL('../../main/store/host.ts', import.meta.url));

/** One small row a transaction in an encrypted database, durably: `insert` does one. */
function insertFloor(folder: string): {
  readonly insert: (body: string) => unknown;
  readonly close: () => void;
} {
  const Driver = loadDriver();
  const database = new Driver(join(folder, 'floor.db'), { timeout: 1000 });
  database.pragma("cipher = 'sqlcipher'");
  database.pragma('legacy = 4');
  database.pragma(`key = "x'${madeKey}'"`);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE messages (sequence INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const insert = database.prepare<[string]>('INSERT INTO messages (body) VALUES (?)');
  return {
    insert: (body) => insert.run(body),
    close: () => {
      database.close();
    },
  };
}

/** Bytes of the one child process that this one has: its share of what it has in memory; null where that is not told. */
function childMemory(): number | null {
  try {
    const own = String(process.pid);
    const [child] = readFileSync(`/proc/${own}/task/${own}/children`, 'utf8').trim().split(' ');
    const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${child ?? ''}/smaps_rollup`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}

const insertKinds = {
  floor: { senders: 1, share: 1 },
  'one at a time, in its process': { senders: 1, share: 1 },
  'one at a time': { senders: 1, share: 1 },
  'fifty at once': { senders: 50, share: 3 },
  'a thousand at once': { senders: 1000, share: 5 },
} as const;
type InsertKind = keyof typeof insertKinds;
const eachKind = Object.keys(insertKinds) as InsertKind[];
const ofEachKind = <T>(make: (kind: InsertKind) => T): Readonly<Record<InsertKind, T>> =>
  Object.fromEntries(eachKind.map((kind) => [kind, make(kind)])) as Record<InsertKind, T>;

async function insertFigures(
  store: StoreClient,
  inside: InsideStore,
  conversation: StoredConversation,
  folder: string,
): Promise<Readonly<Record<InsertKind, Figures>>> {
  const { text } = madeWords(seeded(3));
  const incoming = () => ({
    conversationId: conversation.id,
    sender: { address: conversation.peer, displayName: 'Person' },
    text: text(),
    at: Date.now(),
    remoteId: newMessageId(Date.now()),
    displayRequested: false,
  });
  const floor = insertFloor(folder);
  const inserts: Readonly<Record<InsertKind, (message: ReturnType<typeof incoming>) => unknown>> = {
    floor: (message) => floor.insert(message.text),
    'one at a time, in its process': (message) =>
      inside.ask('insertIncoming', [{ ...message, id: newMessageId(Date.now()) }]),
    'one at a time': (message) => store.insertIncoming(message),
    'fifty at once': (message) => store.insertIncoming(message),
    'a thousand at once': (message) => store.insertIncoming(message),
  };
  const taken = ofEachKind(() => ({ durations: [] as number[], elapsed: 0 }));
  // In turns, so that what else the computer does falls on all of them alike.
  for (let round = 0; round < rounds; round += 1) {
    for (const kind of eachKind) {
      const { senders, share } = insertKinds[kind];
      const each = Math.ceil((insertCount * share) / rounds / senders);
      const start = performance.now();
      await Promise.all(
        Array.from({ length: senders }, async () => {
          for (let index = 0; index < each; index += 1) {
            const message = incoming();
            await timed(taken[kind].durations, () => inserts[kind](message));
          }
        }),
      );
      taken[kind].elapsed += performance.now() - start;
    }
  }
  floor.close();
  return ofEachKind((kind) => figures(taken[kind].durations, taken[kind].elapsed));
}

async function pageFigures(
  store: StoreClient,
  conversation: StoredConversation,
): Promise<Readonly<Record<'newest page' | 'page back' | 'around a message' | 'a date', Figures>>> {
  const random = seeded(4);
  const newest: number[] = [];
  const back: number[] = [];
  const around: number[] = [];
  const dates: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    let before: number | null = null;
    const read = async (): Promise<void> => {
      before = (await store.messages(conversation.id, before, pageSize)).messages[0]?.sequence ?? null;
    };
    await timed(newest, read);
    for (let page = 1; page < 25; page += 1) await timed(back, read);
    for (let times = 0; times < 10; times += 1) {
      const place = Math.floor(random() * messages);
      const { messages: there } = await store.messages(conversation.id, place, 1);
      await timed(newest, () => store.messages(conversation.id, null, pageSize));
      await timed(around, () => store.messagesAround(conversation.id, there[0]?.sequence ?? 1, pageSize));
      await timed(dates, () => store.sequenceAt(conversation.id, there[0]?.at ?? 0));
    }
  }
  return {
    'newest page': figures(newest),
    'page back': figures(back),
    'around a message': figures(around),
    'a date': figures(dates),
  };
}

function wanted(text: string): WantedMessages {
  const { terms, from, in: places, hasLink } = parseSearchQuery(text);
  return { accountId: madeAccount, terms, from, in: places, hasLink, since: null, until: null };
}

/** Queries of each kind, none of them twice. */
function queriesOf(times: number): Readonly<Record<string, readonly string[]>> {
  const { words, phrase } = madeWords(seeded(1));
  const random = seeded(5);
  const many = (make: () => string): readonly string[] => {
    const made = new Set<string>();
    for (let tries = 0; tries < times * 20 && made.size < times; tries += 1) made.add(make());
    return [...made];
  };
  const wordFrom = (from: number, to: number): string =>
    words[Math.floor((from + random() * (to - from)) * words.length)] ?? '';
  const person = (): string => `person${String(Math.floor(random() * conversations))}@`;
  return {
    'rare word': many(() => wordFrom(0.7, 1)),
    'common word': many(() => wordFrom(0, 0.005)),
    'any word': many(() => wordFrom(0, 1)),
    prefix: many(() => wordFrom(0, 1).slice(0, 2 + Math.floor(random() * 3))),
    'part of a word': many(() => wordFrom(0, 1).slice(1, 4 + Math.floor(random() * 3))),
    'one letter': many(() => wordFrom(0, 1).slice(0, 1)),
    'Chinese characters': many(() => phrase().slice(0, 1 + Math.floor(random() * 4))),
    'two words': many(() => `${wordFrom(0, 0.2)} ${wordFrom(0, 0.2)}`),
    'not there': many(() => `${wordFrom(0.2, 1)}${wordFrom(0.2, 1)}xq`),
    phrase: many(() => `"${wordFrom(0, 0.01)} ${wordFrom(0, 0.01)}"`),
    'number or link': many(() =>
      random() < 0.5 ? String(Math.floor(random() * 1e6)) : `${wordFrom(0, 0.1)}.example/`,
    ),
    'from and in': many(() =>
      random() < 0.5 ? `from:${person()} ${wordFrom(0, 0.01)}` : `in:${person()} ${wordFrom(0, 0.2)}`,
    ),
    'has link': many(() => `has:link ${wordFrom(0, 0.05)}`),
  };
}

async function searchFigures(
  store: StoreClient,
): Promise<Readonly<Record<string, Figures & { hits: number }>>> {
  const result: Record<string, Figures & { hits: number }> = {};
  for (const [kind, queries] of Object.entries(queriesOf(100))) {
    const durations: number[] = [];
    let hits = 0;
    for (const query of queries) {
      await timed(durations, async () => {
        hits += (await store.search(wanted(query), null, 30)).hits.length;
      });
    }
    result[kind] = { ...figures(durations), hits: Math.round(hits / queries.length) };
  }
  const counting: number[] = [];
  for (const query of queriesOf(30)['any word'] ?? []) {
    await timed(counting, () => store.countSearch(wanted(query)));
  }
  return { ...result, 'count of any word': { ...figures(counting), hits: 0 } };
}

const started = performance.now();
const made = madeHistory(messages, conversations);
const makingTook = Math.round((performance.now() - started) / 1000);
const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
try {
  const path = join(folder, 'large', 'messages.db');
  mkdirSync(join(folder, 'large'));
  copyFileSync(made.path, path, constants.COPYFILE_FICLONE);
  const opened = performance.now();
  const store = await StoreClient.open(() => forkStoreProcess(process.execPath, hostPath, silentLog), {
    path,
    key: Buffer.from(madeKey, 'hex'),
    clock,
    log: silentLog,
  });
  const openTook = Math.round(performance.now() - opened);
  try {
    const conversation = await store.conversation(made.largest);
    if (conversation === null) throw new Error('The made history has no such conversation');
    const nothing = async (): Promise<Figures> => {
      const durations: number[] = [];
      for (let times = 0; times < 500; times += 1) {
        await timed(durations, () => store.message(v.parse(MessageId, randomUUID())));
      }
      return figures(durations);
    };
    const askFloor = await nothing();
    const pages = await pageFigures(store, conversation);
    const searches = await searchFigures(store);
    mkdirSync(join(folder, 'inside'));
    const insidePath = join(folder, 'inside', 'messages.db');
    copyFileSync(made.path, insidePath, constants.COPYFILE_FICLONE);
    const inside = await InsideStore.open(insidePath, madeKey);
    const inserted = await insertFigures(store, inside, conversation, folder);
    await inside.close();
    const memory = childMemory();

    const rate = (value: Figures): readonly string[] => [
      `${String(value.perSecond)}/s`,
      `×${(value.perSecond / inserted.floor.perSecond).toFixed(2)}`,
      `p50 ${String(value.p50)}`,
      `p99 ${String(value.p99)}`,
      `most ${String(value.most)} ms`,
    ];
    const duration = (value: Figures): readonly string[] => [
      `×${(value.p50 / askFloor.p50).toFixed(1)}`,
      `p50 ${String(value.p50)}`,
      `p95 ${String(value.p95)}`,
      `p99 ${String(value.p99)}`,
      `most ${String(value.most)} ms`,
    ];
    const out = process.stdout;
    out.write(`${String(messages)} messages in ${String(conversations)} conversations`);
    out.write(makingTook > 1 ? `, made in ${String(makingTook)} s\n` : '\n');
    for (const [name, value] of Object.entries(inserted)) out.write(line(`insert, ${name}`, rate(value)));
    out.write(line('floor of questions', duration(askFloor)));
    for (const [name, value] of Object.entries(pages)) out.write(line(name, duration(value)));
    for (const [name, value] of Object.entries(searches)) {
      out.write(line(`search, ${name}`, [...duration(value), `${String(value.hits)} hits`]));
    }
    out.write(line('opening the store', [`${String(openTook)} ms`]));
    if (memory !== null) out.write(line('memory of its process', [`${String(Math.round(memory / 1e6))} MB`]));
    await store.close();
    await makeProfile(join(folder, 'large'), made.largest);
    await makeProfile(join(folder, 'empty'), null);
    const [empty = [], large = []] = await startDurations(
      [join(folder, 'empty'), join(folder, 'large')],
      starts,
    );
    const started = { empty: figures(empty), large: figures(large) };
    const startRatio = started.large.p50 / started.empty.p50;
    out.write(line('start, empty database', [`p50 ${String(started.empty.p50)} ms`]));
    out.write(
      line('start, this database', [`p50 ${String(started.large.p50)} ms`, `×${startRatio.toFixed(2)}`]),
    );

    const searched = (kind: string): number => searches[kind]?.p95 ?? Infinity;
    const targets: readonly Target[] = [
      {
        name: 'one durable insert at a time, of the floor',
        value: inserted['one at a time, in its process'].perSecond / inserted.floor.perSecond,
        atLeast: wantedInserts / wantedOfFloor,
      },
      {
        name: 'a burst of 1000, of the floor',
        value: inserted['a thousand at once'].perSecond / inserted.floor.perSecond,
        atLeast: wantedInserts / wantedOfFloor,
      },
      { name: 'newest page, p99 ms', value: pages['newest page'].p99, atMost: 50 },
      { name: 'page back, p99 ms', value: pages['page back'].p99, atMost: 20 },
      ...['rare word', 'common word', 'prefix', 'part of a word', 'Chinese characters'].map((kind) => ({
        name: `search, ${kind}, p95 ms`,
        value: searched(kind),
        atMost: 20,
      })),
      { name: 'start, times that on an empty one', value: startRatio, atMost: 1.3 },
      ...(memory === null
        ? []
        : [{ name: 'memory of the store process, MB', value: memory / 1e6, atMost: 150 }]),
    ];
    const judged = targets.map((target) => judge(target));
    out.write('\n');
    for (const { name, words } of judged) out.write(line(name, [words]));
    out.write(
      `${JSON.stringify({ messages, conversations, inserted, askFloor, pages, searches, openTook, memory, started, startRatio, targets: judged })}\n`,
    );
  } finally {
    await store.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
