import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kamailio } from '../kamailio.ts';
import { amendUnderFire } from './amend.ts';
import { killAtCheckpoint } from './checkpoint.ts';
import { compare } from './history.ts';
import { killMigrating, makeOldProfiles } from './migration.ts';
import { Network } from './network.ts';
import { Person } from './person.ts';
import type { Program } from './program.ts';
import {
  otherSide,
  scheduleOf,
  sides,
  type Disturbance,
  type Moment,
  type OldHistory,
  type Side,
  type Sight,
} from './schedule.ts';
import { killParty, killStore, type Occasion, type Record } from './record.ts';
import { backUpUnderFire, blockForAWhile, exportUnderFire, importUnderFire } from './upkeep.ts';

/** The moment that a disturbance waits for may never come; then it begins all the same. In milliseconds. */
const longestWait = 400;

const occasionsOfSights: { readonly [S in Sight]: Occasion } = {
  sending: 'sending',
  delivered: 'acknowledged',
  incoming: 'receiving',
  connecting: 'connecting',
};

const occasionOf = (moment: Moment): Occasion =>
  moment.kind === 'at' ? occasionsOfSights[moment.sight] : 'any moment';

export interface WorldOptions {
  readonly program: Program;
  readonly server: Kamailio;
  /** Profiles are made in it. */
  readonly folder: string;
  readonly hurry: number;
  readonly record: Record;
}

/** Two people, new to each other, with the server and the networks between them. */
export class World {
  readonly #options: WorldOptions;
  readonly #people: { readonly [S in Side]: Person };
  readonly #networks: { readonly [S in Side]: Network };
  /** One disturbance at a time for each thing that can be disturbed. */
  readonly #turns = new Map<string, Promise<void>>();
  #started = false;

  private constructor(
    options: WorldOptions,
    people: { readonly [S in Side]: Person },
    networks: { readonly [S in Side]: Network },
  ) {
    this.#options = options;
    this.#people = people;
    this.#networks = networks;
  }

  static async create(options: WorldOptions): Promise<World> {
    const { program, server, folder, hurry } = options;
    const networks = {
      alice: await Network.open({ host: server.host, port: server.tcpPort }),
      bob: await Network.open({ host: server.host, port: server.wsPort }),
    };
    const person = async (side: Side): Promise<Person> =>
      Person.at(side, { program, folder, domain: server.domain, port: networks[side].port, hurry });
    return new World(options, { alice: await person('alice'), bob: await person('bob') }, networks);
  }

