import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { openDatabase } from '../../main/store/database.ts';
import { loadDriver } from '../../main/store/driver.ts';
import { formatRecoveryKey, recoverySecretLength } from '../../shared/model/recovery-key.ts';
import type { Phase } from '../../shared/contract/events.ts';
import { startKamailio, type Kamailio } from '../support/kamailio.ts';
import { compare } from '../support/torture/history.ts';
import { PartyProcess, type Disk } from '../support/torture/party-process.ts';
import { Person } from '../support/torture/person.ts';
import { makeProgram, type Program } from '../support/torture/program.ts';
import { otherSide, sides } from '../support/torture/schedule.ts';

// What a user meets when the disk or the database fails: always told, and nothing of what was promised is lost.
const hurry = 8;
// Two parties and their stores start several times in each; on a busy computer that takes minutes.
vi.setConfig({ testTimeout: 300_000 });

/** A small or read-only disk is made in a namespace of the test's own. Throws where the system does not allow that. */
function needNamespaces(): void {
  const tried = spawnSync('unshare', ['-rm', '--', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], {
    encoding: 'utf8',
  });
  if (tried.status === 0) return;
  throw new Error(
    `This test needs unshare (Debian's util-linux) and user and mount namespaces: ${tried.stderr || String(tried.error)}`,
  );
}

let server: Kamailio;
let program: Program;
beforeAll(async () => {
  program = await makeProgram();
  server = await startKamailio({ answerTime: 1_500 });
});
afterAll(async () => {
  await server.dispose();
  await program.dispose();
});

interface Pair {
  readonly folder: string;
  readonly alice: Person;
  readonly bob: Person;
}

async function pair(disk?: Disk): Promise<Pair> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-trouble-'));
  const place = { program, folder, domain: server.domain, hurry };
  const alice = await Person.at('alice', { ...place, port: server.tcpPort });
  const bob = await Person.at('bob', {
    ...place,
    port: server.wsPort,
    ...(disk === undefined ? {} : { disk }),
  });
  onTestFinished(async () => {
    await Promise.all([alice.kill(true), bob.kill(true)]);
    rmSync(folder, { recursive: true, force: true });
  });
  alice.start();
  bob.start();
  return { folder, alice, bob };
}

/** Waits until nothing is on its way, presses "Try again" as long as something failed, and compares the histories. */
async function nothingIsLost({ alice, bob }: Pair): Promise<void> {
  do {
    await Promise.all(
      [alice, bob].map(async (each) => each.until('the outbox is empty', () => each.settled)),
    );
  } while ((await alice.retryFailed()) + (await bob.retryFailed()) > 0);
  const histories = { alice: await alice.history(), bob: await bob.history() };
  for (const side of sides) {
    const person = side === 'alice' ? alice : bob;
    const problems = compare({
      sent: person.sent,
      atSender: histories[side].filter(({ direction }) => direction === 'outgoing'),
      atReceiver: histories[otherSide(side)].filter(({ direction }) => direction === 'incoming'),
      readUpTo: (side === 'alice' ? bob : alice).readUpTo,
    });
    expect([...problems, ...person.problems]).toEqual([]);
  }
}

/** A pair that has talked and quit; alice's profile may be changed. */
async function talked(): Promise<Pair & { readonly profile: string }> {
  const made = await pair();
  await Promise.all([made.alice.send([20, 3000, 20]), made.bob.send([20, 20])]);
  await nothingIsLost(made);
  await made.alice.quit();
  return { ...made, profile: join(made.folder, 'alice') };
}

async function phaseAtStart(profile: string, disk: Disk | null = null): Promise<Phase> {
  const party = new PartyProcess(
    program,
    { profile, exports: profile, hurry, logFile: `${profile}.log` },
    disk,
  );
  try {
    return await new Promise<Phase>((resolve, reject) => {
      party.events.subscribe((event) => {
        if (event.kind === 'phase') resolve(event.phase);
      });
      void party.ended.then(({ words }) => {
        reject(new Error(`It ended by itself: ${words}`));
      });
    });
  } finally {
    await party.kill(true);
  }
}

