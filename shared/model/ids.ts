import * as v from 'valibot';

const uuid = v.pipe(v.string(), v.uuid());

export const AccountId = v.pipe(uuid, v.brand('AccountId'));
export type AccountId = v.InferOutput<typeof AccountId>;

export const ConversationId = v.pipe(uuid, v.brand('ConversationId'));
export type ConversationId = v.InferOutput<typeof ConversationId>;

export const MessageId = v.pipe(uuid, v.brand('MessageId'));
export type MessageId = v.InferOutput<typeof MessageId>;
