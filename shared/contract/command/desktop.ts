import * as v from 'valibot';
import { ConversationId } from '../../model/ids.ts';
import { Opening } from '../../model/opening.ts';
import { nothing } from './inputs.ts';

export const WindowWish = v.picklist(['full-screen', 'close']);
export type WindowWish = v.InferOutput<typeof WindowWish>;

/** What the window tells of itself, and what the desktop asks of it. */
export const desktopCommands = {
  /** The conversation that is before the user's eyes: shown in a window that has the focus. Null: none is. */
  viewing: { input: v.strictObject({ conversationId: v.nullable(ConversationId) }), output: nothing },
  /** What is to be shown next, once. Asked at the start and after the event `opening`. */
  takeOpening: { input: nothing, output: v.strictObject({ opening: v.nullable(Opening) }) },
  /** The system says that its network came or went: the connection is looked after at once. */
  networkChanged: { input: v.strictObject({ online: v.boolean() }), output: nothing },
  /** `full-screen`: there and back; `close`: as its button does. */
  askWindow: { input: v.strictObject({ wish: WindowWish }), output: nothing },
} as const;

export type DesktopCommandName = keyof typeof desktopCommands;