/** Starts it, does something with it, quits it in order, and gives the phases that it went through. */
async function duringRun(
  profile: string,
  work: (party: PartyProcess, untilPhase: (kind: Phase['kind']) => Promise<void>) => Promise<void>,
): Promise<readonly Phase[]> {
  const party = new PartyProcess(program, {
    profile,
    exports: profile,
    hurry,
    logFile: `${profile}.log`,
  });
  const phases: Phase[] = [];
  const waiting = new Set<() => void>();
  party.events.subscribe((event) => {
    if (event.kind !== 'phase') return;
    phases.push(event.phase);
    for (const look of waiting) look();
  });
  const untilPhase = (kind: Phase['kind']): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (phases.at(-1)?.kind === kind) resolve();
      };
      waiting.add(look);
      look();
      void party.ended.then(({ words }) => {
        reject(new Error(`It ended by itself: ${words}`));
      });
    });
  try {
    await work(party, untilPhase);
  } finally {
    await party.quit();
  }
  return phases;
}

const unavailable = (problem: string): unknown =>
  expect.objectContaining({
    kind: 'unavailable',
    failure: expect.objectContaining({ code: 'store', problem }) as unknown,
  });

const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name, parentPath }) => join(parentPath, name))
      .map((path) => [path, readFileSync(path).toString('base64')]),
  );

it('a full disk: the user is told, nothing is acknowledged that is not stored', async () => {
  needNamespaces();
  const made = await pair({ kind: 'small', size: 700 });
  const { alice, bob } = made;
  await Promise.all([alice.send([20, 20]), bob.send([20])]);
  await nothingIsLost(made);

  // What fills the disk is put there from outside of bob's mount namespace.
  const filler = join('/proc', String(bob.pid), 'root', bob.options.profile, 'filler');
  expect(() => {
    writeFileSync(filler, Buffer.alloc(4 * 1024 * 1024));
  }).toThrow(/ENOSPC/);
  const sent = bob.sent.length;
  while (bob.refusals.length === 0 && bob.sent.length < sent + 200) await bob.send([20_000]);
  expect(bob.refusals).toEqual([expect.objectContaining({ code: 'store', problem: 'full' })]);
  await alice.send([20_000]);
  // It waits, and says why, until there is room again.
  await expect
    .poll(async () => (await alice.history()).at(-1)?.receipt, { timeout: 120_000 })
    .toMatchObject({ state: 'queued', failure: { code: 'server-error' } });
  const atBob = new Set((await bob.history()).map(({ text }) => text));
  for (const { text, receipt } of await alice.history()) {
    if (receipt?.state === 'delivered') expect(atBob.has(text)).toBe(true);
  }

  rmSync(filler);
  await nothingIsLost(made);
});

it('a folder that cannot be written: the user is told, nothing is changed', async () => {
  needNamespaces();
  const { profile, alice, ...rest } = await talked();
  const before = contents(profile);
  expect(await phaseAtStart(profile, { kind: 'read-only' })).toEqual(unavailable('no-access'));
  expect(contents(profile)).toEqual(before);
  alice.start();
  await nothingIsLost({ alice, ...rest });
});

it('a store that dies again and again: the user is told, and after a start everything is there', async () => {
  const made = await pair();
  const { alice, bob } = made;
  await Promise.all([alice.send([20, 20, 20]), bob.send([20])]);
  while (alice.unavailable.length === 0) {
    alice.killStore();
    await alice.send([20]);
  }
  expect(alice.unavailable).toEqual([expect.objectContaining({ code: 'store', problem: 'crashed' })]);
  await nothingIsLost(made);
});

