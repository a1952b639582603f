import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { ArchiveDamage } from '../../shared/model/archive.ts';
import { isMissing } from './archive-error.ts';
import { sha256 } from './canonical.ts';
import {
  longestLine,
  manifestFile,
  noHash,
  readLine,
  readManifest,
  type Line,
  type Manifest,
} from './format.ts';
import { ArchiveError } from './interface.ts';
import { readLines } from './read-lines.ts';

export interface VerifyOptions {
  readonly folder: string;
  /** Given each line in order, once it is known to be the one that was written; waited for. */
  readonly take?: (line: Line) => Promise<void> | void;
  /** Messages looked at so far, of all that the manifest counts. */
  readonly progress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export type Verdict =
  | { readonly intact: true; readonly manifest: Manifest }
  | { readonly intact: false; readonly damage: ArchiveDamage };

/** Found while reading; carries what is wrong out of the loops. */
class Damage extends Error {
  readonly damage: ArchiveDamage;

  constructor(kind: ArchiveDamage['kind'], file: string, line: number | null = null) {
    super(`${kind} ${file}`);
    this.damage = { kind, file, line };
  }
}

/**
 * Checks an export to its last byte, in the memory of one line. Rejects with ArchiveError (not-an-export, newer,
 * no-access), and with the signal's reason when it was aborted.
 */
export async function verifyArchive(options: VerifyOptions): Promise<Verdict> {
  try {
    const manifest = await openManifest(options.folder);
    await checkData(manifest, options);
    for (const page of manifest.pages) {
      options.signal?.throwIfAborted();
      const hash = createHash('sha256');
      const bytes = await readAll(join(options.folder, page.path), page.path, hash);
      if (bytes !== page.bytes || hash.digest('hex') !== page.sha256) throw new Damage('changed', page.path);
    }
    await checkNames(manifest, options.folder);
    return { intact: true, manifest };
  } catch (error) {
    if (error instanceof Damage) return { intact: false, damage: error.damage };
    throw error;
  }
}

async function openManifest(folder: string): Promise<Manifest> {
  let text: string;
  try {
    const bytes = await readFile(join(folder, manifestFile));
    text = bytes.toString('utf8');
    // What is no UTF-8 would be read as something else than it is.
    if (!Buffer.from(text, 'utf8').equals(bytes)) throw new Damage('manifest', manifestFile);
  } catch (error) {
    if (error instanceof Damage) throw error;
    if (isMissing(error)) throw new ArchiveError('not-an-export', 'There is no manifest.', { cause: error });
    throw new ArchiveError('no-access', 'The manifest cannot be read.', { cause: error });
  }
  const manifest = readManifest(text);
  if (manifest === 'foreign') throw new ArchiveError('not-an-export', 'The manifest is none of Parley.');
  if (manifest === 'newer') throw new ArchiveError('newer', 'A newer Parley wrote this export.');
  if (manifest === 'damaged') throw new Damage('manifest', manifestFile);
  return manifest;
}

async function checkData(
  manifest: Manifest,
  { folder, take, progress, signal }: VerifyOptions,
): Promise<void> {
  let previous = noHash;
  let first = noHash;
  let messages = 0;
  for (const file of manifest.data) {
    const hash = createHash('sha256');
    let bytes = 0;
    let number = 0;
    const lines = readLines(join(folder, file.path), longestLine, (chunk) => {
      hash.update(chunk);
      bytes += chunk.length;
    });
    try {
      for await (const { bytes: content, whole } of lines) {
        signal?.throwIfAborted();
        number += 1;
        const line = whole ? decodeLine(content) : null;
        if (line?.kind !== (number === 1 ? 'conversation' : 'message'))
          throw new Damage('line', file.path, number);
        if (line.previous !== previous) {
          // This line or the one before: the one of them that what follows does not bear out.
          const after = await lines.next();
          const borneOut = after.done === true ? file.last : decodeLine(after.value.bytes)?.previous;
          const before = number > 1 && borneOut === sha256(content);
          throw new Damage('line', file.path, before ? number - 1 : number);
        }
        previous = sha256(content);
        if (first === noHash) first = previous;
        if (line.kind === 'message') {
          messages += 1;
          progress?.(messages, manifest.messages);
        }
        await take?.(line);
      }
    } catch (error) {
      throw readingFailed(error, file.path);
    }
    if (number !== file.lines) throw new Damage('count', file.path);
    // The chain tells where; a last line that was changed is followed by none that could.
    if (previous !== file.last) throw new Damage('line', file.path, number);
    if (bytes !== file.bytes || hash.digest('hex') !== file.sha256) throw new Damage('changed', file.path);
  }
  if (
    messages !== manifest.messages ||
    manifest.data.length !== manifest.conversations ||
    first !== manifest.first ||
    previous !== manifest.last
  )
    throw new Damage('count', manifestFile);
}

/** What file managers put into a folder that somebody looked at. */
const ofTheSystem: ReadonlySet<string> = new Set(['.DS_Store', '.directory', 'Thumbs.db', 'desktop.ini']);

/** A page that was added would pass for one of the export. */
async function checkNames(manifest: Manifest, folder: string): Promise<void> {
  const known = new Set([manifestFile, ...[...manifest.data, ...manifest.pages].map(({ path }) => path)]);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory() && !ofTheSystem.has(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
  const extra = names.toSorted().find((name) => !known.has(name));
  if (extra !== undefined) throw new Damage('extra', extra);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeLine(bytes: Uint8Array): Line | null {
  try {
    return readLine(utf8.decode(bytes));
  } catch {
    return null; // no UTF-8
  }
}

async function readAll(path: string, name: string, hash: Hash): Promise<number> {
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    throw readingFailed(error, name);
  }
  return bytes;
}

function readingFailed(error: unknown, file: string): unknown {
  if (isMissing(error)) return new Damage('missing', file);
  // What `take` or the signal threw passes as it is.
  return error instanceof Error && 'syscall' in error
    ? new ArchiveError('no-access', `${file} cannot be read.`, { cause: error })
    : error;
}
