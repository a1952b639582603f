import * as v from 'valibot';
import { SipAddress } from '../../shared/model/address.ts';
import { AccountId } from '../../shared/model/ids.ts';
import { ArchivedConversation, ArchivedMessage } from '../store/archived.ts';
import { canonicalJson, sha256 } from './canonical.ts';

export const formatName = 'parley-export';
/** A reader refuses what has a higher one. */
export const formatVersion = 1;

export const manifestFile = 'manifest.json';
export const indexFile = 'index.html';
/** What the first line of all carries as the hash of the line before. */
export const noHash = '0'.repeat(64);

/** Of a line, in bytes: a text of the greatest length, all of it escaped, and a long proof. */
export const longestLine = 16 * 1024 * 1024;

const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const time = v.pipe(v.number(), v.finite());
/** Inside the export, with slashes; never out of it. */
const path = v.pipe(
  v.string(),
  v.maxLength(255),
  v.regex(/^(?:conversations\/)?[^/\\:\0]+$/),
  v.check((value) => !value.split('/').includes('..')),
);

const ConversationLine = v.strictObject({
  kind: v.literal('conversation'),
  previous: Hash,
  ...ArchivedConversation.entries,
});
const MessageLine = v.strictObject({
  kind: v.literal('message'),
  previous: Hash,
  ...ArchivedMessage.entries,
});
export const Line = v.variant('kind', [ConversationLine, MessageLine]);
export type Line = v.InferOutput<typeof Line>;

const file = { path, bytes: count, sha256: Hash };
const manifestEntries = {
  format: v.literal(formatName),
  version: v.literal(formatVersion),
  /** Of the Parley that made it. */
  parley: v.string(),
  exportedAt: time,
  /** `source` is the account's id in the profile that it comes from: two profiles of one address have two. */
  account: v.strictObject({ source: AccountId, address: SipAddress, displayName: v.nullable(v.string()) }),
  conversations: count,
  messages: count,
  /** Of the messages' `at`; null when there is none. */
  oldestAt: v.nullable(time),
  newestAt: v.nullable(time),
  /** Hashes of the first and the last line; 64 zeros when there is none. */
  first: Hash,
  last: Hash,
  /** In the order of the chain. */
  data: v.array(v.strictObject({ ...file, lines: count, last: Hash })),
  pages: v.array(v.strictObject(file)),
};

const Manifest = v.strictObject({ ...manifestEntries, seal: Hash });
export type Manifest = v.InferOutput<typeof Manifest>;
export type UnsealedManifest = Omit<Manifest, 'seal'>;

const sealOf = (manifest: UnsealedManifest): string => sha256(canonicalJson(manifest));

/** The manifest as its file has it, and its seal. */
export function writeManifest(manifest: UnsealedManifest): { readonly text: string; readonly seal: string } {
  const seal = sealOf(manifest);
  return { text: `${canonicalJson({ ...manifest, seal })}\n`, seal };
}

const Versioned = v.object({ format: v.literal(formatName), version: v.number() });

/** Reads a manifest's file. `foreign`: it is none of Parley's. `damaged`: not a byte may differ from what was written. */
export function readManifest(text: string): Manifest | 'foreign' | 'newer' | 'damaged' {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text.includes(formatName) ? 'damaged' : 'foreign';
  }
  const versioned = v.safeParse(Versioned, value);
  if (!versioned.success) return text.includes(formatName) ? 'damaged' : 'foreign';
  const parsed = v.safeParse(Manifest, value);
  if (!parsed.success) return isNewer(value, versioned.output.version) ? 'newer' : 'damaged';
  const { seal, ...unsealed } = parsed.output;
  const written = writeManifest(unsealed);
  return written.seal === seal && written.text === text ? parsed.output : 'damaged';
}

/** A version that was changed by accident breaks the seal; one that a newer Parley wrote does not. */
function isNewer(value: unknown, version: number): boolean {
  if (version <= formatVersion || typeof value !== 'object' || value === null) return false;
  const { seal, ...unsealed } = value as Readonly<Record<string, unknown>>;
  return seal === sha256(canonicalJson(unsealed));
}

/** A line without its line feed. */
export const writeLine = (line: Line): string => canonicalJson(line);

/** Null: it is no line of an export, or not written as one is. */
export function readLine(text: string): Line | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = v.safeParse(Line, value);
  return parsed.success && writeLine(parsed.output) === text ? parsed.output : null;
}
