import type { Silence } from './network.ts';
import { Random } from './random.ts';

export const sides = ['alice', 'bob'] as const;
export type Side = (typeof sides)[number];
export const otherSide = (side: Side): Side => (side === 'alice' ? 'bob' : 'alice');

/** When a disturbance begins: after so many milliseconds, or when a side has shown such a sight so many times. */
export type Moment =
  | { readonly kind: 'after'; readonly delay: number }
  | { readonly kind: 'at'; readonly side: Side; readonly sight: Sight; readonly count: number };

/** What a window could see: a message leaves, its fate is known, one arrives, the connection is being made. */
export type Sight = 'sending' | 'delivered' | 'incoming' | 'connecting';

/** Times are in milliseconds. Every disturbance ends by itself: what it broke works again after `pause`. */
export type Disturbance = { readonly moment: Moment; readonly pause: number } & (
  | {
      /** SIGKILL. The store's process dies with it, or finds its parent gone. */
      readonly kind: 'kill';
      readonly side: Side;
      readonly storeToo: boolean;
      /** Killed once more so long after it was started again; null: not. */
      readonly again: number | null;
    }
  | {
      /** An orderly quit; the store's process is killed so long after it began (at the checkpoint); null: not. */
      readonly kind: 'quit';
      readonly side: Side;
      readonly killStoreAfter: number | null;
    }
  | { readonly kind: 'kill-store'; readonly side: Side }
  | { readonly kind: 'restart-server' }
  | { readonly kind: 'cut'; readonly side: Side }
  | {
      readonly kind: 'silence';
      readonly side: Side;
      readonly way: Silence;
      readonly restore: 'resume' | 'reset';
    }
  /** Everything is exported; the party and its store are killed so long after that was ordered; null: not. */
  | { readonly kind: 'export'; readonly side: Side; readonly killAfter: number | null }
  /** Messages that were exported are deleted and imported again; killed as in an export. */
  | { readonly kind: 'import'; readonly side: Side; readonly killAfter: number | null }
  /** The database is backed up; the processes of the store are killed so long after that was ordered; null: not. */
  | { readonly kind: 'back-up'; readonly side: Side; readonly killAfter: number | null }
  /** The store, or it and its party, are killed while the write-ahead log is moved into the database. */
  | {
      readonly kind: 'checkpoint';
      readonly side: Side;
      /** At an orderly quit, or in the middle of the work. */
      readonly quitting: boolean;
      readonly storeAlone: boolean;
    }
  /** Deletes and edits what has not gone out; killed as in an export. */
  | { readonly kind: 'amend'; readonly side: Side; readonly killAfter: number | null }
  /** Takes nothing from the other, who is told so and tries again by hand. */
  | { readonly kind: 'block'; readonly side: Side }
);

/** Both begin with what an earlier Parley has left, and are killed while it is migrated. */
export interface OldHistory {
  readonly version: 1 | 2;
  readonly texts: number;
  readonly kill: { readonly side: Side; readonly after: number; readonly storeAlone: boolean };
}

export interface Burst {
  readonly side: Side;
  /** Before it, in milliseconds. */
  readonly pause: number;
  /** The lengths of its texts; they are handed over at once. */
  readonly sizes: readonly number[];
  /** The side was typing before. */
  readonly typed: boolean;
}

/** One round: bursts and disturbances go on at the same time. */
export interface Schedule {
  readonly bursts: readonly Burst[];
  readonly disturbances: readonly Disturbance[];
  /** Presses "Try now" whenever the connection has failed, when all is up again at the end. */
  readonly impatient: boolean;
  /** Who has the conversation open and reads what comes. */
  readonly readers: readonly Side[];
  /** What two people who are new to each other begin with; null: nothing. */
  readonly old: OldHistory | null;
}

/** Most texts are short; some take several pages of the database, so that checkpoints come. */
const size = (random: Random): number =>
  random.chance(0.06) ? random.whole(4_000, 24_000) : random.whole(12, 90);

function burst(random: Random, side: Side): Burst {
  const length = random.chance(0.45) ? random.whole(8, 24) : random.whole(1, 5);
  return {
    side,
    pause: random.chance(0.4) ? 0 : random.whole(1, 250),
    sizes: Array.from({ length }, () => size(random)),
    typed: random.chance(0.3),
  };
}

function moment(random: Random): Moment {
  if (random.chance(0.35)) return { kind: 'after', delay: random.whole(0, 400) };
  return {
    kind: 'at',
    side: random.pick(sides),
    sight: random.pick(['sending', 'sending', 'delivered', 'incoming', 'incoming', 'connecting']),
    count: random.whole(1, 12),
  };
}

function disturbance(random: Random): Disturbance {
  const common = { moment: moment(random), pause: random.whole(0, 250) };
  const side = random.pick(sides);
  const kind = random.pick<Disturbance['kind']>([
    'kill',
    'kill',
    'kill',
    'quit',
    'kill-store',
    'kill-store',
    'restart-server',
    'cut',
    'cut',
    'silence',
    'silence',
    'export',
    'import',
    'back-up',
    'checkpoint',
    'amend',
    'amend',
    'block',
  ]);
  switch (kind) {
    case 'kill':
      return {
        ...common,
        kind,
        side,
        storeToo: random.chance(0.6),
        again: random.chance(0.25) ? random.whole(0, 900) : null,
      };
    case 'quit':
      return { ...common, kind, side, killStoreAfter: random.chance(0.5) ? random.whole(0, 120) : null };
    case 'kill-store':
    case 'cut':
      return { ...common, kind, side };
    case 'restart-server':
      return { ...common, kind };
    case 'silence':
      return {
        ...common,
        kind,
        side,
        pause: random.whole(50, 900),
        way: random.pick(['to-server', 'from-server', 'from-server', 'both']),
        restore: random.pick(['resume', 'reset', 'reset']),
      };
    case 'export':
    case 'import':
      return { ...common, kind, side, killAfter: random.chance(0.7) ? random.whole(0, 160) : null };
    case 'back-up':
      return { ...common, kind, side, killAfter: random.chance(0.7) ? random.whole(0, 700) : null };
    case 'checkpoint':
      return { ...common, kind, side, quitting: random.chance(0.5), storeAlone: random.chance(0.5) };
    case 'amend':
      return { ...common, kind, side, killAfter: random.chance(0.5) ? random.whole(0, 60) : null };
    case 'block':
      return { ...common, kind, side, pause: random.whole(100, 900) };
  }
}

/** What happens in that round: the same for the same seed and number. */
export function scheduleOf(seed: number, round: number): Schedule {
  const random = new Random((Math.imul(seed, 0x9e37_79b1) ^ Math.imul(round, 0x85eb_ca6b)) >>> 0);
  const bursts = sides.flatMap((side) =>
    Array.from({ length: random.whole(1, 3) }, () => burst(random, side)),
  );
  const count = random.pick([0, 1, 1, 1, 1, 2, 2, 2, 3]);
  const disturbances = Array.from({ length: count }, () => disturbance(random));
  const impatient = random.chance(0.7);
  const readers = sides.filter(() => random.chance(0.5));
  const old: OldHistory | null = random.chance(0.5)
    ? {
        version: random.pick([1, 2]),
        texts: random.whole(200, 1_200),
        kill: { side: random.pick(sides), after: random.whole(0, 90), storeAlone: random.chance(0.3) },
      }
    : null;
  return { bursts, disturbances, impatient, readers, old };
}