  /** Runs that round of that seed to its end, and compares. Returns what broke the promise, in words. */
  async round(seed: number, round: number): Promise<readonly string[]> {
    const { alice, bob } = this.#people;
    const { record } = this.#options;
    const { bursts, disturbances, impatient, readers, old } = scheduleOf(seed, round);
    for (const person of [alice, bob]) person.setImpatient(false);
    for (const side of sides) this.#people[side].setReading(readers.includes(side));
    const first = !this.#started;
    if (first && old !== null) makeOldProfiles([alice, bob], old);
    // A first start is disturbed like any other.
    const disturbing = disturbances.map(async (each) => this.#disturb(each));
    if (first) {
      alice.start();
      bob.start();
      this.#started = true;
    }
    if (first && old !== null) disturbing.push(this.#migrate(old));
    const speaking = sides.map(async (side) => {
      for (const { pause, sizes, typed } of bursts.filter((burst) => burst.side === side)) {
        await sleep(pause);
        if (typed) await this.#people[side].type();
        await this.#people[side].send(sizes);
        record.texts += sizes.length;
      }
    });
    try {
      await Promise.all([...disturbing, ...speaking]);
      for (const person of [alice, bob]) person.setImpatient(impatient);
      await this.#settle();
    } catch (error) {
      return [String(error), ...this.#problems()];
    }
    const problems = [...(await this.#compare()), ...this.#problems()];
    record.rounds += 1;
    return problems;
  }

  /** @param keep leaves the profiles for a look at them */
  async close(keep: boolean): Promise<void> {
    const { alice, bob } = this.#people;
    this.#options.record.gaveUp += alice.unavailable.length + bob.unavailable.length;
    await Promise.all([alice.kill(true), bob.kill(true)]);
    await Promise.all([this.#networks.alice.close(), this.#networks.bob.close()]);
    if (!keep) await rm(this.#options.folder, { recursive: true, force: true });
  }

  /** Everything is up: each outbox runs empty; what failed is sent again, as a user would. */
  async #settle(): Promise<void> {
    const { alice, bob } = this.#people;
    for (let tries = 0; tries < 10; tries += 1) {
      await Promise.all(
        [alice, bob].map(async (person) => person.until('the outbox is empty', () => person.settled)),
      );
      const retried = (await alice.retryFailed()) + (await bob.retryFailed());
      this.#options.record.retries += retried;
      if (retried === 0) return;
    }
    throw new Error(`What fails fails again and again. ${alice.describe()}; ${bob.describe()}`);
  }

  async #compare(): Promise<readonly string[]> {
    const histories = { alice: await this.#people.alice.history(), bob: await this.#people.bob.history() };
    for (const { receipt } of [...histories.alice, ...histories.bob]) {
      if (receipt?.state === 'read') this.#options.record.read += 1;
    }
    return sides.flatMap((side) =>
      compare({
        sent: this.#people[side].sent,
        atSender: histories[side].filter(({ direction }) => direction === 'outgoing'),
        atReceiver: histories[otherSide(side)].filter(({ direction }) => direction === 'incoming'),
        readUpTo: this.#people[otherSide(side)].readUpTo,
      }).map((problem) => `${side} to ${otherSide(side)}: ${problem}`),
    );
  }

  #problems(): readonly string[] {
    return sides.flatMap((side) => this.#people[side].problems.map((problem) => `${side}: ${problem}`));
  }

  async #disturb(disturbance: Disturbance): Promise<void> {
    await this.#moment(disturbance.moment);
    const what =
      disturbance.kind === 'restart-server'
        ? 'server'
        : disturbance.kind === 'cut' || disturbance.kind === 'silence'
          ? `network of ${disturbance.side}`
          : disturbance.side;
    const turn = (this.#turns.get(what) ?? Promise.resolve()).then(async () => this.#break(disturbance));
    this.#turns.set(
      what,
      turn.catch(() => undefined),
    );
    await turn;
  }

  async #migrate(old: OldHistory): Promise<void> {
    const { side } = old.kill;
    const turn = killMigrating(this.#people[side], old, this.#options.record);
    this.#turns.set(
      side,
      turn.catch(() => undefined),
    );
    await turn;
  }

  async #break(disturbance: Disturbance): Promise<void> {
    const { server, record } = this.#options;
    switch (disturbance.kind) {
      case 'kill':
        await this.#kill(disturbance);
        return;
      case 'quit': {
        const person = this.#people[disturbance.side];
        const quitting = person.quit();
        if (disturbance.killStoreAfter !== null) {
          await sleep(disturbance.killStoreAfter);
          killStore(person, 'quitting', record);
        }
        await quitting;
        record.quits += 1;
        await sleep(disturbance.pause);
        person.start();
        return;
      }
      case 'kill-store':
        killStore(this.#people[disturbance.side], occasionOf(disturbance.moment), record);
        return;
      case 'export':
        await exportUnderFire(this.#people[disturbance.side], disturbance, record);
        return;
      case 'import':
        await importUnderFire(this.#people[disturbance.side], disturbance, record);
        return;
      case 'back-up':
        await backUpUnderFire(this.#people[disturbance.side], disturbance, record);
        return;
      case 'checkpoint':
        await killAtCheckpoint(this.#people[disturbance.side], disturbance, record);
        return;
      case 'amend':
        await amendUnderFire(this.#people[disturbance.side], disturbance, record);
        return;
      case 'block':
        await blockForAWhile(this.#people[disturbance.side], disturbance, record);
        return;
      case 'restart-server':
        await server.stop();
        await sleep(disturbance.pause);
        await server.start();
        record.serverRestarts += 1;
        return;
      case 'cut':
      case 'silence': {
        const network = this.#networks[disturbance.side];
        if (disturbance.kind === 'cut') network.cut();
        else network.silence(disturbance.way);
        record.networkBreaks += 1;
        await sleep(disturbance.pause);
        network.restore(disturbance.kind === 'cut' ? 'reset' : disturbance.restore);
        return;
      }
    }
  }

  async #kill({
    side,
    storeToo,
    again,
    pause,
    moment,
  }: Disturbance & { readonly kind: 'kill' }): Promise<void> {
    const person = this.#people[side];
    const { record } = this.#options;
    await killParty(person, storeToo, occasionOf(moment), record);
    await sleep(pause);
    person.start();
    if (again === null) return;
    await sleep(again);
    await killParty(person, storeToo, 'starting', record);
    person.start();
  }

  /** Resolves when the moment has come, or `longestWait` has passed. */
  #moment(moment: Moment): Promise<void> {
    if (moment.kind === 'after') return sleep(moment.delay);
    return new Promise((resolve) => {
      let count = 0;
      const come = (): void => {
        clearTimeout(limit);
        unsubscribe();
        resolve();
      };
      const unsubscribe = this.#people[moment.side].seen.subscribe((sight) => {
        if (sight === moment.sight && (count += 1) >= moment.count) come();
      });
      const limit = setTimeout(come, longestWait);
    });
  }
}
