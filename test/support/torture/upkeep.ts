import { setTimeout as sleep } from 'node:timers/promises';
import { checkBackups, checkExports, newestExport } from './keeping.ts';
import type { Person } from './person.ts';
import { killParty, killStore, type Occasion, type Record } from './record.ts';
import type { Disturbance } from './schedule.ts';

type Upkeep<K extends Disturbance['kind']> = Extract<Disturbance, { readonly kind: K }>;

/** So many messages are deleted for an import to bring back. */
const doomedAtOnce = 6;
/** A store that is killed meanwhile, or a party, ends an import; it is ordered again. */
const mostTries = 20;

/** Exports everything, and is killed after a while if wanted: the export is whole then, or not called so. */
export async function exportUnderFire(
  person: Person,
  { killAfter }: Upkeep<'export'>,
  record: Record,
): Promise<void> {
  await person.untilOpen();
  const exporting = person.archive('exportArchive');
  await killLater(person, killAfter, 'exporting', record);
  const outcome = await exporting;
  if (outcome?.kind === 'exported') record.exports += 1;
  person.start();
  person.problems.push(...(await checkExports(person.options.exports)));
}

/** Deletes messages that an export has, and imports it, killed meanwhile if wanted, until all of them are back. */
export async function importUnderFire(
  person: Person,
  { killAfter }: Upkeep<'import'>,
  record: Record,
): Promise<void> {
  await person.untilOpen();
  if ((await person.archive('exportArchive'))?.kind !== 'exported') return;
  const made = newestExport(person.options.exports);
  if (made === null) return;
  const doomed = person.ledger.unchangedSince(made.fates);
  const every = Math.max(1, Math.floor(doomed.length / doomedAtOnce));
  const chosen = doomed.filter((_, index) => index % every === 0).slice(0, doomedAtOnce);
  await person.delete(chosen);
  person.ledger.bringBack(chosen);
  const importing = person.archive('importArchive');
  await killLater(person, killAfter, 'importing', record);
  let outcome = await importing;
  person.start();
  for (let tries = 0; outcome?.kind !== 'imported' && tries < mostTries; tries += 1) {
    person.start();
    await person.untilOpen();
    await sleep(20);
    outcome = await person.archive('importArchive');
  }
  if (outcome?.kind === 'imported') record.imports += 1;
  else person.problems.push(`an import never came to its end: ${JSON.stringify(outcome)}`);
}

/** Backs the database up, and kills the processes of the store meanwhile if wanted. */
export async function backUpUnderFire(
  person: Person,
  { killAfter }: Upkeep<'back-up'>,
  record: Record,
): Promise<void> {
  await person.untilOpen();
  const copying = person.backUp();
  if (killAfter !== null) {
    await sleep(killAfter);
    killStore(person, 'backing up', record);
  }
  if (await copying) record.backups += 1;
  person.problems.push(...checkBackups(person.options.profile));
}

/** Takes nothing from the other for a while: what is sent to them meanwhile fails, and is tried again by hand. */
export async function blockForAWhile(
  person: Person,
  { pause }: Upkeep<'block'>,
  record: Record,
): Promise<void> {
  await person.untilOpen();
  if (await person.block(true)) record.blocks += 1;
  await sleep(pause);
  while (!(await person.block(false))) {
    person.start();
    await person.untilOpen();
    await sleep(20);
  }
}

async function killLater(
  person: Person,
  killAfter: number | null,
  occasion: Occasion,
  record: Record,
): Promise<void> {
  if (killAfter === null) return;
  await sleep(killAfter);
  await killParty(person, true, occasion, record);
}
