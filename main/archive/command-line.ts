import { resolve } from 'node:path';
import { ArchiveError } from './interface.ts';
import { verifyArchive } from './verify.ts';

/**
 * `parley --verify-export=FOLDER`: says in one line what it found. Resolves with the exit code: 0 intact, 1 damaged,
 * 2 not an export, or one that cannot be read.
 */
export async function verifyOnCommandLine(folder: string, say: (line: string) => void): Promise<number> {
  const path = resolve(folder);
  try {
    const verdict = await verifyArchive({ folder: path });
    if (verdict.intact) {
      const { messages, conversations, seal, account } = verdict.manifest;
      say(
        `Intact: ${String(messages)} messages in ${String(conversations)} conversations of ${account.address}. Seal ${seal}`,
      );
      return 0;
    }
    const { kind, file, line } = verdict.damage;
    say(`Damaged (${kind}): ${line === null ? '' : `line ${String(line)} of `}${file}`);
    return 1;
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    say(`Not checked (${error.problem}): ${path}. ${error.message}`);
    return 2;
  }
}