it('a damaged page: the user is told, and the file is left as it is until it is repaired with everything in it', async () => {
  const { profile, alice, ...rest } = await talked();
  alice.start();
  await alice.untilOpen();
  expect(await alice.backUp()).toBe(true);
  await alice.send([20]);
  await nothingIsLost({ alice, ...rest });
  await alice.quit();
  const file = join(profile, 'messages.db');
  const damaged = readFileSync(file);
  damaged.fill(0x5a, 4096 * 2, 4096 * 2 + 64);
  writeFileSync(file, damaged);
  expect(await phaseAtStart(profile)).toEqual(unavailable('damaged'));
  expect(readFileSync(file).equals(damaged)).toBe(true);

  const stages = new Set<string>();
  const phases = await duringRun(profile, async (party, untilPhase) => {
    await untilPhase('unavailable');
    party.events.subscribe((event) => {
      if (event.kind === 'storage') stages.add(event.storage.repairing?.stage ?? 'none');
    });
    await party.ask('repairStore', {});
  });
  expect(phases.at(-1)).toMatchObject({ kind: 'signed-in' });
  expect([...stages]).toEqual(expect.arrayContaining(['checking', 'finishing', 'none']));
  const aside = readdirSync(profile).filter((name) => /^messages-damaged-.*\.db$/.test(name));
  expect(aside.map((name) => readFileSync(join(profile, name)).equals(damaged))).toEqual([true]);
  alice.start();
  await nothingIsLost({ alice, ...rest });
});

it('a wrong key, and a lost one: the user is told, and no new key takes its place', async () => {
  const { profile, alice, ...rest } = await talked();
  const file = join(profile, 'key.json');
  const key = readFileSync(file);
  const database = readFileSync(join(profile, 'messages.db'));
  const other = Buffer.from(Buffer.alloc(32, 7).toString('base64')).toString('base64');
  writeFileSync(file, JSON.stringify({ version: 1, wrapped: other }));
  expect(await phaseAtStart(profile)).toEqual(unavailable('wrong-key'));
  rmSync(file);
  // A copy of it may lie beside the backups.
  rmSync(join(profile, 'backups'), { recursive: true, force: true });
  expect(await phaseAtStart(profile)).toEqual(unavailable('wrong-key'));
  expect(readFileSync(join(profile, 'messages.db')).equals(database)).toBe(true);
  writeFileSync(file, key);
  alice.start();
  await nothingIsLost({ alice, ...rest });
});

it('a lost key: the recovery key opens the messages, another one does not and does no harm', async () => {
  const { profile, alice, ...rest } = await talked();
  const file = join(profile, 'key.json');
  let recoveryKey = '';
  await duringRun(profile, async (party, untilPhase) => {
    await untilPhase('signed-in');
    ({ recoveryKey } = await party.ask('makeRecoveryKey', {}));
    await party.ask('keepRecoveryKey', {});
  });
  const other = Buffer.from(Buffer.alloc(32, 7).toString('base64')).toString('base64');
  writeFileSync(file, JSON.stringify({ version: 1, wrapped: other }));
  const wrong = formatRecoveryKey(new Uint8Array(recoverySecretLength));
  const phases = await duringRun(profile, async (party, untilPhase) => {
    await untilPhase('unavailable');
    for (const each of ['', 'AAAAA', wrong, wrong]) {
      await expect(party.ask('recoverStore', { recoveryKey: each })).rejects.toMatchObject({
        failure: { code: 'recovery-key' },
      });
    }
    await party.ask('recoverStore', { recoveryKey });
  });
  expect(phases[0]).toEqual(unavailable('wrong-key'));
  expect(phases.at(-1)).toMatchObject({ kind: 'signed-in' });
  alice.start();
  await nothingIsLost({ alice, ...rest });
});

it('a database from the future: the user is told, and it is left alone', async () => {
  const { profile, alice, ...rest } = await talked();
  const path = join(profile, 'messages.db');
  const { wrapped } = JSON.parse(readFileSync(join(profile, 'key.json'), 'utf8')) as { wrapped: string };
  const key = Buffer.from(Buffer.from(wrapped, 'base64').toString(), 'base64').toString('hex');
  const whole = readFileSync(path);
  const database = openDatabase(loadDriver(), { path, key });
  database.pragma('user_version = 999');
  database.close();
  expect(await phaseAtStart(profile)).toEqual(unavailable('newer'));
  writeFileSync(path, whole);
  alice.start();
  await nothingIsLost({ alice, ...rest });
});
