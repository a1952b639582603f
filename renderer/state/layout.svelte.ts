import type { ConversationId, MessageId } from '../../shared/model/ids.ts';

/** What the rail leads to. */
export type Section = 'conversations' | 'settings';

/** What stands at the right of the timeline. */
export type Panel = { readonly kind: 'proof'; readonly messageId: MessageId } | { readonly kind: 'unsent' };

/** What stands before everything else and has the keys. */
export type DialogName = 'new-conversation' | 'shortcuts' | 'sign-out';

/** Where the focus shall go; in the list to a conversation, or to the open one. */
export interface FocusWish {
  readonly place: 'list' | 'timeline';
  readonly conversationId: ConversationId | null;
}

/** Which parts of the window are shown. */
export class Layout {
  section = $state<Section>('conversations');
  panel = $state.raw<Panel | null>(null);
  dialog = $state<DialogName | null>(null);
  /** Each wish is an object of its own, so that the same can be wished for again. */
  focusWish = $state.raw<FocusWish | null>(null);
  /** Whether list and timeline take turns, as the view says. */
  narrow = $state(false);
  /** Whether the system wants dark colours, as the view says. */
  systemDark = $state(false);

  show(section: Section): void {
    this.section = section;
  }

  openPanel(panel: Panel): void {
    this.section = 'conversations';
    this.panel = panel;
  }

  closePanel(): void {
    this.panel = null;
  }

  openDialog(dialog: DialogName): void {
    this.dialog = dialog;
  }

  closeDialog(): void {
    this.dialog = null;
  }

  wantFocus(place: FocusWish['place'], conversationId: ConversationId | null = null): void {
    this.focusWish = { place, conversationId };
  }

  clear(): void {
    this.section = 'conversations';
    this.panel = null;
    this.dialog = null;
    this.focusWish = null;
  }
}
