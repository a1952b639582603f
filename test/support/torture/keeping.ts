import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { readLine } from '../../../main/archive/format.ts';
import { verifyArchive } from '../../../main/archive/verify.ts';
import { backupsOf } from '../../../main/store/care/backup-files.ts';
import { checkPages, openToRead } from '../../../main/store/database.ts';
import { loadDriver } from '../../../main/store/driver.ts';
import type { MessageId } from '../../../shared/model/ids.ts';
import type { ReceiptState } from '../../../shared/model/receipt.ts';

/** What is kept beside the database: exports and backups. Each is whole, or it is not there under its name. */

const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** The exports in that folder that are called whole, oldest first by name. */
const exportsIn = (folder: string): readonly string[] =>
  namesIn(folder)
    .filter((name) => !name.endsWith('.partial'))
    // `… (10)` comes after `… (9)`.
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .map((name) => join(folder, name));

/** What is wrong with the exports in that folder, in words. */
export async function checkExports(folder: string): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const each of exportsIn(folder)) {
    const verdict = await verifyArchive({ folder: each }).catch((error: unknown) => String(error));
    if (typeof verdict === 'string') problems.push(`${each}: ${verdict}`);
    else if (!verdict.intact) problems.push(`${each}: ${JSON.stringify(verdict.damage)}`);
  }
  return problems;
}

/** The fate of each own message in the newest export; null when there is none. */
export function newestExport(
  folder: string,
): { readonly path: string; readonly fates: ReadonlyMap<MessageId, ReceiptState | null> } | null {
  const path = exportsIn(folder).at(-1);
  if (path === undefined) return null;
  const data = readdirSync(join(path, 'conversations')).filter((name) => name.endsWith('.jsonl'));
  const lines = data.flatMap((name) =>
    readFileSync(join(path, 'conversations', name), 'utf8')
      .split('\n')
      .slice(0, -1),
  );
  const fates = new Map<MessageId, ReceiptState | null>();
  for (const line of lines.map(readLine)) {
    if (line?.kind === 'message') fates.set(line.id, line.receipts[0]?.state ?? null);
  }
  return { path, fates };
}

const KeyFile = v.object({ wrapped: v.string() });

/** What is wrong with the backups of a profile, in words: each has to open, and to be sound. */
export function checkBackups(profile: string): readonly string[] {
  const path = join(profile, 'messages.db');
  const migrated = namesIn(profile)
    .filter((name) => /^messages\.db\.v\d\.backup$/.test(name))
    .map((name) => join(profile, name));
  const backups = [...backupsOf(path).map((each) => each.path), ...migrated];
  if (backups.length === 0) return [];
  const { wrapped } = v.parse(KeyFile, JSON.parse(readFileSync(join(profile, 'key.json'), 'utf8')));
  const key = Buffer.from(Buffer.from(wrapped, 'base64').toString(), 'base64').toString('hex');
  const Driver = loadDriver();
  return backups.flatMap((backup) => {
    try {
      checkPages(Driver, { path: backup, key });
      openToRead(Driver, { path: backup, key }).close();
      return [];
    } catch (error) {
      return [`${backup}: ${String(error)}`];
    }
  });
}
