import type { CpimExtension, CpimMessage } from './cpim.ts';

const namespace = 'urn:parley:reply';

/** Says in a CPIM document which message it answers, by the id that its sender gave it. Others skip what they do not know. */
export const replyExtension = (messageId: string): CpimExtension => ({
  prefix: 'parley',
  namespace,
  headers: [['Reply-To', messageId]],
});

/** The id as it was written; null when the document answers no message. */
export const readReplyTo = ({ headers }: Pick<CpimMessage, 'headers'>): string | null =>
  headers
    .find((header) => header.namespace === namespace && header.name.toLowerCase() === 'reply-to')
    ?.value.trim() ?? null;
