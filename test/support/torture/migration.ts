import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkBackups } from './keeping.ts';
import { makeOldDatabase } from './old-database.ts';
import type { Person } from './person.ts';
import { killParty, killStore, type Record } from './record.ts';
import type { OldHistory } from './schedule.ts';

/** A migration that has not shown itself by then is not waited for longer, in milliseconds. */
const longestWatch = 8_000;

/** Gives both a profile of an earlier Parley, with the same talk in it. */
export function makeOldProfiles(people: readonly [Person, Person], { version, texts }: OldHistory): void {
  const talk = Array.from({ length: texts }, (_, index) => {
    const speaker = people[index % 2] ?? people[0];
    return { speaker, text: speaker.ledger.recall(index % 25 === 0 ? 9_000 : 40), id: randomUUID() };
  });
  for (const person of people) {
    const { address, peer, profile } = person.options;
    makeOldDatabase({
      profile,
      version,
      address,
      peer,
      texts: talk.map(({ speaker, text, id }) => ({ own: speaker === person, text, id })),
    });
  }
}

/** Waits until the first start has begun to migrate, kills it a little later, and starts it again. */
export async function killMigrating(
  person: Person,
  { version, kill }: OldHistory,
  record: Record,
): Promise<void> {
  record.migrations += 1;
  const { profile } = person.options;
  const begun = `messages.db.v${String(version)}.backup`;
  const end = Date.now() + longestWatch;
  while (!readdirSync(profile).some((name) => name.startsWith(begun)) && Date.now() < end) await sleep(2);
  await sleep(kill.after);
  if (kill.storeAlone) killStore(person, 'migrating', record);
  else {
    await killParty(person, true, 'migrating', record);
    person.start();
  }
  await person.untilOpen();
  person.problems.push(...checkBackups(profile));
}
