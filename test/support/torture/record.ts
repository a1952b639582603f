/** What was going on when somebody was killed. */
export const occasions = [
  'sending',
  'receiving',
  'acknowledged',
  'connecting',
  'any moment',
  'starting',
  'quitting',
  'migrating',
  'exporting',
  'importing',
  'backing up',
  'checkpointing',
  'amending',
] as const;
export type Occasion = (typeof occasions)[number];

/** What was done so far. */
export interface Record {
  rounds: number;
  texts: number;
  /** Parties that were killed. */
  kills: number;
  /** Processes of stores that were killed, alone or with their party. */
  storeKills: number;
  /** Parties and stores that were killed, by what was going on; those that died together count once. */
  killedWhile: { [occasion in Occasion]: number };
  quits: number;
  serverRestarts: number;
  networkBreaks: number;
  retries: number;
  gaveUp: number;
  /** Messages whose sender knows that they were read, at the end of each round. */
  read: number;
  /** Unsent messages that were deleted or edited. */
  amended: number;
  exports: number;
  imports: number;
  backups: number;
  blocks: number;
  migrations: number;
}

export const emptyRecord = (): Record => ({
  rounds: 0,
  texts: 0,
  kills: 0,
  storeKills: 0,
  killedWhile: Object.fromEntries(occasions.map((each) => [each, 0])) as Record['killedWhile'],
  quits: 0,
  serverRestarts: 0,
  networkBreaks: 0,
  retries: 0,
  gaveUp: 0,
  read: 0,
  amended: 0,
  exports: 0,
  imports: 0,
  backups: 0,
  blocks: 0,
  migrations: 0,
});

interface Victim {
  kill(storeToo: boolean): Promise<void>;
  killStore(): boolean;
}

/** SIGKILL for a party, and for its store's process first if wanted; written down. */
export async function killParty(
  victim: Victim,
  storeToo: boolean,
  occasion: Occasion,
  record: Record,
): Promise<void> {
  await victim.kill(storeToo);
  record.kills += 1;
  if (storeToo) record.storeKills += 1;
  record.killedWhile[occasion] += 1;
}

/** SIGKILL for the process of a store, where there is one; written down. */
export function killStore(victim: Victim, occasion: Occasion, record: Record): void {
  if (!victim.killStore()) return;
  record.storeKills += 1;
  record.killedWhile[occasion] += 1;
}
