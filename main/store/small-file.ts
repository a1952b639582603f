import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { StoreError } from './interface.ts';

const Coded = v.object({ code: v.string() });

/** `ENOENT` and its kin; null for an error that is none of the system's. */
export function systemCode(error: unknown): string | null {
  const parsed = v.safeParse(Coded, error);
  return parsed.success ? parsed.output.code : null;
}

/** Null: it is not there, or not what it should be. Throws where it may not be read. */
export function readSmallFile<Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
): v.InferOutput<Schema> | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw new StoreError('no-access', `${path} cannot be read (${String(systemCode(error))}).`, {
      cause: error,
    });
  }
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Whole or not at all, for the user's eyes only. Throws StoreError: full, no-access. */
export function writeSmallFile(path: string, content: unknown): void {
  try {
    writeFileSync(`${path}.new`, JSON.stringify(content), { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  } catch (error) {
    const code = systemCode(error);
    const problem = code === 'ENOSPC' || code === 'EDQUOT' ? 'full' : 'no-access';
    throw new StoreError(problem, `${path} cannot be written (${String(code)}).`, { cause: error });
  }
}
