import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { MessageId } from '../../../shared/model/ids.ts';
import type { Message } from '../../../shared/model/message.ts';
import { PartyRefused } from './party-process.ts';
import type { Person } from './person.ts';
import { killParty, type Record } from './record.ts';
import type { Disturbance } from './schedule.ts';

/** Sent first, so that there is something that has not gone out. */
const fresh = [20, 20, 20, 20, 20, 20];

/** Deletes and edits what has not gone out, here and there, and is killed meanwhile if wanted. */
export async function amendUnderFire(
  person: Person,
  { killAfter }: Extract<Disturbance, { readonly kind: 'amend' }>,
  record: Record,
): Promise<void> {
  await person.send(fresh);
  // From the end: the first of them are on their way by now.
  const amending = unsentOf(person)
    .toReversed()
    .map(async (message, index) => {
      if (index % 3 === 2) return;
      const done = index % 3 === 0 ? await withdraw(person, message) : await withdraw(person, message, 30);
      if (done) record.amended += 1;
    });
  if (killAfter !== null) {
    await sleep(killAfter);
    await killParty(person, true, 'amending', record);
  }
  await Promise.all(amending);
  person.start();
}

const unsentOf = (person: Person): readonly Message[] =>
  person.ledger.own.filter(({ receipt }) => receipt?.state === 'queued' || receipt?.state === 'failed');

/** Deletes an unsent message, or puts a text of that size in its place. False: it was not done, or nobody knows. */
async function withdraw(person: Person, message: Message, size: number | null = null): Promise<boolean> {
  const old = person.ledger.sentAs(message);
  if (old === undefined) return false;
  const { id } = message;
  const text = size === null ? null : person.ledger.write(size, { edited: true });
  old.withdrawn = 'asked';
  let withdrawn = false;
  await person.perform(async (party) => {
    try {
      if (text === null) await party.ask('deleteMessages', { ids: [id] });
      else {
        const newId = v.parse(MessageId, randomUUID());
        person.observe(await party.ask('replaceUnsent', { id, newId, text: text.text }));
        text.acknowledged = true;
      }
      old.withdrawn = 'done';
      withdrawn = true;
    } catch (error) {
      if (!(error instanceof PartyRefused && tooLate.has(error.failure.code))) throw error;
      old.withdrawn = null;
    }
  });
  return withdrawn;
}

const tooLate: ReadonlySet<string> = new Set(['being-sent', 'already-sent']);
