import * as v from 'valibot';
import { Account } from '../model/account.ts';
import { ArchiveJob } from '../model/archive.ts';
import { ConnectionState } from '../model/connection.ts';
import { ConversationSummary } from '../model/conversation.ts';
import { Draft } from '../model/draft.ts';
import { ConversationId, MessageId } from '../model/ids.ts';
import { Message } from '../model/message.ts';
import { SettingsState } from '../model/settings.ts';
import { StorageState } from '../model/storage.ts';
import { UnsentCount } from '../model/unsent.ts';
import { Failure } from './failure.ts';

/** What the window shows: the start, the sign-in, the conversations, or why there is nothing to show. */
export const Phase = v.variant('kind', [
  v.object({ kind: v.literal('starting') }),
  v.object({ kind: v.literal('signed-out') }),
  v.object({ kind: v.literal('signed-in'), account: Account }),
  v.object({ kind: v.literal('unavailable'), failure: Failure }),
]);
export type Phase = v.InferOutput<typeof Phase>;

export const AppEvent = v.variant('kind', [
  v.object({ kind: v.literal('phase'), phase: Phase }),
  v.object({ kind: v.literal('connection'), connection: ConnectionState }),
  /** A conversation is new or its summary changed. */
  v.object({ kind: v.literal('conversation'), conversation: ConversationSummary }),
  v.object({ kind: v.literal('conversation-deleted'), conversationId: ConversationId }),
  /** A message is new or its receipt changed. */
  v.object({ kind: v.literal('message'), message: Message }),
  /** They are not there any more. The conversation's summary follows. */
  v.object({
    kind: v.literal('messages-deleted'),
    conversationId: ConversationId,
    ids: v.array(MessageId),
  }),
  /** How many messages wait or failed is another number now. */
  v.object({ kind: v.literal('unsent'), unsent: UnsentCount }),
  v.object({ kind: v.literal('settings'), settings: SettingsState }),
  /** Something is to be shown next: ask for it by `takeOpening`. */
  v.object({ kind: v.literal('opening') }),
  /** Nobody can be looking: the screen is locked or was not touched for minutes, or the window is hidden. Nothing counts as seen. */
  v.object({ kind: v.literal('away'), away: v.boolean() }),
  v.object({ kind: v.literal('composing'), conversationId: ConversationId, composing: v.boolean() }),
  /** Backups, damage, a repair or the recovery key: something about the store is different now. */
  v.object({ kind: v.literal('storage'), storage: StorageState }),
  /** An export, a check or an import got on or ended; null: there is none any more. */
  v.object({ kind: v.literal('archive'), job: v.nullable(ArchiveJob) }),
  /** Older messages came into a conversation by an import. */
  v.object({ kind: v.literal('messages-imported'), conversationId: ConversationId }),
]);
export type AppEvent = v.InferOutput<typeof AppEvent>;

/** Events number `first`, `first + 1`, …; a gap tells the window to ask for a snapshot. */
export const EventBatch = v.object({
  first: v.pipe(v.number(), v.integer()),
  events: v.array(AppEvent),
});
export type EventBatch = v.InferOutput<typeof EventBatch>;

export const Snapshot = v.object({
  /** The number of the last event that is contained in it. */
  sequence: v.pipe(v.number(), v.integer()),
  phase: Phase,
  connection: ConnectionState,
  conversations: v.array(ConversationSummary),
  /** The conversation that was open last. */
  lastOpen: v.nullable(ConversationId),
  /** The newest messages of that one, oldest first, if they were asked for; `more`: there are older ones. */
  newest: v.nullable(v.object({ messages: v.array(Message), more: v.boolean() })),
  composing: v.array(ConversationId),
  drafts: v.array(Draft),
  unsent: UnsentCount,
  settings: SettingsState,
  archive: v.nullable(ArchiveJob),
  storage: StorageState,
  /** Whether nobody can be looking. */
  away: v.boolean(),
  /** `weak`: the computer has no secret store; passwords and the database key are guarded by file permissions only. */
  secretStore: v.picklist(['system', 'weak']),
  versions: v.object({ parley: v.string(), electron: v.string() }),
});
export type Snapshot = v.InferOutput<typeof Snapshot>;
