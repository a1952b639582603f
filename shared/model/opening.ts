import * as v from 'valibot';
import { ConversationId, MessageId } from './ids.ts';

/** What a menu outside of the window can ask it to do, by the names of its actions. */
export const MenuAction = v.picklist([
  'settings',
  'shortcuts',
  'newConversation',
  'zoomIn',
  'zoomOut',
  'zoomReset',
]);
export type MenuAction = v.InferOutput<typeof MenuAction>;

/** What the window shall show next because of something outside of it: a notification, a link, another start. */
export const Opening = v.variant('kind', [
  v.object({
    kind: v.literal('message'),
    conversationId: ConversationId,
    id: MessageId,
    sequence: v.pipe(v.number(), v.integer()),
  }),
  /** `draft`: a text to begin with, for a person to read and send; null leaves the composer as it is. */
  v.object({
    kind: v.literal('conversation'),
    conversationId: ConversationId,
    draft: v.nullable(v.string()),
  }),
  v.object({ kind: v.literal('action'), action: MenuAction }),
  /** A `sip:` or `im:` link that leads nowhere. */
  v.object({
    kind: v.literal('bad-link'),
    link: v.pipe(v.string(), v.maxLength(200)),
    problem: v.picklist(['address', 'own-address', 'too-long', 'failed']),
  }),
]);
export type Opening = v.InferOutput<typeof Opening>;
