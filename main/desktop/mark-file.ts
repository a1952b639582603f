import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import type { AccountId } from '../../shared/model/ids.ts';
import type { Log } from '../log/log.ts';
import type { NoticeMark } from './notice.ts';

/** How far each account's arrivals have been told of. */
export interface NoticeMarks {
  read(account: AccountId): NoticeMark | null;
  /** Returns when it is kept; what cannot be kept is a matter for the log. */
  keep(account: AccountId, mark: NoticeMark): void;
}

const Marks = v.record(
  v.string(),
  v.object({ sequence: v.pipe(v.number(), v.safeInteger()), at: v.pipe(v.number(), v.finite()) }),
);

/** Keeps the marks in a file of the profile. */
export function noticeMarksIn(path: string, log: Log): NoticeMarks {
  let marks: v.InferOutput<typeof Marks>;
  try {
    marks = v.parse(Marks, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    marks = {}; // The first run, or a file that somebody damaged: then everything stored is old.
  }
  return {
    read: (account) => marks[account] ?? null,
    keep: (account, mark) => {
      marks = { ...marks, [account]: mark };
      try {
        writeFileSync(`${path}.new`, JSON.stringify(marks), { mode: 0o600 });
        renameSync(`${path}.new`, path);
      } catch (error) {
        log.warn({ error }, 'What has been notified could not be kept');
      }
    },
  };
}
