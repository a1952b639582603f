import type { Message } from '../../shared/model/message.ts';
import type { Store } from '../store/interface.ts';

/** A page as the window gets it: its own, to do with as it likes. */
export const pageOf = (
  page: Awaited<ReturnType<Store['messages']>>,
): { messages: Message[]; more: boolean } => ({ messages: [...page.messages], more: page.more });
