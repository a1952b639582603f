import { watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from './person.ts';
import { killParty, killStore, type Record } from './record.ts';
import type { Disturbance } from './schedule.ts';

/** Drafts of so many characters, so many of them at the most, fill the write-ahead log. */
const longDraft = 150_000;
const mostDrafts = 60;

/**
 * Kills the store, or it and its party, when the write-ahead log begins to be moved into the database, which is the only
 * time at which that file is written: at an orderly quit, or because what is being written has filled the log.
 */
export async function killAtCheckpoint(
  person: Person,
  { quitting, storeAlone }: Extract<Disturbance, { readonly kind: 'checkpoint' }>,
  record: Record,
): Promise<void> {
  await person.untilOpen();
  const killing: Promise<void>[] = [];
  const watching = watch(join(person.options.profile, 'messages.db'), () => {
    if (killing.length > 0) return;
    if (storeAlone || quitting) {
      killStore(person, 'checkpointing', record);
      killing.push(Promise.resolve());
    } else killing.push(killParty(person, true, 'checkpointing', record));
  });
  let kept = -1;
  try {
    for (let index = 0; index < (quitting ? 1 : mostDrafts) && killing.length === 0; index += 1) {
      if (await saveDraft(person, draftOf(index))) kept = index;
    }
    if (quitting) await person.quit();
  } finally {
    watching.close();
  }
  await Promise.all(killing);
  person.start();
  await checkDraft(person, kept);
}

const draftOf = (index: number): string => `Draft ${String(index)} `.padEnd(longDraft, '.');

/** A draft that was kept is there, or the one that was being kept when somebody died. */
async function checkDraft(person: Person, kept: number): Promise<void> {
  if (kept < 0) return;
  const found = await draft(person);
  const index = Number(/^Draft (\d+) /.exec(found ?? '')?.[1] ?? -1);
  if (index < kept || found !== draftOf(index))
    person.problems.push(`the draft ${String(kept)} was kept, but ${String(index)} is there`);
}

const saveDraft = async (person: Person, text: string): Promise<boolean> =>
  person.perform(async (party, conversationId) =>
    party.ask('saveDraft', { conversationId, draft: { text, caret: 0, replyTo: null } }),
  );

/** What is being written, as a window that has just started finds it. */
async function draft(person: Person): Promise<string | null> {
  let drafts: readonly string[] = [];
  await person.untilOpen();
  while (
    !(await person.perform(async (party) => {
      drafts = await party.drafts();
    }))
  ) {
    person.start();
    await person.untilOpen();
    await sleep(20);
  }
  return drafts[0] ?? null;
}
